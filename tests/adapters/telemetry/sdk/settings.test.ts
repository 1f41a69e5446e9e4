/** The standard variables reach the real program; what each of them means is shown beside the library's Node SDK. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber } from "../../../support/http.ts";
import { type Running, runRamz } from "../../../support/process.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";
import { type Collector, startCollector } from "./collector.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function send({ api }: Running): Promise<void> {
  expect((await api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
}

/** Which kinds of export arrived. */
const paths = ({ received }: Collector) => [...new Set(received.map(({ path }) => path))].sort();

test("an endpoint for traces alone sends only those, with the headers and the name that are set", async () => {
  await using collector = startCollector();
  const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...env } = tracedEnv(simulator, collector);
  const own = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=otp",
    OTEL_SERVICE_NAME: "codes",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
  };
  const printed = await traced({ ...env, ...own }, send);
  expect(paths(collector)).toEqual(["/v1/traces"]);
  expect(collector.received[0]?.headers.get("x-team")).toBe("otp");
  expect(collector.resource()).toMatchObject({
    "service.name": "codes",
    "deployment.environment.name": "test",
  });
  expect(printed).not.toContain("OpenTelemetry:");
});

test("a trace that the caller passes on as OTEL_PROPAGATORS says is joined", async () => {
  await using collector = startCollector();
  const [trace, parent] = ["a".repeat(32), "b".repeat(16)];
  await traced({ ...tracedEnv(simulator, collector), OTEL_PROPAGATORS: "b3" }, async ({ api }) => {
    const headers = { b3: `${trace}-${parent}-1` };
    await api.post("/v1/verifications", { to: freshNumber() }, headers);
    const missing = await api.post("/v1/nowhere", {}, headers);
    expect(missing.body).toMatchObject({ trace_id: trace });
  });
  expect(collector.spans()[0]).toMatchObject({ name: "otp.start", traceId: trace, parentSpanId: parent });
});

const UNREAD = {
  OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
  OTEL_TRACES_SAMPLER_ARG: "10%",
  OTEL_EXPORTER_OTLP_HEADERS: "x-secret-without-value",
};

test("a value that cannot be read is a line of the log, once, and leaves the default", async () => {
  await using collector = startCollector();
  const printed = await traced({ ...tracedEnv(simulator, collector), ...UNREAD }, send);
  expect(collector.spans().map(({ name }) => name)).toContain("otp.start");
  expect(printed.match(/OTEL_TRACES_SAMPLER_ARG/g)).toHaveLength(1);
  expect(printed.match(/OTEL_EXPORTER_OTLP_HEADERS/g)).toHaveLength(1);
  expect(printed).not.toContain("x-secret");
});

test("and a warning of ramz config, beside the settings", async () => {
  const { code, out, err } = await runRamz(["config", "--json"], {
    ...UNREAD,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
  });
  expect(code).toBe(0);
  expect(Array.isArray(JSON.parse(out))).toBe(true);
  expect(err).toMatch(/^warning: .*OTEL_TRACES_SAMPLER_ARG/m);
  expect(err).toMatch(/^warning: OTEL_EXPORTER_OTLP_HEADERS/m);
});

test("with OTEL_SDK_DISABLED nothing is exported; replies have a trace and /metrics counts", async () => {
  await using collector = startCollector();
  await traced({ ...tracedEnv(simulator, collector), OTEL_SDK_DISABLED: "true" }, async ({ api }) => {
    const { body } = await api.post("/v1/verifications", { to: freshNumber() });
    expect(body).toMatchObject({ trace_id: expect.stringMatching(/^(?!0+$)[0-9a-f]{32}$/) });
    expect((await api.get("/metrics")).text).toContain("otp_verifications_total");
  });
  expect(collector.received).toEqual([]);
});
