/** Two of Ramz over one store: a sid made by one is known to the other, and what may happen once happens once. */
import { describe, expect, test } from "bun:test";
import { openGround, STORES } from "../../../../immunity/ground.ts";
import { openStageOn } from "../../../../immunity/stage.ts";
import { freshNumber } from "../../../../support/http.ts";
import { errorOf, verifyAt } from "../../../../support/twilio.ts";
import { key, TOML, trusted } from "./account.ts";

describe.each(STORES)("two over one store, %s:", (store) => {
  test("a code is sent once and approved once, whichever is asked, by number and by sid", async () => {
    using ground = await openGround(store);
    await using one = await openStageOn(ground, {}, { toml: TOML });
    await using two = await openStageOn(ground, {}, { toml: TOML });
    const both = [one, two].map(({ api }) => verifyAt(api.url, key.key));
    const to = freshNumber();
    const everywhere = <T>(call: (verify: (typeof both)[number], turn: number) => Promise<T>) =>
      Promise.all([0, 1, 2, 3].flatMap((turn) => both.map((verify) => errorOf(call(verify, turn)))));

    const sends = await everywhere((verify) => verify.verifications.create({ to, channel: "sms" }));
    expect(sends.filter((word) => word === "done")).toHaveLength(1);
    expect(new Set(sends)).toEqual(new Set(["done", "429 60203"]));
    expect([...one.sent, ...two.sent]).toHaveLength(1);

    const sids = await Promise.all(both.map(async (verify) => (await verify.verifications(to).fetch()).sid));
    expect(new Set(sids).size).toBe(1);
    const [verificationSid = ""] = sids;
    const code = [...one.sent, ...two.sent][0]?.code ?? "";
    const checks = await everywhere((verify, turn) =>
      verify.verificationChecks.create(turn % 2 === 0 ? { to, code } : { verificationSid, code }),
    );
    expect(checks.filter((word) => word === "done")).toHaveLength(1);
    expect(new Set(checks)).toEqual(new Set(["done", "404 20404"]));
    for (const verify of both) expect((await verify.verifications(verificationSid).fetch()).valid).toBe(true);
  });

  test("a code of the caller's own is known to both, and may be reported to both", async () => {
    using ground = await openGround(store);
    await using one = await openStageOn(ground, {}, { toml: TOML });
    await using two = await openStageOn(ground, {}, { toml: TOML });
    const both = [one, two].map(({ api }) => verifyAt(api.url, trusted.key));
    const create = both[0]?.verifications.create({ to: freshNumber(), channel: "sms", customCode: "Q7m2Xz" });
    const { sid = "" } = (await create) ?? {};
    const reports = both.map((verify) => verify.verifications(sid).update({ status: "approved" }));
    expect((await Promise.all(reports)).map(({ status }) => status)).toEqual(["approved", "approved"]);
  });
});
