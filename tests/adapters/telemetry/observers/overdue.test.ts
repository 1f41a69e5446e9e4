/** Attempts that nobody waited for to the end: each is told once, as the ledger has it, whatever the provider says later. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { nextHanded, pluginFile } from "../../../e2e/plugins/plugin-files.ts";
import { freshNumber, verificationIn } from "../../../support/http.ts";
import { type Env, type Folder, type Running, tempFolder } from "../../../support/process.ts";
import { type Collector, startCollector } from "../sdk/collector.ts";
import { traced } from "./traced.ts";

/** Answers when its time was up long ago. */
const LATE_MS = 900;
const LATE = pluginFile(`await Bun.sleep(${LATE_MS}); return { outcome: "accepted" };`);
const GOOD = pluginFile('return { outcome: "accepted" };');

interface Told {
  readonly collector: Collector;
  readonly messages: readonly string[];
  readonly metrics: readonly string[];
}

/** What is told of `work`, some time after the late answer. */
async function told(env: Env, work: (ramz: Running, folder: Folder) => Promise<void>): Promise<Told> {
  using folder = tempFolder();
  folder.write("late.ts", LATE);
  folder.write("good.ts", GOOD);
  const collector = startCollector();
  let metrics: readonly string[] = [];
  const whole = {
    HOST: "127.0.0.1",
    ...collector.env,
    OTEL_METRICS_EXPORTER: "none",
    RAMZ_GUARD: "off",
    ...env,
  };
  const printed = await traced(
    whole,
    async (ramz) => {
      await work(ramz, folder);
      await Bun.sleep(LATE_MS);
      const { text } = await ramz.api.get("/metrics");
      metrics = text
        .split("\n")
        .filter((line) => /^otp_delivery_(attempts|fallbacks|attempt_duration_seconds_count)/.test(line))
        .map((line) => line.replace(/,?otel_scope_\w+="[^"]*"/g, ""));
    },
    folder,
  );
  const lines = printed.split("\n").filter((line) => line.startsWith("{"));
  return { collector, metrics, messages: lines.map((line) => String(Object(JSON.parse(line)).msg)) };
}

const attemptsOf = ({ collector }: Told) =>
  collector
    .spans()
    .filter(({ name }) => name === "otp.delivery.attempt")
    .map(({ status, attributes }) => [
      attributes["otp.provider"],
      status,
      attributes["otp.attempt.outcome"],
      attributes["otp.attempt.reason"],
    ]);

describe("a provider that answers too late", () => {
  let late: Told;
  beforeAll(async () => {
    const env = { RAMZ_PROVIDERS: "./late.ts,./good.ts", OTP_ATTEMPT_TIMEOUT_MS: "300" };
    late = await told(env, async ({ api }) => {
      const sent = verificationIn(await api.post("/v1/verifications", { to: freshNumber() }));
      expect(sent.attempts).toMatchObject([
        { provider: "./late.ts", outcome: "unknown", reason: "timeout" },
        { provider: "./good.ts", outcome: "accepted" },
      ]);
    });
  });
  afterAll(() => late.collector[Symbol.asyncDispose]());

  test("is told of before the next is called, and the fallback and the degraded service are", () => {
    expect(late.messages).toEqual([
      "trying ./late.ts",
      "./late.ts unknown: timeout",
      "falling back to ./good.ts, because ./late.ts said timeout",
      "./good.ts accepted the message",
      "degraded: ./late.ts failed with timeout, ./good.ts carried it",
    ]);
  });

  test("has its span, an error", () => {
    expect(attemptsOf(late)).toEqual([
      ["./late.ts", "error", "unknown", "timeout"],
      ["./good.ts", "unset", "accepted", undefined],
    ]);
  });

  test("is counted once, as the ledger has it", () => {
    expect([...late.metrics].sort()).toEqual([
      'otp_delivery_attempt_duration_seconds_count{otp_provider="./good.ts",otp_attempt_outcome="accepted"} 1',
      'otp_delivery_attempt_duration_seconds_count{otp_provider="./late.ts",otp_attempt_outcome="unknown"} 1',
      'otp_delivery_attempts_total{otp_provider="./good.ts",otp_attempt_outcome="accepted"} 1',
      'otp_delivery_attempts_total{otp_provider="./late.ts",otp_attempt_outcome="unknown"} 1',
      'otp_delivery_fallbacks_total{otp_provider_from="./late.ts",otp_provider_to="./good.ts"} 1',
    ]);
  });
});

test("an attempt that a cancel stops ends with its send, not with the answer nobody waits for", async () => {
  const env = { RAMZ_PROVIDERS: "./late.ts", OTP_ATTEMPT_TIMEOUT_MS: "5000" };
  const stopped = await told(env, async ({ api }, folder) => {
    const to = freshNumber();
    const start = api.post("/v1/verifications", { to });
    const { id } = await nextHanded(folder, to);
    await api.del(`/v1/verifications/${id}`);
    await start;
    const view = verificationIn(await api.get(`/v1/verifications/${id}`));
    expect(view.attempts).toMatchObject([{ outcome: "unknown", reason: "stopped" }]);
  });
  await using collector = stopped.collector;
  expect(stopped.messages).toEqual(["trying ./late.ts", "./late.ts unknown: stopped"]);
  expect(attemptsOf(stopped)).toEqual([["./late.ts", "error", "unknown", "stopped"]]);
  expect(stopped.metrics.filter((line) => line.startsWith("otp_delivery_attempts_total"))).toEqual([
    'otp_delivery_attempts_total{otp_provider="./late.ts",otp_attempt_outcome="unknown"} 1',
  ]);
  expect(collector.spans().map(({ name }) => name)).toContain("otp.deliver");
});
