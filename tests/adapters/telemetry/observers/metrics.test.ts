/** Metrics, as Prometheus scrapes them. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { type Api, freshNumber, verificationIn, wrong } from "../../../support/http.ts";
import { serving, vendorEnv } from "../../../e2e/chain/serving.ts";
import { KEY } from "./traced.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

/** The value of a metric with these labels, or undefined while there is none. */
async function valueOf(api: Api, name: string, labels: Readonly<Record<string, string>> = {}) {
  const { text } = await api.get("/metrics");
  const line = text.split("\n").find((one) => {
    const [, found, given = ""] = /^(\w+)(?:\{(.*)\})? /.exec(one) ?? [];
    return (
      found === name && Object.entries(labels).every(([key, value]) => given.includes(`${key}="${value}"`))
    );
  });
  return line === undefined ? undefined : Number(line.split(" ")[1]);
}

const start = async ({ post }: Api, to = freshNumber()) =>
  verificationIn(await post("/v1/verifications", { to }));
const newestCode = () => simulator.outbox.at(-1)?.code ?? "";

describe("/metrics", () => {
  test("counts attempts by provider and outcome, with their duration, and falls back by both names", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 2);
    for (let turn = 0; turn < 3; turn += 1) await start(ramz.api);
    const attempts = (provider: string, outcome: string) =>
      valueOf(ramz.api, "otp_delivery_attempts_total", {
        otp_provider: provider,
        otp_attempt_outcome: outcome,
      });
    expect(await attempts("kavenegar/verify", "refused")).toBe(2);
    expect(await attempts("kavenegar/verify", "accepted")).toBe(1);
    expect(await attempts("kavenegar/sms", "accepted")).toBe(2);
    const timed = { otp_provider: "kavenegar/sms" };
    expect(await valueOf(ramz.api, "otp_delivery_attempt_duration_seconds_count", timed)).toBe(2);
    const names = { otp_provider_from: "kavenegar/verify", otp_provider_to: "kavenegar/sms" };
    expect(await valueOf(ramz.api, "otp_delivery_fallbacks_total", names)).toBe(2);
  });

  test("tells how long attempts took by their outcome, too: a time-out is no slow success", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 2);
    for (let turn = 0; turn < 3; turn += 1) await start(ramz.api);
    const refused = { otp_provider: "kavenegar/verify", otp_attempt_outcome: "refused" };
    expect(await valueOf(ramz.api, "otp_delivery_attempt_duration_seconds_count", refused)).toBe(2);
  });

  test("counts providers that were passed over as skipped attempts", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 418 });
    await ramz.api.post("/v1/verifications", { to: freshNumber() });
    const skipped = { otp_provider: "kavenegar/sms", otp_attempt_outcome: "skipped" };
    expect(await valueOf(ramz.api, "otp_delivery_attempts_total", skipped)).toBe(1);
  });

  test("has a gauge for every breaker: 0 while it may be called, 1 while it is rested", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    const breaker = (provider: string) => valueOf(ramz.api, "otp_breaker_open", { otp_provider: provider });
    expect([await breaker("kavenegar/verify"), await breaker("kavenegar/sms")]).toEqual([0, 0]);
    simulator.behave("verify/lookup", { kind: "refuse", code: 402 });
    for (let failure = 0; failure < 5; failure += 1) await start(ramz.api);
    expect([await breaker("kavenegar/verify"), await breaker("kavenegar/sms")]).toEqual([1, 0]);
  });

  test("shows the places in use at an account, and how long messages waited for one", async () => {
    const env = {
      ...vendorEnv(simulator),
      RAMZ_CALLS_PER_ACCOUNT: "1",
      RAMZ_CALL_WAIT_MS: "100",
      OTP_ATTEMPT_TIMEOUT_MS: "5000",
      OTP_CHAIN_DEADLINE_MS: "10000",
    };
    await using ramz = await serving(env);
    simulator.behave("verify/lookup", { kind: "slow", delayMs: 1_500 });
    const first = start(ramz.api);
    await Bun.sleep(200);
    expect(await valueOf(ramz.api, "otp_bulkhead_used")).toBe(1);
    expect((await ramz.api.post("/v1/verifications", { to: freshNumber() })).status).toBe(503);
    await first;
    expect(await valueOf(ramz.api, "otp_bulkhead_used")).toBe(0);
    const refused = { otp_provider: "kavenegar/verify", otp_place_given: "false" };
    expect(await valueOf(ramz.api, "otp_bulkhead_wait_seconds_count", refused)).toBe(1);
  });

  test("counts what becomes of verifications and of guesses", async () => {
    await using ramz = await serving({
      ...vendorEnv(simulator),
      OTP_RESEND_WAIT_TIME: "0",
      OTP_MAX_ATTEMPTS: "1",
    });
    const { api } = ramz;
    const events = (event: string) => valueOf(api, "otp_verifications_total", { event });
    const guesses = (verdict: string) => valueOf(api, "otp_checks_total", { otp_verdict: verdict });
    const to = freshNumber();
    const { id } = await start(api, to);
    await start(api, to);
    await api.post(`/v1/verifications/${id}/checks`, { code: newestCode() });
    const exhausted = await start(api);
    await api.post(`/v1/verifications/${exhausted.id}/checks`, { code: wrong(newestCode()) });
    const canceled = await start(api);
    await api.del(`/v1/verifications/${canceled.id}`);
    simulator.behave("*", { kind: "refuse", code: 424 });
    await api.post("/v1/verifications", { to: freshNumber() });

    expect(
      await Promise.all(
        ["started", "resent", "approved", "exhausted", "canceled", "undelivered"].map(events),
      ),
    ).toEqual([3, 1, 1, 1, 1, 1]);
    expect([await guesses("approved"), await guesses("incorrect")]).toEqual([1, 1]);
  });

  test("counts starts that a rule kept from being sent, by rule", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    const to = freshNumber();
    await start(ramz.api, to);
    await ramz.api.post("/v1/verifications", { to });
    await ramz.api.post("/v1/verifications", { to: "12" });
    const refusals = (reason: string) => valueOf(ramz.api, "otp_refusals_total", { reason });
    expect([await refusals("cooldown"), await refusals("recipient_invalid")]).toEqual([1, 1]);
  });

  test("names no number, no code and no id in a label", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    const to = freshNumber();
    const { id } = await start(ramz.api, to);
    const { text } = await ramz.api.get("/metrics");
    for (const secret of [to.slice(3), newestCode(), id, KEY]) expect(text).not.toContain(secret);
  });
});
