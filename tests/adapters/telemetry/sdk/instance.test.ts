/** Which process a span comes from (semantic conventions, service.instance.id). */
import { afterAll, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber } from "../../../support/http.ts";
import { type Env } from "../../../support/process.ts";
import { startCollector } from "./collector.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => simulator.stop());

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

async function instanceOf(further: Env = {}): Promise<unknown> {
  await using collector = startCollector();
  await traced({ ...tracedEnv(simulator, collector), ...further }, async ({ api }) => {
    await api.post("/v1/verifications", { to: freshNumber() });
  });
  return collector.resource()["service.instance.id"];
}

test("every process has an id of its own", async () => {
  const [one, other] = await Promise.all([instanceOf(), instanceOf()]);
  expect(one).toMatch(UUID_V4);
  expect(other).toMatch(UUID_V4);
  expect(one).not.toBe(other);
});

test("unless OTEL_RESOURCE_ATTRIBUTES gives it one", async () => {
  expect(await instanceOf({ OTEL_RESOURCE_ATTRIBUTES: "service.instance.id=pod-7" })).toBe("pod-7");
});
