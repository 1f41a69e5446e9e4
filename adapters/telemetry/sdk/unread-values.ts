/** Values of the standard variables that the library leaves out without a word. They become warnings of `diag` like its own. */
import { diag } from "@opentelemetry/api";
import { getStringFromEnv, parseKeyPairsIntoRecord } from "@opentelemetry/core";
import { resourceAttributesEnvDetector } from "@opentelemetry/resources";
import { endpointVariable, protocolFromEnv, type Signal } from "./exporters-from-env.ts";

/** The texts of variables that may hold secrets are not shown. */
export function warnOfUnreadValues(): void {
  for (const name of HEADERS) warnOfHeaders(name);
  for (const signal of ["TRACES", "METRICS"] as const) warnOfEndpoint(signal);
  for (const name of INSECURE) warnOfBoolean(name);
  warnOfAttributes();
  for (const [name, remedy] of UNSUPPORTED)
    if (getStringFromEnv(name) !== undefined) diag.warn(`${name} is not supported by Ramz. ${remedy}`);
}

const HEADERS = [
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
  "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
];

function warnOfHeaders(name: string): void {
  if (getStringFromEnv(name)?.split(",").some(isUnreadPair))
    diag.warn(
      `${name} has a header that cannot be read and is not sent. Write name=value,name=value, with % as %25 and a comma as %2C.`,
    );
}

function isUnreadPair(pair: string): boolean {
  return pair.trim() !== "" && Object.keys(parseKeyPairsIntoRecord(pair)).length === 0;
}

/** Without a scheme, "collector:4318" is an address of the scheme "collector". gRPC does without one. */
function warnOfEndpoint(signal: Signal): void {
  const name = endpointVariable(signal);
  if (name === null || protocolFromEnv(signal) === "grpc") return;
  const url = URL.parse(getStringFromEnv(name) ?? "");
  if (url !== null && !/^https?:$/.test(url.protocol))
    diag.warn(
      `${name} has no http:// or https:// in front, so nothing can be sent. Write it as http://collector:4318`,
    );
}

const INSECURE = [
  "OTEL_EXPORTER_OTLP_INSECURE",
  "OTEL_EXPORTER_OTLP_TRACES_INSECURE",
  "OTEL_EXPORTER_OTLP_METRICS_INSECURE",
];

function warnOfBoolean(name: string): void {
  const text = getStringFromEnv(name)?.trim().toLowerCase() ?? "false";
  if (text !== "true" && text !== "false") diag.warn(`${name} is neither true nor false; false is used.`);
}

const ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";

/** One that cannot be read makes the library leave out all of them, as the specification says. */
function warnOfAttributes(): void {
  const isUnread =
    (getStringFromEnv(ATTRIBUTES) ?? ",").split(",").some((pair) => pair.trim() !== "") &&
    Object.keys(resourceAttributesEnvDetector.detect().attributes ?? {}).length === 0;
  if (isUnread)
    diag.warn(
      `${ATTRIBUTES} cannot be read, so none of it is used. Write name=value,name=value, with a comma as %2C and = as %3D.`,
    );
}

const UNSUPPORTED: readonly (readonly [string, string])[] = [
  ["OTEL_CONFIG_FILE", "Set the other OTEL_ variables instead."],
  ["OTEL_LOGS_EXPORTER", "Its log goes to standard output."],
];
