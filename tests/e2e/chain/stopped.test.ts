/** A chain stops at once when its verification is canceled, approved or expired: nothing further is sent. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { eventually, freshNumber, type Reply, verificationIn, wordOf } from "../../support/http.ts";
import type { Serving } from "../../support/serving.ts";
import { callsOf, KEY, serving, vendorEnv } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

/** A hang would hold a chain for ten seconds; a test that takes half of that has waited for it. */
const PATIENT = {
  OTP_ATTEMPT_TIMEOUT_MS: "10000",
  OTP_CHAIN_DEADLINE_MS: "20000",
  OTP_RESEND_WAIT_TIME: "0",
  // So that a resend hangs where its first send arrived.
  RAMZ_RESEND_ORDER: "same",
};
const AT_ONCE_MS = 2_000;

interface Hanging {
  readonly id: string;
  readonly code: string;
  /** The resend, under way: its first provider does not answer. */
  readonly resend: Promise<Reply>;
}

/** A code that arrived, then a resend whose first provider hangs. */
async function hangingResend({ api }: Serving): Promise<Hanging> {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  const code = simulator.outbox[0]?.code ?? "";
  simulator.behave("verify/lookup", { kind: "hang" });
  const resend = api.post("/v1/verifications", { to });
  await eventually(
    () => callsOf(simulator)[0],
    (lookups) => lookups === 2,
  );
  return { id, code, resend };
}

describe("while a provider does not answer", () => {
  test("a cancel ends the chain at once, and the next provider sends nothing", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), ...PATIENT });
    const { id, resend } = await hangingResend(ramz);
    const stoppedAt = performance.now();
    expect((await ramz.api.del(`/v1/verifications/${id}`)).status).toBe(200);
    expect(wordOf(await resend)).toBe("410 canceled");
    expect(performance.now() - stoppedAt).toBeLessThan(AT_ONCE_MS);
    expect([callsOf(simulator), simulator.outbox.length]).toEqual([[2, 0], 1]);
    const view = verificationIn(await ramz.api.get(`/v1/verifications/${id}`));
    expect(view.status).toBe("canceled");
    expect(view.attempts).toMatchObject([
      { outcome: "accepted" },
      { outcome: "unknown", reason: "stopped", hint: expect.any(String) },
    ]);
  });

  test("an approval by the code of an earlier message ends the chain at once, as a success", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), ...PATIENT });
    const { id, code, resend } = await hangingResend(ramz);
    const stoppedAt = performance.now();
    expect(wordOf(await ramz.api.post(`/v1/verifications/${id}/checks`, { code }))).toBe("200");
    expect(verificationIn(await resend)).toMatchObject({ id, status: "approved" });
    expect(performance.now() - stoppedAt).toBeLessThan(AT_ONCE_MS);
    expect([callsOf(simulator), simulator.outbox.length]).toEqual([[2, 0], 1]);
  });
});

describe("a code that has expired", () => {
  test("is not sent by the next provider, even if the chain has time left", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), ...PATIENT, OTP_EXPIRY_TIME: "1" });
    simulator.behave("verify/lookup", { kind: "hang" });
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to: freshNumber() }));
    expect(sent).toMatchObject({ status: "expired", expires_in: 0 });
    expect(sent.attempts).toMatchObject([{ provider: "kavenegar/verify", outcome: "unknown" }]);
    expect([callsOf(simulator), simulator.outbox.length]).toEqual([[1, 0], 0]);
  });

  test("is not retried within a resend either", async () => {
    await using ramz = await serving({ ...vendorEnv(simulator), ...PATIENT, OTP_EXPIRY_TIME: "2" });
    const { id, resend } = await hangingResend(ramz);
    expect(verificationIn(await resend)).toMatchObject({ id, status: "expired" });
    expect([callsOf(simulator), simulator.outbox.length]).toEqual([[2, 0], 1]);
  });
});
