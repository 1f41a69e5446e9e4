/** Collectors that do not take what they are sent: reported once, counted, and never followed elsewhere. */
import { diag } from "@opentelemetry/api";
import { afterAll, describe, expect, test } from "bun:test";
import { prometheusText } from "../../../../adapters/telemetry/sdk/added-metrics.ts";
import { type Sdk, startSdk } from "../../../../adapters/telemetry/sdk/sdk.ts";
import { eventually } from "../../../support/http.ts";
import type { Env } from "../../../support/process.ts";
import { withProcessEnv } from "../../../support/process-env.ts";
import { startCollector } from "./collector.ts";

afterAll(() => diag.disable());

const KEY = "a-key-of-the-collector";

interface Started extends AsyncDisposable {
  readonly sdk: Sdk;
  readonly lines: string[];
  /** One span, which leaves at once. */
  send(): void;
  /** The counters of exports, without labels of the scope. */
  counted(name?: string): Promise<readonly string[]>;
}

/** Spans and metrics leave every few milliseconds. */
async function started(env: Env): Promise<Started> {
  const often = { OTEL_BSP_SCHEDULE_DELAY: "5", OTEL_METRIC_EXPORT_INTERVAL: "250" };
  const headers = { OTEL_EXPORTER_OTLP_HEADERS: `x-key=${KEY}`, OTEL_EXPORTER_OTLP_TIMEOUT: "60" };
  const lines: string[] = [];
  const sdk = await withProcessEnv({ ...often, ...headers, ...env }, () =>
    startSdk({
      version: "test",
      exports: true,
      log: (level, message) => void lines.push(`${level} ${message}`),
    }),
  );
  return {
    sdk,
    lines,
    send: () => sdk.tracer.startSpan("otp.start").end(),
    async counted(name = "otel_sdk_exporter_span_exported_total") {
      const all = prometheusText(await sdk.collect())
        .split("\n")
        .filter((line) => line.startsWith(`${name}{`));
      return all.map((line) => line.replace(/,?otel_scope_\w+="[^"]*"/g, "").slice(name.length));
    },
    [Symbol.asyncDispose]: () => sdk.shutdown(),
  };
}

const onlySpans = { OTEL_METRICS_EXPORTER: "none" };
const onlyMetrics = { OTEL_TRACES_EXPORTER: "none" };
const rejecting = (name: string) => () =>
  Response.json({ partialSuccess: { [name]: "1", errorMessage: "too old" } });

const ANSWERS: readonly (readonly [string, () => Response | Promise<Response>, RegExp, string])[] = [
  ["401", () => new Response("no", { status: 401 }), /: it answers 401 Unauthorized$/, "401"],
  ["404", () => new Response("no", { status: 404 }), /: it answers 404 Not Found$/, "404"],
  ["500", () => new Response("no", { status: 500 }), /: it answers 500/, "500"],
  [
    "a busy one",
    () => new Response(null, { status: 503 }),
    /: it answers 429, 502, 503 or 504$/,
    "unavailable",
  ],
  ["nothing", () => new Promise(() => {}), /: it does not answer in time$/, "timeout"],
  ["a part taken", rejecting("rejectedSpans"), /: it rejects 1 of 1: too old$/, "rejected"],
];

describe("a collector that answers", () => {
  test.each([...ANSWERS])(
    "%s is reported once, until it takes spans again",
    async (_, answer, reason, type) => {
      let answerNow = answer;
      await using collector = startCollector(() => answerNow());
      await using ramz = await started({ ...collector.env, ...onlySpans });
      for (let turn = 1; turn <= 3; turn += 1) {
        ramz.send();
        await eventually(
          () => ramz.counted(),
          ([line = ""]) => line.endsWith(`} ${turn}`),
        );
      }
      expect(await ramz.counted()).toEqual([`{error_type="${type}"} 3`]);
      expect(ramz.lines).toEqual([expect.stringMatching(/^warn the collector does not take spans: /)]);
      expect(ramz.lines[0]).toMatch(reason);

      answerNow = () => Response.json({});
      ramz.send();
      await eventually(
        () => ramz.lines.length,
        (count) => count > 1,
      );
      expect(ramz.lines.slice(1)).toEqual(["info the collector takes spans again; 3 were lost"]);
      expect((await ramz.counted()).toSorted()).toEqual([`{error_type="${type}"} 3`, "{} 1"].toSorted());
    },
  );

  test("a redirect is not followed, so that a key stays where it belongs", async () => {
    await using other = startCollector();
    await using collector = startCollector(() => Response.redirect(`${other.url}/v1/traces`, 307));
    await using ramz = await started({ ...collector.env, ...onlySpans });
    ramz.send();
    await eventually(
      () => ramz.lines.length,
      (count) => count > 0,
    );
    expect(ramz.lines[0]).toMatch(/it answers 307/);
    expect(collector.received[0]?.headers.get("x-key")).toBe(KEY);
    expect(other.received).toEqual([]);
  });

  test("404 to metrics is reported once and counted by data points", async () => {
    await using collector = startCollector(() => new Response("no", { status: 404 }));
    await using ramz = await started({ ...collector.env, ...onlyMetrics });
    ramz.sdk.meter.createCounter("probe").add(1, { a: "b" });
    const { received } = collector;
    await eventually(
      () => received.length,
      (count) => count > 3,
    );
    expect(ramz.lines).toEqual(["warn the collector does not take metrics: it answers 404 Not Found"]);
    const [line = ""] = await ramz.counted("otel_sdk_exporter_metric_data_point_exported_total");
    expect(line).toMatch(/^\{error_type="404"\} [1-9]/);
  });
});

test("one that is not there is reported once, without user and password", async () => {
  const endpoint = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://me:canary@127.0.0.1:1/v1/traces?k=canary" };
  await using ramz = await started(endpoint);
  for (let turn = 1; turn <= 2; turn += 1) {
    ramz.send();
    await eventually(
      () => ramz.counted(),
      ([line = ""]) => line.endsWith(`} ${turn}`),
    );
  }
  expect(ramz.lines).toEqual([expect.stringMatching(/does not take spans: .*ECONNREFUSED/)]);
  expect(ramz.lines.join()).not.toContain("canary");
});

test("what one says beside taking everything is a line, once", async () => {
  await using collector = startCollector(() =>
    Response.json({ partialSuccess: { errorMessage: "old client" } }),
  );
  await using ramz = await started({ ...collector.env, ...onlySpans });
  for (let turn = 1; turn <= 2; turn += 1) {
    ramz.send();
    await eventually(
      () => ramz.counted(),
      ([line]) => line === `{} ${turn}`,
    );
  }
  expect(ramz.lines).toEqual([expect.stringMatching(/^warn OpenTelemetry: .*old client/)]);
});

test("one that takes everything is not mentioned", async () => {
  await using collector = startCollector();
  await using ramz = await started(collector.env);
  ramz.send();
  await eventually(
    () => ramz.counted(),
    ([line]) => line === "{} 1",
  );
  expect(ramz.lines).toEqual([]);
});

test("a batch is sent again when the collector was busy", async () => {
  const answers = [new Response(null, { status: 503, headers: { "retry-after": "0" } })];
  await using collector = startCollector(() => answers.shift() ?? Response.json({}));
  await using ramz = await started({ ...collector.env, ...onlySpans, OTEL_EXPORTER_OTLP_TIMEOUT: "5000" });
  ramz.send();
  await eventually(
    () => ramz.counted(),
    ([line]) => line === "{} 1",
  );
  expect(collector.received).toHaveLength(2);
  expect(ramz.lines).toEqual([]);
});

test("beyond OTEL_BSP_MAX_QUEUE_SIZE spans are dropped and counted", async () => {
  await using collector = startCollector();
  const small = { OTEL_BSP_MAX_QUEUE_SIZE: "2", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "2" };
  await using ramz = await started({
    ...collector.env,
    ...onlySpans,
    ...small,
    OTEL_BSP_SCHEDULE_DELAY: "60000",
  });
  // Two leave at once and are under way, two wait, one finds no room.
  for (let span = 0; span < 5; span += 1) ramz.send();
  const counted = await ramz.counted("otel_sdk_processor_span_processed_total");
  expect(counted.filter((line) => line.includes('error_type="queue_full"'))).toEqual([
    expect.stringMatching(/ 1$/),
  ]);
});

describe("the end", () => {
  test("sends every batch that waits, though an earlier one is not answered", async () => {
    const answers = [new Promise<Response>(() => {})];
    await using collector = startCollector(() => answers.shift() ?? Response.json({}));
    const alone = { ...onlySpans, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1" };
    const ramz = await started({ ...collector.env, ...alone });
    for (let span = 0; span < 3; span += 1) ramz.send();
    await ramz.sdk.shutdown();
    expect(collector.spans()).toHaveLength(3);
  });

  test("waits two seconds for a collector that does not answer, and says what is lost", async () => {
    await using collector = startCollector(() => new Promise(() => {}));
    const ramz = await started({ ...collector.env, OTEL_EXPORTER_OTLP_TIMEOUT: "10000" });
    ramz.send();
    const startedAt = performance.now();
    await ramz.sdk.shutdown();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(ramz.lines.at(-1)).toMatch(
      /^warn the collector did not take the last spans and metrics in 2000 ms/,
    );
  }, 20_000);
});

test("histograms are exponential where the specification's variable says so", async () => {
  await using collector = startCollector();
  const exponential = {
    OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: "base2_exponential_bucket_histogram",
  };
  const ramz = await started({ ...collector.env, ...exponential });
  ramz.sdk.meter.createHistogram("otp.probe", { advice: { explicitBucketBoundaries: [1] } }).record(0.2);
  await ramz.sdk.shutdown();
  expect(collector.everything()).toMatch(/"name":"otp.probe"[^{}]*"exponentialHistogram"/);
});
