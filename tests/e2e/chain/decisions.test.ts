/** The chain's decisions, one scenario each. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber, problemIn, verificationIn, wordOf } from "../../support/http.ts";
import { BOTH, callsOf, KEY, serving, vendorEnv } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

describe("a number the vendor refuses", () => {
  test("stops the chain: 422, one call, nothing sent, nothing spent", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 411 });
    const to = freshNumber();
    const reply = await ramz.api.post("/v1/verifications", { to });
    expect(wordOf(reply)).toBe("422 recipient_invalid");
    expect(callsOf(simulator)).toEqual([1, 0]);
    expect(simulator.outbox).toEqual([]);
    expect(problemIn(reply).verification).toMatchObject({ status: "undelivered", resend_in: 0 });
    const predecessor = await ramz.api.post("/api/v1/usr/otp", { phone_number: to });
    expect([predecessor.status, predecessor.body]).toEqual([400, { phone_number: [expect.any(String)] }]);
  });

  test("does not open the breaker, even after many refusals", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 411 }, 8);
    for (let turn = 0; turn < 8; turn += 1) await ramz.api.post("/v1/verifications", { to: freshNumber() });
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to: freshNumber() }));
    expect(sent.attempts).toMatchObject([{ provider: "kavenegar/verify", outcome: "accepted" }]);
  });
});

describe("an account the vendor refuses", () => {
  test("because of a wrong key: the other method of the same account is not tried", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), KAVENEGAR_API_KEY: "77726f6e67" });
    const reply = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    expect(wordOf(reply)).toBe("502 delivery_failed");
    expect(callsOf(simulator)).toEqual([1, 0]);
    expect(problemIn(reply).detail).toContain(
      "kavenegar/verify api_key_invalid, kavenegar/sms account_refused",
    );
    expect(problemIn(reply).verification?.attempts).toMatchObject([
      { provider: "kavenegar/verify", outcome: "refused", fault: "account", vendor_code: "403" },
      { provider: "kavenegar/sms", outcome: "skipped", reason: "account_refused", duration_ms: 0 },
    ]);
  });

  test("because of its credit: no provider of it is called until it has rested, and the reply has the wait", async () => {
    const poor = await startKavenegarSimulator({ keys: [KEY], creditRial: 0 });
    await using ramz = await serving(vendorEnv(poor));
    const first = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    const second = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    await poor.stop();
    expect(callsOf(poor)).toEqual([1, 0]);
    expect(problemIn(first).verification?.attempts).toMatchObject([
      { reason: "no_credit" },
      { reason: "account_refused" },
    ]);
    const { verification, retry_after } = problemIn(second);
    expect(verification?.attempts).toMatchObject([
      { outcome: "skipped", reason: "breaker_open", hint: expect.any(String) },
      { outcome: "skipped", reason: "breaker_open", hint: expect.any(String) },
    ]);
    expect(retry_after).toBeGreaterThan(25);
    expect(retry_after).toBeLessThanOrEqual(30);
  });
});

describe("when every provider fails", () => {
  test("the reply has the reason, in both languages, and nothing was spent", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
    simulator.behave("sms/send", { kind: "refuse", code: 412 });
    const to = freshNumber();
    const persian = { "accept-language": "fa" };
    const reasons = "kavenegar/verify template_not_found, kavenegar/sms sender_invalid";
    for (const headers of [{}, persian]) {
      const reply = await ramz.api.post("/v1/verifications", { to }, headers);
      expect(wordOf(reply)).toBe("502 delivery_failed");
      expect(problemIn(reply).detail).toContain(reasons);
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    simulator.reset();
    expect(wordOf(await ramz.api.post("/v1/verifications", { to }))).toBe("201");
  });

  test("after an earlier message went out, the reply is about this send only and does not deny the other", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), OTP_RESEND_WAIT_TIME: "0" });
    const to = freshNumber();
    expect(wordOf(await ramz.api.post("/v1/verifications", { to }))).toBe("201");
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
    simulator.behave("sms/send", { kind: "refuse", code: 412 });
    const failed = async (language: string) => {
      const reply = await ramz.api.post("/v1/verifications", { to }, { "accept-language": language });
      expect(wordOf(reply)).toBe("502 delivery_failed");
      return problemIn(reply).detail;
    };
    const reasons = "kavenegar/sms sender_invalid, kavenegar/verify template_not_found";
    expect(await failed("en")).toBe(
      `Every provider failed: ${reasons}. Nothing was sent this time. Try again in 1 s.`,
    );
    expect(await failed("fa")).toStartWith(
      `این بار هیچ ارائه‌دهنده‌ای نتوانست کد را ارسال کند: ${reasons}. `,
    );
  });

  test("in two rounds, each provider is named once, with what it said last", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), OTP_CHAIN_DEADLINE_MS: "5000" });
    simulator.behave("*", { kind: "refuse", code: 402 }, 2);
    simulator.behave("*", { kind: "refuse", code: 424 });
    const { detail, verification } = problemIn(
      await ramz.api.post("/v1/verifications", { to: freshNumber() }),
    );
    expect(verification?.attempts.map(({ provider, reason }) => `${provider} ${reason}`)).toEqual([
      "kavenegar/verify operation_failed",
      "kavenegar/sms operation_failed",
      "kavenegar/verify template_not_found",
      "kavenegar/sms template_not_found",
    ]);
    const reasons = "kavenegar/verify template_not_found, kavenegar/sms template_not_found";
    expect(detail).toStartWith(`Every provider failed: ${reasons}. Nothing was sent. `);
  });

  test("with passing faults, the first is asked once more after half a second, and may carry it", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), OTP_CHAIN_DEADLINE_MS: "5000" });
    simulator.behave("*", { kind: "refuse", code: 402 }, 2);
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to: freshNumber() }));
    expect(sent.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      "kavenegar/verify unavailable",
      "kavenegar/sms unavailable",
      "kavenegar/verify accepted",
    ]);
    expect(simulator.outbox).toHaveLength(1);
  });
});

describe("a time-out after the vendor accepted", () => {
  test("is unknown in the ledger, and the next provider sends the same code, which works", async () => {
    await using ramz = await serving(vendorEnv(simulator));
    simulator.behave("verify/lookup", { kind: "slow", delayMs: 450 });
    const to = freshNumber();
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to }));
    expect(sent.attempts).toMatchObject([
      { provider: "kavenegar/verify", outcome: "unknown", reason: "timeout" },
      { provider: "kavenegar/sms", outcome: "accepted" },
    ]);
    const [first, second, ...others] = simulator.outbox;
    expect([first?.method, second?.method, others.length]).toEqual(["verify/lookup", "sms/send", 0]);
    expect(first?.code).toBe(second?.code ?? "none");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code: first?.code }))).toBe("200");
  });

  test("by every provider is still 201: the code may have arrived, so the user must be able to enter it", async () => {
    await using ramz = await serving(vendorEnv(simulator, BOTH));
    simulator.behave("*", { kind: "slow", delayMs: 450 });
    const to = freshNumber();
    const reply = await ramz.api.post("/v1/verifications", { to });
    expect(reply.status).toBe(201);
    expect(verificationIn(reply)).toMatchObject({ status: "pending", provider: null });
    expect(new Set(simulator.outbox.map(({ code }) => code)).size).toBe(1);
    expect(simulator.outbox).toHaveLength(2);
  });
});
