/** The standard variables of OpenTelemetry that the how-to page names. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber } from "../../../support/http.ts";
import type { Running } from "../../../support/process.ts";
import { type Collector, startCollector } from "./collector.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function send({ api }: Running): Promise<void> {
  expect((await api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
}

/** Which kinds of export arrived. */
const paths = ({ received }: Collector) => [...new Set(received.map(({ path }) => path))].sort();

test.each([
  ["OTEL_TRACES_EXPORTER", ["/v1/metrics"]],
  ["OTEL_METRICS_EXPORTER", ["/v1/traces"]],
])("%s=none switches one kind of export off", async (name, left) => {
  await using collector = startCollector();
  await traced({ ...tracedEnv(simulator, collector), [name]: "none" }, send);
  expect(paths(collector)).toEqual(left);
});

test("an endpoint for traces alone sends only those, with the headers that are set", async () => {
  await using collector = startCollector();
  const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...env } = tracedEnv(simulator, collector);
  const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` };
  await traced({ ...env, ...own, OTEL_EXPORTER_OTLP_HEADERS: "x-team=otp" }, send);
  expect(paths(collector)).toEqual(["/v1/traces"]);
  expect(collector.received[0]?.headers.get("x-team")).toBe("otp");
});

test("the process is called what the variables say", async () => {
  await using collector = startCollector();
  const named = { OTEL_SERVICE_NAME: "codes", OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test" };
  await traced({ ...tracedEnv(simulator, collector), ...named }, send);
  expect(collector.resource()).toMatchObject({
    "service.name": "codes",
    "deployment.environment.name": "test",
  });
});

test("a sampler of ratio 0 exports no span", async () => {
  await using collector = startCollector();
  const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" };
  await traced({ ...tracedEnv(simulator, collector), ...sampler }, send);
  expect(paths(collector)).toEqual(["/v1/metrics"]);
});

test.each(["10%", "ten", "-0.1", "10"])(
  "a sampler of ratio %p exports all spans, and it says so",
  async (ratio) => {
    await using collector = startCollector();
    const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: ratio };
    const printed = await traced({ ...tracedEnv(simulator, collector), ...sampler }, send);
    expect(collector.spans().map(({ name }) => name)).toContain("otp.start");
    expect(printed.match(/OpenTelemetry: [^"]*OTEL_TRACES_SAMPLER_ARG/g)).toHaveLength(1);
  },
);

test.each(["", "0", "-1", "often"])("an export interval of %p counts as unset", async (interval) => {
  await using collector = startCollector();
  await traced({ ...tracedEnv(simulator, collector), OTEL_METRIC_EXPORT_INTERVAL: interval }, send);
  expect(collector.received.filter(({ path }) => path === "/v1/metrics")).toHaveLength(1);
});

test("variables that are empty count as unset", async () => {
  await using collector = startCollector();
  const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...env } = tracedEnv(simulator, collector);
  const empty = { OTEL_EXPORTER_OTLP_ENDPOINT: "", OTEL_TRACES_SAMPLER_ARG: "" };
  const set = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
  };
  await traced({ ...env, ...empty, ...set }, send);
  expect(paths(collector)).toEqual(["/v1/traces"]);
});
