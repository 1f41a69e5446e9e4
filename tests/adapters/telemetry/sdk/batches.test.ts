/** How spans leave: in batches as the OTEL_BSP_* variables say; what does not fit the queue is dropped and counted. */
import { afterAll, afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { eventually, freshNumber } from "../../../support/http.ts";
import { type Env, type Running, startRamz } from "../../../support/process.ts";
import { type Collector, startCollector } from "./collector.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

/** A start is three spans: `otp.start`, `otp.deliver` and one attempt. */
const SPANS = 3;
/** For a machine that is busy with other things; nothing here takes a second of its own. */
const PATIENCE_MS = 20_000;
setDefaultTimeout(2 * PATIENCE_MS);

const envFor = (collector: Collector, batching: Env): Env => ({
  ...tracedEnv(simulator, collector),
  OTEL_METRICS_EXPORTER: "none",
  ...batching,
});

async function send({ api }: Running): Promise<void> {
  expect((await api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
}

const never = () => new Promise<Response>(() => {});

test("spans leave after OTEL_BSP_SCHEDULE_DELAY: those of a later request before those that wait as usual", async () => {
  await using unhurried = startCollector();
  await using usual = await startRamz(envFor(unhurried, {}));
  await using collector = startCollector();
  await using quick = await startRamz(envFor(collector, { OTEL_BSP_SCHEDULE_DELAY: "50" }));
  await send(usual);
  await send(quick);
  await eventually(
    () => collector.received.length,
    (count) => count > 0,
    PATIENCE_MS,
  );
  expect(unhurried.received).toEqual([]);
});

test("a batch is no larger than OTEL_BSP_MAX_EXPORT_BATCH_SIZE", async () => {
  await using collector = startCollector();
  await traced(envFor(collector, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1" }), send);
  expect(collector.received).toHaveLength(SPANS);
  expect(collector.spans()).toHaveLength(SPANS);
});

test("every batch that waits leaves when Ramz stops, though an earlier one is not answered", async () => {
  const answers = [never()];
  await using collector = startCollector(() => answers.shift() ?? Response.json({}));
  await traced(envFor(collector, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1" }), send);
  expect(collector.spans()).toHaveLength(SPANS);
});

test("beyond OTEL_BSP_MAX_QUEUE_SIZE spans are dropped, and /metrics says how many", async () => {
  await using collector = startCollector(never);
  await using ramz = await startRamz(envFor(collector, { OTEL_BSP_MAX_QUEUE_SIZE: "2" }));
  // Two spans of the first start leave and are never answered; two wait, and the rest finds no room.
  for (let turn = 0; turn < 2; turn += 1) await send(ramz);
  const { text } = await ramz.api.get("/metrics");
  const [, dropped] =
    /^otel_sdk_processor_span_processed_total\{.*error_type="queue_full".*\} (\d+)/m.exec(text) ?? [];
  expect(Number(dropped)).toBe(2 * SPANS - 4);
});

test("a batch the collector does not take makes room after OTEL_BSP_EXPORT_TIMEOUT", async () => {
  await using collector = startCollector(never);
  const batching = {
    OTEL_BSP_SCHEDULE_DELAY: "50",
    OTEL_BSP_EXPORT_TIMEOUT: "50",
    OTEL_EXPORTER_OTLP_TIMEOUT: "60000",
  };
  await using ramz = await startRamz(envFor(collector, batching));
  await send(ramz);
  await eventually(
    () => collector.received.length,
    (count) => count === 1,
    PATIENCE_MS,
  );
  await send(ramz);
  await eventually(
    () => collector.received.length,
    (count) => count === 2,
    PATIENCE_MS,
  );
});

test.each(["", "0", "-1", "1.5", "many"])("a batch size of %p counts as unset", async (size) => {
  await using collector = startCollector();
  await traced(envFor(collector, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: size }), send);
  expect(collector.received).toHaveLength(1);
});

test.each([
  ["none", null],
  ["gzip", "gzip"],
])(
  "a batch is sent again when the collector was busy, with compression %s",
  async (compression, encoding) => {
    const answers = [new Response(null, { status: 503, headers: { "retry-after": "0" } })];
    await using collector = startCollector(() => answers.shift() ?? Response.json({}));
    const batching = { OTEL_BSP_SCHEDULE_DELAY: "50", OTEL_EXPORTER_OTLP_COMPRESSION: compression };
    await using ramz = await startRamz(envFor(collector, batching));
    await send(ramz);
    const received = await eventually(
      () => collector.received.map(({ headers }) => headers.get("content-encoding")),
      ({ length }) => length === 2,
      PATIENCE_MS,
    );
    expect(received).toEqual([encoding, encoding]);
  },
  20_000,
);
