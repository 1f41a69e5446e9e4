/** What the process is, where a part of it cannot be found. */
import { expect, test } from "bun:test";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { withoutUnknown } from "../../../../adapters/telemetry/sdk/resource.ts";

test("an attribute without a value, as the id of a host without a machine id, is left out; the rest stays, and the first counts", async () => {
  const detected = resourceFromAttributes(
    { "host.id": Promise.resolve(undefined), "host.name": "pod-7" },
    { schemaUrl: "https://schema.example" },
  );
  const resource = resourceFromAttributes({ "service.name": "ramz" }).merge(detected);
  await resource.waitForAsyncAttributes?.();
  const known = withoutUnknown(resource.merge(resourceFromAttributes({ "host.name": "pod-8" })));
  expect(new Map(known.getRawAttributes())).toEqual(
    new Map([
      ["service.name", "ramz"],
      ["host.name", "pod-8"],
    ]),
  );
  expect(known.schemaUrl).toBe("https://schema.example");
});
