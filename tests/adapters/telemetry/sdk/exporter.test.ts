/** Metrics go to a collector. A collector that fails delays no code. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { eventually, freshNumber } from "../../../support/http.ts";
import { type Running, sharedRamz, startRamz } from "../../../support/process.ts";
import { vendorEnv } from "../../../e2e/chain/serving.ts";
import { type Collector, startCollector } from "./collector.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

const REQUESTS = 60;
/** A request that waited for the collector would take seconds; a loaded machine makes any single one slow. */
const SLOWER_MS = 50;
/** Bounded by the program itself at two seconds, and the rest is the machine's. */
const SHUTDOWN_MS = 4_000;

/** The median, since a busy machine stretches the tail of anything. */
async function medianMs({ api }: Pick<Running, "api">): Promise<number> {
  const taken: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    const startedAt = performance.now();
    const { status } = await api.post("/v1/verifications", { to: freshNumber() });
    taken.push(performance.now() - startedAt);
    expect(status).toBe(201);
  }
  return taken.sort((a, b) => a - b)[REQUESTS / 2] ?? Infinity;
}

/** Sixty sends to neighbours, from one address, of which none is confirmed. */
const local = { HOST: "127.0.0.1", RAMZ_IP_SENDS_PER_HOUR: "1000", RAMZ_GUARD: "off" };

const withoutCollector = sharedRamz({ ...vendorEnv(simulator), ...local });

const never = () => new Promise<Response>(() => {});

const TROUBLES: readonly (readonly [string, () => Collector])[] = [
  ["answers 500", () => startCollector(() => new Response("no", { status: 500 }))],
  ["never answers", () => startCollector(never)],
  ["answers nonsense", () => startCollector(() => new Response("<html>"))],
];

/** Spans leave every five seconds; metrics often, so that the failure occurs while requests run. */
const often = { ...local, OTEL_METRIC_EXPORT_INTERVAL: "50" };

async function expectUnharmed(ramz: Running): Promise<void> {
  const [usual, troubled] = [await medianMs(withoutCollector), await medianMs(ramz)];
  expect(troubled).toBeLessThan(usual + SLOWER_MS);
  ramz.signal("SIGTERM");
  const late = Bun.sleep(SHUTDOWN_MS).then(() => `still running after ${SHUTDOWN_MS} ms`);
  expect(await Promise.race([ramz.exited, late])).toBe(0);
}

describe("requests are as fast and as good, and the end is as near, with a collector that", () => {
  test.each([...TROUBLES])(
    "%s",
    async (_, start) => {
      await using collector = start();
      await using ramz = await startRamz({ ...tracedEnv(simulator, collector), ...often });
      await expectUnharmed(ramz);
      expect(collector.received.length).toBeGreaterThan(0);
    },
    20_000,
  );

  test("is not there", async () => {
    const gone = startCollector();
    await gone[Symbol.asyncDispose]();
    await using ramz = await startRamz({ ...tracedEnv(simulator, gone), ...often });
    await expectUnharmed(ramz);
  }, 20_000);
});

test("nothing is exported when the SDK is switched off", async () => {
  await using collector = startCollector();
  await using ramz = await startRamz({
    ...tracedEnv(simulator, collector),
    ...often,
    OTEL_SDK_DISABLED: "true",
  });
  expect((await ramz.api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
  ramz.signal("SIGTERM");
  await ramz.exited;
  expect(collector.received).toEqual([]);
});

test("a collector gets the same metrics by OTLP, at the interval that is set and at the end", async () => {
  await using collector = startCollector();
  const env = { ...tracedEnv(simulator, collector), OTEL_METRIC_EXPORT_INTERVAL: "100" };
  await traced(env, async ({ api }) => {
    await api.post("/v1/verifications", { to: freshNumber() });
    await eventually(
      () => collector.metricNames(),
      (names) => names.has("otp.delivery.attempts"),
    );
    await api.post("/v1/verifications", { to: "12" });
  });
  expect([...collector.metricNames()].sort()).toEqual([
    "otp.breaker.open",
    "otp.budget.limit",
    "otp.budget.used",
    "otp.bulkhead.used",
    "otp.bulkhead.wait.seconds",
    "otp.bulkhead.waiting",
    "otp.conversion",
    "otp.delivery.attempt.duration.seconds",
    "otp.delivery.attempts",
    "otp.refusals",
    "otp.store.failures",
    "otp.verifications",
  ]);
});
