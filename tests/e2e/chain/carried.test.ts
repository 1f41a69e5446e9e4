/** A code made elsewhere through the real providers of a vendor, and through a process that is killed in the middle. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { line, testKey } from "../../app/access/app-keys.ts";
import { openGround, STORES } from "../../immunity/ground.ts";
import { deliveryIn, eventually, freshNumber, wordOf } from "../../support/http.ts";
import { startRamz, tempFolder } from "../../support/process.ts";
import { startServing } from "../../support/serving.ts";
import { withHeaders } from "../../support/with-headers.ts";
import { BOTH, callsOf, KEY, vendorEnv } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

const key = testKey();
const TOML = `[apps.shop]\nkeys = [${line(key, ["admin"], ", own_code = true")}]\n`;
const CODE = "58103947";

/** Answered before the chain ends; a chain is over within two seconds. */
const ENV = {
  RAMZ_CONFIG: "ramz.toml",
  RAMZ_SECRET: "two-processes-share-one-secret-of-enough-length",
  HOST: "127.0.0.1",
  OTP_ATTEMPT_TIMEOUT_MS: "1900",
  OTP_CHAIN_DEADLINE_MS: "2000",
  OTP_DELIVERY_ANSWER_MS: "1500",
};

async function carriedBy(chain: string, behave?: () => void) {
  using folder = tempFolder();
  folder.write("ramz.toml", TOML);
  await using ramz = await startServing({ ...vendorEnv(simulator, chain), RAMZ_CONFIG: "ramz.toml" }, folder);
  const api = withHeaders(ramz.api, key.headers);
  behave?.();
  const to = freshNumber();
  const delivery = deliveryIn(await api.post("/v1/deliveries", { to, code: CODE }));
  const check = wordOf(await api.post("/v1/checks", { to, code: CODE }));
  const outcomes = delivery.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);
  return { outcomes, check, calls: simulator.calls.map(({ method, params }) => ({ method, params })) };
}

describe("by Kavenegar", () => {
  test("the code is the token of Verify, and no check here knows it", async () => {
    const { calls, check } = await carriedBy("kavenegar/verify");
    expect(calls).toMatchObject([{ method: "verify/lookup", params: { token: CODE } }]);
    expect(check).toBe("404 not_found");
  });

  test("the code is inside our text in a plain SMS", async () => {
    const { calls } = await carriedBy("kavenegar/sms");
    expect(calls).toMatchObject([{ method: "sms/send", params: { message: expect.stringContaining(CODE) } }]);
  });

  test("a line that the vendor refuses (412) falls back with the same code", async () => {
    const chain = BOTH.split(",").toReversed().join(",");
    const { outcomes, calls } = await carriedBy(chain, () =>
      simulator.behave("sms/send", { kind: "refuse", code: 412 }),
    );
    expect(outcomes).toEqual(["kavenegar/sms refused", "kavenegar/verify accepted"]);
    expect(calls).toMatchObject([
      { method: "sms/send", params: { message: expect.stringContaining(CODE) } },
      { method: "verify/lookup", params: { token: CODE } },
    ]);
  });
});

describe.each(STORES)("a process killed while a provider is called, on %s", (store) => {
  test("leaves a delivery that reads as interrupted, and the same call sends no second message", async () => {
    using ground = await openGround(store);
    const { folder } = ground;
    folder.write("ramz.toml", TOML);
    const env = { ...ENV, ...vendorEnv(simulator, "kavenegar/verify"), ...ground.env };
    const to = freshNumber();
    const call = { to, code: CODE, expires_in: 3_600 };
    const headers = { ...key.headers, "idempotency-key": `killed-${to}` };
    {
      await using ramz = await startRamz(env, folder);
      simulator.behave("verify/lookup", { kind: "slow", delayMs: 1_000 });
      const lost = ramz.api.post("/v1/deliveries", call, headers).catch(() => null);
      await eventually(
        () => callsOf(simulator)[0],
        (lookups) => lookups === 1,
      );
      await ramz.kill();
      expect(await lost).toBeNull();
    }
    await using next = await startRamz(env, folder);
    const again = await next.api.post("/v1/deliveries", call, headers);
    expect(wordOf(again)).toBe("409 idempotency_in_progress");
    expect(callsOf(simulator)[0]).toBe(1);
    // Without a key it is another message, which the wait between two messages refuses: the lost one counts.
    expect(wordOf(await next.api.post("/v1/deliveries", call, key.headers))).toBe("429 cooldown");
    const id = (await ground.contents()).join("\n").match(/dlv_[\w-]{34}/)?.[0] ?? "";
    const read = async () => deliveryIn(await next.api.get(`/v1/deliveries/${id}`, key.headers));
    const view = await eventually(read, ({ status }) => status !== "carrying");
    expect(view).toMatchObject({
      status: "uncertain",
      attempts: [
        { provider: "kavenegar/verify", outcome: "unknown", reason: "interrupted", hint: expect.any(String) },
      ],
    });
    expect(callsOf(simulator)[0]).toBe(1);
    expect((await ground.contents()).join("\n")).not.toContain(CODE);
  }, 30_000);
});
