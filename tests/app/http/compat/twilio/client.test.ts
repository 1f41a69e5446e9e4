/** Twilio's own client against Ramz, on both stores: what an app does with it, with another base URL and credentials and nothing else. */
import { describe, expect, test } from "bun:test";
import { STORES } from "../../../../immunity/ground.ts";
import { freshNumber, wrong } from "../../../../support/http.ts";
import { ACCOUNT, errorOf, Recorder, SERVICE, verifyAt } from "../../../../support/twilio.ts";
import { key, openAccount, other, trusted } from "./account.ts";

const sms = (to: string) => ({ to, channel: "sms" });

describe.each(STORES)("Twilio's client on %s", (store) => {
  test("sends; a wrong code is pending, the right one approved, and once", async () => {
    await using account = await openAccount(store);
    const { stage, verify } = account;
    const to = freshNumber();
    const created = await verify.verifications.create(sms(to));
    expect(created).toMatchObject({ to, channel: "sms", status: "pending", valid: false });
    expect(created.sid).toMatch(/^VE[0-9a-f]{32}$/);
    expect([created.accountSid, created.serviceSid]).toEqual([ACCOUNT, SERVICE]);
    expect([created.dateCreated, created.dateUpdated]).toEqual([expect.any(Date), expect.any(Date)]);
    expect(created.sendCodeAttempts).toEqual([
      {
        time: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
        channel: "SMS",
        attempt_sid: expect.stringMatching(/^VL[0-9a-f]{32}$/),
      },
    ]);
    expect(await errorOf(verify.verifications.create(sms(to)))).toBe("429 60203");

    const code = stage.codeFor(to);
    const guess = (given: string) => verify.verificationChecks.create({ to, code: given });
    expect(await guess(wrong(code))).toMatchObject({ status: "pending", valid: false, sid: created.sid });
    expect(await guess(code)).toMatchObject({ status: "approved", valid: true, to });
    expect(await errorOf(guess(code))).toBe("404 20404");
    expect(await verify.verifications(created.sid).fetch()).toMatchObject({
      status: "approved",
      valid: true,
    });
  });

  test("checks, reads and cancels by sid and by number", async () => {
    await using account = await openAccount(store);
    const { stage, verify } = account;
    const [one, two] = [freshNumber(), freshNumber()];
    const { sid } = await verify.verifications.create(sms(one));
    expect((await verify.verifications(one).fetch()).sid).toBe(sid);
    expect((await verify.verifications(sid).fetch()).status).toBe("pending");
    const code = stage.codeFor(one);
    const checked = await verify.verificationChecks.create({ verificationSid: sid, code });
    expect(checked).toMatchObject({ status: "approved", valid: true, sid, to: one });

    const second = await verify.verifications.create(sms(two));
    const canceled = await verify.verifications(second.sid).update({ status: "canceled" });
    expect(canceled).toMatchObject({ sid: second.sid, status: "canceled" });
    const late = verify.verificationChecks.create({ to: two, code: stage.codeFor(two) });
    expect(await errorOf(late)).toBe("404 20404");
    expect((await verify.verifications(two).fetch()).status).toBe("canceled");
    expect(await errorOf(verify.verifications(one).update({ status: "canceled" }))).toBe("404 20404");
  });

  test("a sid of one app is unknown in another, and so is a number", async () => {
    await using account = await openAccount(store);
    const { verify, as } = account;
    const bank = as(other.key);
    const to = freshNumber();
    const { sid } = await verify.verifications.create(sms(to));
    for (const one of [sid, to, `VE${"0".repeat(32)}`, "VE1", "banana"])
      expect([one, await errorOf(bank.verifications(one).fetch())]).toEqual([one, "404 20404"]);
    expect(await errorOf(bank.verifications(sid).update({ status: "canceled" }))).toBe("404 20404");
    expect(await errorOf(bank.verificationChecks.create({ verificationSid: sid, code: "123456" }))).toBe(
      "404 20404",
    );
    expect((await verify.verifications(sid).fetch()).status).toBe("pending");
  });

  test("a second send after the cool-down has the same sid and the same code", async () => {
    await using account = await openAccount(store);
    const { stage, verify } = account;
    const to = freshNumber();
    const first = await verify.verifications.create(sms(to));
    stage.clock.forward(121_000);
    const again = await verify.verifications.create(sms(to));
    expect(again.sid).toBe(first.sid);
    expect(again.sendCodeAttempts).toHaveLength(2);
    const codes = stage.sent.filter(({ recipient }) => recipient === to).map(({ code }) => code);
    expect([codes.length, new Set(codes).size]).toEqual([2, 1]);
  });

  test("five wrong codes: the last says so, the next is refused", async () => {
    await using account = await openAccount(store);
    const { stage, verify } = account;
    const to = freshNumber();
    await verify.verifications.create(sms(to));
    const code = stage.codeFor(to);
    const guess = (given: string) => verify.verificationChecks.create({ to, code: given });
    const statuses: string[] = [];
    for (let step = 1; step <= 5; step++) statuses.push((await guess(wrong(code, step))).status);
    expect(statuses).toEqual([...Array.from({ length: 4 }, () => "pending"), "max_attempts_reached"]);
    expect(await errorOf(guess(code))).toBe("429 60202");
  });

  test("a limit of the app by name, and one that it does not have", async () => {
    await using account = await openAccount(store);
    const { verify } = account;
    const send = (rateLimits: object) => verify.verifications.create({ ...sms(freshNumber()), rateLimits });
    for (let turn = 0; turn < 3; turn++) await send({ device: "a1" });
    expect(await errorOf(send({ device: "a1" }))).toBe("429 20429");
    expect(await errorOf(send({ colour: "red" }))).toBe("400 60200");
  });

  test("the service is the app; the account is the configured one, else the user", async () => {
    await using account = await openAccount(store);
    const { verify, as } = account;
    const shop = await verify.fetch();
    expect(shop).toMatchObject({ friendlyName: "shop", codeLength: 6, sid: SERVICE, accountSid: ACCOUNT });
    expect([shop.customCodeEnabled, (await as(trusted.key).fetch()).customCodeEnabled]).toEqual([
      false,
      true,
    ]);
    expect((await as(other.key).fetch()).accountSid).toBe(`AC${"b".repeat(32)}`);
  });

  test("no reply has milliseconds, and every error has integers and no title", async () => {
    await using account = await openAccount(store);
    const { stage } = account;
    const httpClient = new Recorder();
    const verify = verifyAt(stage.api.url, key.key, ACCOUNT, { httpClient });
    const nobody = verifyAt(stage.api.url, "x", ACCOUNT, { httpClient });
    const to = freshNumber();
    const { sid } = await verify.verifications.create(sms(to));
    const code = stage.codeFor(to);
    await verify.fetch();
    await verify.verifications(sid).fetch();
    await verify.verificationChecks.create({ to, code: wrong(code) });
    await verify.verificationChecks.create({ to, code });
    const second = await verify.verifications.create(sms(freshNumber()));
    await verify.verifications(second.sid).update({ status: "canceled" });
    const failures = await Promise.all([
      errorOf(nobody.fetch()),
      errorOf(verify.verifications.create(sms(to))),
      errorOf(verify.verifications.create(sms("banana"))),
      errorOf(verify.verificationChecks.create({ to, code })),
      errorOf(verify.verifications("VE1").fetch()),
      errorOf(verify.rateLimits.list()),
    ]);
    for (const word of failures) expect(word).toMatch(/^4\d\d \d{5}$/);
    expect(httpClient.bodies).toHaveLength(13);
    for (const text of httpClient.bodies) {
      expect(text).not.toMatch(/\d\.\d+Z"/);
      if (text.includes('"more_info"'))
        expect(text).toMatch(/^\{"code":\d{5},"message":"[^]+","more_info":"[^"]+","status":\d{3}\}$/);
    }
  });

  test("an API key, and a key as ramz key new prints it", async () => {
    await using account = await openAccount(store);
    const { url } = account.stage.api;
    const byApiKey = verifyAt(url, trusted.key, `SK${"c".repeat(32)}`, { accountSid: ACCOUNT });
    const { accountSid, sid } = await byApiKey.verifications.create(sms(freshNumber()));
    expect(accountSid).toBeNull();
    expect((await byApiKey.verifications(sid).fetch()).status).toBe("pending");
    expect(await errorOf(verifyAt(url, `${key.key}x`).fetch())).toBe("401 20003");
  });
});
