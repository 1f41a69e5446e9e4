/** CustomCode: Ramz carries a code that the caller made and compares, and is told what came of it (decision 0034). */
import { describe, expect, test } from "bun:test";
import { STORES } from "../../../../immunity/ground.ts";
import { deliveryIn, freshNumber } from "../../../../support/http.ts";
import { basic, errorOf, postForm, SERVICE_PATH } from "../../../../support/twilio.ts";
import { key, openAccount, trusted } from "./account.ts";

const CODE = "Q7m2Xz";

describe.each(STORES)("CustomCode on %s", (store) => {
  const opened = async () => {
    const account = await openAccount(store);
    const own = account.as(trusted.key);
    const send = (to: string) => own.verifications.create({ to, channel: "sms", customCode: CODE });
    return { account, own, send };
  };

  test("needs a key with own_code; another code is never sent in its place", async () => {
    const { account, send } = await opened();
    await using _ = account;
    const create = account.verify.verifications.create({
      to: freshNumber(),
      channel: "sms",
      customCode: CODE,
    });
    expect(await errorOf(create)).toBe("403 60204");
    expect(account.stage.sent).toHaveLength(0);
    expect(await send(freshNumber())).toMatchObject({ status: "pending", valid: false });
    expect(account.stage.sent.map(({ code }) => code)).toEqual([CODE]);
  });

  test("is approved by its maker's word, by sid and by number, and not taken back", async () => {
    const { account, own, send } = await opened();
    await using _ = account;
    const [one, two] = [freshNumber(), freshNumber()];
    const { sid } = await send(one);
    expect((await own.verifications(sid).fetch()).status).toBe("pending");
    expect(await own.verifications(sid).update({ status: "approved" })).toMatchObject({
      sid,
      status: "approved",
      valid: true,
    });
    expect(await errorOf(own.verifications(sid).update({ status: "canceled" }))).toBe("404 20404");
    expect((await own.verifications(one).fetch()).status).toBe("approved");

    await send(two);
    expect((await own.verifications(two).update({ status: "canceled" })).status).toBe("canceled");
    expect((await own.verifications(two).update({ status: "approved" })).status).toBe("approved");
    expect(await errorOf(account.verify.verifications(two).update({ status: "approved" }))).toBe("403 60204");
    const { text } = await account.stage.api.get("/metrics");
    expect(text).toMatch(/otp_carried_total\{event="used",.*\} 2/);
  });

  test("is not checked here, and the answer says so", async () => {
    const { account, own, send } = await opened();
    await using _ = account;
    const to = freshNumber();
    const { sid } = await send(to);
    const { body } = await postForm(
      account.stage.api,
      `${SERVICE_PATH}/VerificationCheck`,
      { VerificationSid: sid, Code: CODE },
      basic(key.key),
    );
    expect(body).toMatchObject({ status: 400, code: 60_200, message: expect.stringContaining("CustomCode") });
    expect(await errorOf(own.verificationChecks.create({ to, code: CODE }))).toBe("404 20404");
  });

  test("has the caps of its number, and is a delivery for native routes", async () => {
    const { account, send } = await opened();
    await using _ = account;
    const to = freshNumber();
    await send(to);
    expect(await errorOf(send(to))).toBe("429 60203");
    expect(await errorOf(account.verify.verifications.create({ to, channel: "sms" }))).toBe("429 60203");
    for (const code of ["731", "73104829651", "7310 48"]) {
      const create = account
        .as(trusted.key)
        .verifications.create({ to: freshNumber(), channel: "sms", customCode: code });
      expect(await errorOf(create)).toBe("400 60200");
    }
    const id = account.stage.sent[0]?.verificationId ?? "";
    const reply = await account.stage.api.get(`/v1/deliveries/${id}`, trusted.headers);
    expect(deliveryIn(reply)).toMatchObject({ to, status: "accepted" });
    const all = (await account.stage.contents()).join("\n");
    expect(all).not.toContain(CODE);
  });

  test("of a number, what was sent last is meant: but a code that may still be typed in comes first", async () => {
    const { account, own, send } = await opened();
    await using _ = account;
    const to = freshNumber();
    const { stage } = account;
    const carried = await send(to);
    stage.clock.forward(121_000);
    const own6 = await own.verifications.create({ to, channel: "sms" });
    expect(own6.sid).not.toBe(carried.sid);
    expect((await own.verifications(to).fetch()).sid).toBe(own6.sid);
    stage.clock.forward(121_000);
    const newer = await send(to);
    expect((await own.verifications(to).fetch()).sid).toBe(own6.sid);
    await own.verifications(own6.sid).update({ status: "canceled" });
    expect((await own.verifications(to).fetch()).sid).toBe(newer.sid);
  });
});
