/** V11: codes stored plainly or under a hash that a million tries open (otpgateway, Logto, GoTrue's SHA-224 of number and code). */
import { describe, expect, test } from "bun:test";
import { openGround, STORES } from "./ground.ts";
import { ask, compares, resultOf } from "./routes.ts";
import { openStageOn } from "./stage.ts";

const CODES = 1_000_000;
const [FIRST, SECOND] = [
  "a secret that is in force at first and long enough",
  "a secret that follows it and is as long as well",
];

describe.each(STORES)("V11 stored codes: on %s", (store) => {
  test("all that is in the store names neither code nor number, and no code of a million is recognised by a hash", async () => {
    using ground = await openGround(store);
    await using stage = await openStageOn(ground);
    const { to, code } = await stage.started();
    const dump = (await ground.contents()).join("\n");
    expect(dump).toContain("nonce");
    for (const secret of [to, to.slice(3), `"${code}"`, btoa(code), Buffer.from(code).toString("hex")])
      expect(dump).not.toContain(secret);
    expect(recognised(dump, to, CODES)).toEqual([]);
    expect(recognised(`${dump} ${sha256(to + code)}`, to, Number(code) + 1)).toEqual([code]);
  }, 30_000);

  test("a code sent before the secret was rotated stays right until it expires, on every route", async () => {
    for (const index of compares({ to: "", id: "" }, "").keys()) {
      using ground = await openGround(store);
      await using before = await openStageOn(ground, { RAMZ_SECRET: FIRST });
      const started = await before.started();
      await using after = await openStageOn(ground, { RAMZ_SECRET: `${SECOND},${FIRST}` });
      const call = compares(started, started.code)[index];
      if (call === undefined) throw new Error("there is a route for each");
      expect(resultOf(await ask(after.api, call))).toBe("done");
    }
  });

  test("without the secret it was made with, nothing in the store approves anything", async () => {
    using ground = await openGround(store);
    await using before = await openStageOn(ground, { RAMZ_SECRET: FIRST });
    const started = await before.started();
    await using thief = await openStageOn(ground, { RAMZ_SECRET: SECOND });
    for (const call of compares(started, started.code))
      expect((await ask(thief.api, call)).status).toBeGreaterThanOrEqual(400);
  });
});

const sha256 = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex");

/** Of the first so many codes those that stand in the dump as a plain hash of number and code. */
function recognised(dump: string, to: string, count: number): readonly string[] {
  const words = new Set(dump.match(/\w{16,}/g));
  const codes = Array.from({ length: count }, (_, guess) => String(guess).padStart(6, "0"));
  return codes.filter((code) => words.has(sha256(to + code)));
}
