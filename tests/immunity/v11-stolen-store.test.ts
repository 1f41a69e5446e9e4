/** V11: codes stored in plain text or under a hash that a million tries reverse (otpgateway, Logto, GoTrue's SHA-224 of number and code). */
import { describe, expect, test } from "bun:test";
import { openGround, STORES } from "./ground.ts";
import { ask, compares, resultOf } from "./routes.ts";
import { openStageOn } from "./stage.ts";

/** A million tries find a code only if the hash of the right one is stored; tests/adapters/system/store-dump tries them all. */
const ALGORITHMS = ["md5", "sha1", "sha224", "sha256", "sha512"] as const;
const [FIRST, SECOND] = [
  "a-secret-that-is-in-force-at-first-and-long-enough",
  "a-secret-that-follows-it-and-is-as-long-as-well",
];

describe.each(STORES)("V11 stored codes: on %s", (store) => {
  test("the store contains neither code nor number, and no hash of the right code", async () => {
    using ground = await openGround(store);
    await using stage = await openStageOn(ground);
    const { to, code } = await stage.started();
    const dump = (await ground.contents()).join("\n");
    expect(dump).toContain("nonce");
    for (const secret of [to, to.slice(3), `"${code}"`, btoa(code), Buffer.from(code).toString("hex")])
      expect(dump).not.toContain(secret);
    const hashes = ALGORITHMS.flatMap((algorithm) =>
      [code, to + code, code + to].map((text) => new Bun.CryptoHasher(algorithm).update(text).digest("hex")),
    );
    expect(hashes.filter((hash) => dump.includes(hash.slice(0, 16)))).toEqual([]);
  });

  test("a code sent before the secret was rotated stays valid until it expires, on every route", async () => {
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

  test("without the secret, nothing in the store approves anything", async () => {
    using ground = await openGround(store);
    await using before = await openStageOn(ground, { RAMZ_SECRET: FIRST });
    const started = await before.started();
    await using thief = await openStageOn(ground, { RAMZ_SECRET: SECOND });
    for (const call of compares(started, started.code))
      expect((await ask(thief.api, call)).status).toBeGreaterThanOrEqual(400);
  });
});
