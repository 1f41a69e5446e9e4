/** What the process is, on every span and metric, by the detectors that `@opentelemetry/sdk-node` uses. */
import { diag } from "@opentelemetry/api";
import { getStringListFromEnv } from "@opentelemetry/core";
import {
  defaultResource,
  detectResources,
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  type Resource,
  type ResourceDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from "@opentelemetry/resources";
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from "@opentelemetry/semantic-conventions";

/** The arguments of a command may be a phone number (`ramz send --to …`), and no span may have one. */
const withoutArguments: ResourceDetector = {
  detect(config) {
    const { "process.command_args": _, ...attributes } = processDetector.detect(config).attributes ?? {};
    return { attributes };
  },
};

/** By their names in OTEL_NODE_RESOURCE_DETECTORS; a later one counts more. */
const DETECTORS: Readonly<Record<string, ResourceDetector>> = {
  serviceinstance: serviceInstanceIdDetector,
  process: withoutArguments,
  host: hostDetector,
  os: osDetector,
  env: envDetector,
};

/** Every attribute is known when it resolves. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES count more than what is detected. */
export async function resourceFromEnv(version: string): Promise<Resource> {
  const resource = ownResource(version).merge(detectResources({ detectors: detectorsFromEnv() }));
  await resource.waitForAsyncAttributes?.();
  return withoutUnknown(resource);
}

/**
 * The resource without attributes whose value was not found, such as `host.id` in an image, which has no machine id: the SDK would warn of
 * each as of an invalid one. For a resource whose attributes are all known. The first of several of one name counts.
 */
export function withoutUnknown(resource: Resource): Resource {
  const found = resource.getRawAttributes().filter(([, value]) => value !== undefined);
  const { schemaUrl } = resource;
  return resourceFromAttributes(
    Object.fromEntries(found.toReversed()),
    schemaUrl === undefined ? {} : { schemaUrl },
  );
}

/** What the process is without a look at its surroundings. */
export function ownResource(version: string): Resource {
  const own = { [ATTR_SERVICE_NAME]: "ramz", [ATTR_SERVICE_VERSION]: version };
  return defaultResource().merge(resourceFromAttributes(own));
}

const NAME = "OTEL_NODE_RESOURCE_DETECTORS";

function detectorsFromEnv(): ResourceDetector[] {
  const names = getStringListFromEnv(NAME) ?? ["all"];
  if (names.includes("all")) return Object.values(DETECTORS);
  if (names.includes("none")) return [];
  return names.flatMap((name) => {
    const detector = Object.hasOwn(DETECTORS, name) ? DETECTORS[name] : undefined;
    if (detector === undefined) diag.warn(`${NAME} has "${name}", which is not supported and left out.`);
    return detector ?? [];
  });
}
