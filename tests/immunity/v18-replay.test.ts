/** V18: a code that is accepted for another verification, purpose or app than its own (ASVS 5.0, 6.6.2). */
import { describe, expect, test } from "bun:test";
import { line, testKey } from "../app/access/app-keys.ts";
import { type HeaderList, verificationIn } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, COMPARES, resultOf } from "./routes.ts";
import { openStage, ROOMY, type Stage } from "./stage.ts";

const [shop, bank] = [testKey(), testKey()];
const APPS = `[apps.shop]\nkeys = [${line(shop, ["admin"])}]\n[apps.bank]\nkeys = [${line(bank, ["admin"])}]`;

async function left({ api }: Stage, id: string, headers: HeaderList = {}): Promise<number> {
  return verificationIn(await api.get(`/v1/verifications/${id}`, headers)).checks_left;
}

describe.each(STORES)("V18 replay elsewhere: on %s", (store) => {
  test("the code of one verification is wrong at another, and costs the other a guess, by every route", async () => {
    await using stage = await openStage(store, ROOMY);
    for (const compare of Object.values(COMPARES)) {
      const [mine, other] = [await stage.started(), await stage.started()];
      expect(mine.code).not.toBe(other.code);
      expect(resultOf(await ask(stage.api, compare(other, mine.code)))).not.toBe("done");
      expect([await left(stage, mine.id), await left(stage, other.id)]).toEqual([5, 4]);
      expect(resultOf(await ask(stage.api, compare(mine, mine.code)))).toBe("done");
    }
  });

  test("the code of one purpose is wrong for another purpose of the same number", async () => {
    await using stage = await openStage(store, { ...ROOMY, OTP_RESEND_WAIT_TIME: "0" });
    const login = await stage.started({ purpose: "login" });
    const { to } = login;
    stage.clock.forward(1_000);
    const payment = verificationIn(await stage.api.post("/v1/verifications", { to, purpose: "payment" }));
    expect(payment.id).not.toBe(login.id);
    const check = (purpose: string, code: string) => stage.api.post("/v1/checks", { to, code, purpose });
    expect(resultOf(await check("payment", login.code))).toBe("422 code_incorrect");
    expect(resultOf(await check("other", login.code))).toBe("404 not_found");
    const predecessor = await stage.api.post("/api/v1/usr/otp/verify", {
      phone_number: to,
      code: login.code,
    });
    expect(predecessor.status).toBe(400);
    expect([await left(stage, login.id), await left(stage, payment.id)]).toEqual([5, 4]);
    expect(resultOf(await check("login", login.code))).toBe("done");
  });

  test("the code of one app is wrong in another app, for the same number", async () => {
    await using stage = await openStage(store, ROOMY, { toml: APPS });
    const mine = await stage.started({}, shop.headers);
    const { to, code } = mine;
    const { id } = verificationIn(await stage.api.post("/v1/verifications", { to }, bank.headers));
    const other = { to, id };
    for (const [index, compare] of Object.values(COMPARES).entries()) {
      const reply = await ask(stage.api, compare(other, code), bank.headers);
      expect(resultOf(reply)).not.toBe("done");
      expect(await left(stage, id, bank.headers)).toBe(4 - index);
    }
    // With one app's id and the other app's key there is no verification to guess at.
    const crossed = await ask(
      stage.api,
      { path: `/v1/verifications/${mine.id}/checks`, body: { code } },
      bank.headers,
    );
    expect(resultOf(crossed)).toBe("404 not_found");
    expect(await left(stage, mine.id, shop.headers)).toBe(5);
    expect(resultOf(await stage.api.post("/v1/checks", { to, code }, shop.headers))).toBe("done");
  });
});
