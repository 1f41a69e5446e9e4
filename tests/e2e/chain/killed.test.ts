/** The process is killed between a call and its settlement: a real child, SIGKILL, and the next process on the same store. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { Behaviour } from "../../../adapters/providers/_simulator/behaviour.ts";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { eventually, freshNumber, verificationIn, wordOf } from "../../support/http.ts";
import { type Folder, startRamz, tempFolder } from "../../support/process.ts";
import { callsOf, KEY, vendorEnv } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

const LONGEST_CHAIN_MS = 2_000;

const start = (folder: Folder, chain?: string) =>
  startRamz(
    {
      ...vendorEnv(simulator, chain),
      HOST: "127.0.0.1",
      OTP_RESEND_WAIT_TIME: "0",
      OTP_ATTEMPT_TIMEOUT_MS: "1900",
      OTP_CHAIN_DEADLINE_MS: String(LONGEST_CHAIN_MS),
    },
    folder,
  );

/** Sends a code well, then dies within its resend, as the vendor behaves like that. */
async function dieInResend(folder: Folder, behaviour: Behaviour): Promise<{ to: string; id: string }> {
  await using ramz = await start(folder, "kavenegar/verify");
  const to = freshNumber();
  const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
  simulator.behave("verify/lookup", behaviour);
  const lost = ramz.api.post("/v1/verifications", { to }).catch(() => null);
  await eventually(
    () => callsOf(simulator)[0],
    (lookups) => lookups === 2,
  );
  await ramz.kill();
  expect(await lost).toBeNull();
  return { to, id };
}

describe("a process killed while a provider is called", () => {
  test.each<readonly [string, Behaviour, messages: number]>([
    ["before the vendor sent", { kind: "hang" }, 1],
    ["after the vendor sent", { kind: "slow", delayMs: 1_000 }, 2],
  ])(
    "%s, leaves an attempt that reads as interrupted, and a code that works once",
    async (_, behaviour, messages) => {
      using folder = tempFolder();
      const { id } = await dieInResend(folder, behaviour);
      await using next = await start(folder, "kavenegar/verify");
      const read = async () => verificationIn(await next.api.get(`/v1/verifications/${id}`));
      const view = await eventually(read, ({ attempts }) => attempts.at(-1)?.outcome !== "planned");
      expect(view.status).toBe("pending");
      expect(view.attempts).toMatchObject([
        { provider: "kavenegar/verify", outcome: "accepted" },
        { provider: "kavenegar/verify", outcome: "unknown", reason: "interrupted", hint: expect.any(String) },
      ]);
      expect(simulator.outbox).toHaveLength(messages);
      const codes = new Set(simulator.outbox.map(({ code }) => code));
      expect(codes.size).toBe(1);
      const [code = ""] = codes;
      const check = () => next.api.post(`/v1/verifications/${id}/checks`, { code });
      expect(wordOf(await check())).toBe("200");
      expect(wordOf(await check())).toBe("409 already_approved");
    },
  );

  test("leaves a send that counts, and a resend in the next process carries the same code", async () => {
    using folder = tempFolder();
    const { to, id } = await dieInResend(folder, { kind: "hang" });
    simulator.reset();
    await using next = await start(folder, "kavenegar/verify");
    const again = await next.api.post("/v1/verifications", { to });
    expect([again.status, verificationIn(again).id]).toEqual([200, id]);
    const code = simulator.outbox[0]?.code;
    expect(wordOf(await next.api.post("/v1/checks", { to, code }))).toBe("200");
  });
});
