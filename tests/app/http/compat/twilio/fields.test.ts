/** What a create has of Twilio's fields: read, refused without a send, or ignored and named. Every error has Twilio's shape. */
import { Value } from "@sinclair/typebox/value";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TwilioErrorReply, TwilioVerification } from "../../../../../app/http/schemas/twilio.ts";
import { freshNumber, type Reply } from "../../../../support/http.ts";
import { basic, postForm, SERVICE_PATH } from "../../../../support/twilio.ts";
import { type Account, key, openAccount, trusted } from "./account.ts";

let account: Account & AsyncDisposable;
beforeAll(async () => {
  account = await openAccount("SQLite", {
    RAMZ_PUBLIC_URL: "https://otp.example.com/ramz/",
    RAMZ_GUARD: "off",
  });
});
afterAll(() => account[Symbol.asyncDispose]());

type Fields = Readonly<Record<string, string>>;
const create = (further: Fields = {}, password = key.key, headers = {}) =>
  postForm(
    account.stage.api,
    `${SERVICE_PATH}/Verifications`,
    { To: freshNumber(), Channel: "sms", ...further },
    { ...basic(password), ...headers },
  );

function expectError(reply: Reply, status: number, code: number, field = ""): void {
  expect([reply.text, Value.Check(TwilioErrorReply, reply.body)]).toEqual([reply.text, true]);
  expect(reply.body).toMatchObject({ status, code, message: expect.stringContaining(field) });
  expect(reply.status).toBe(status);
}

describe("refused, and no provider is asked:", () => {
  test.each([
    [{ To: "banana" }, 400, 60_200, "`To`"],
    [{ To: "someone@example.com" }, 400, 60_200, "`To`"],
    [{ To: "9".repeat(101) }, 400, 60_200, "`To`"],
    [{ To: "+982133334444" }, 403, 60_205, ""],
    [{ To: "+12025550123" }, 403, 60_605, ""],
    [{ Channel: "email" }, 400, 60_200, "`Channel`"],
    [{ Channel: "whatsapp" }, 400, 60_200, "`Channel`"],
    [{ Channel: "sna" }, 400, 60_200, "`Channel`"],
    [{ Channel: "" }, 400, 60_200, "`Channel`"],
    [{ CustomMessage: "Hello {code}" }, 400, 60_200, "`CustomMessage`"],
    [{ ChannelConfiguration: "{}" }, 400, 60_200, "`ChannelConfiguration`"],
    [{ EnableSnaClientToken: "true" }, 400, 60_200, "`EnableSnaClientToken`"],
    [{ Amount: "€39.99" }, 403, 60_204, "PSD2"],
    [{ Payee: "Acme" }, 403, 60_204, "PSD2"],
    [{ CustomCode: "493817" }, 403, 60_204, "own_code"],
    [{ RateLimits: "device=a1" }, 400, 60_200, "`RateLimits`"],
    [{ RateLimits: '{"device":1}' }, 400, 60_200, "`RateLimits`"],
    [{ RateLimits: '{"colour": "red"}' }, 400, 60_200, "`RateLimits`"],
    [{ Tags: "[]" }, 400, 60_200, "`Tags`"],
    [{ Tags: JSON.stringify({ ["x".repeat(65)]: "y" }) }, 400, 60_200, "`Tags`"],
  ] as const)("%j is %i/%i", async (fields, status, code, field) => {
    const before = account.stage.sent.length;
    expectError(await create(fields), status, code, field);
    expect(account.stage.sent).toHaveLength(before);
  });

  test("what is missing, and what comes twice", async () => {
    const path = `${SERVICE_PATH}/Verifications`;
    const send = (body: string) =>
      account.stage.api.request(path, {
        method: "POST",
        headers: { ...basic(key.key), "content-type": "application/x-www-form-urlencoded" },
        body,
      });
    expectError(await send("Channel=sms"), 400, 60_200, "`To`");
    expectError(await send("To=%2B989121110000"), 400, 60_200, "`Channel`");
    const twice = await send("To=%2B989121110000&To=%2B989121110001&Channel=sms");
    expectError(twice, 400, 60_200, "`To`");
    expectError(await send("To=%2B989121110000&Channel=sms&x=1&x=2"), 400, 60_200, "`x`");
  });

  test("an address that is none, from a key whose word counts", async () => {
    expectError(await create({ DeviceIp: "here" }, trusted.key), 400, 60_200, "`DeviceIp`");
  });
});

async function sent(reply: Promise<Reply>) {
  const { status, text, body, headers } = await reply;
  expect([text, status, Value.Check(TwilioVerification, body)]).toEqual([text, 201, true]);
  return { body: Object(body), ignored: headers.get("ramz-ignored") };
}

describe("taken:", () => {
  test("fields that say nothing here are ignored, and named", async () => {
    const fields = { CustomFriendlyName: "Shop", AppHash: "a", TemplateSid: "HJ1", RiskCheck: "disable" };
    const { ignored } = await sent(create({ ...fields, "Nové pole\n": "x" }));
    expect(ignored).toBe("CustomFriendlyName, AppHash, TemplateSid, RiskCheck, Nov%C3%A9%20pole%0A");
    expect((await sent(create())).ignored).toBeNull();
  });

  test("DeviceIp without the right is ignored, and with it counts", async () => {
    const DeviceIp = "203.0.113.9";
    expect((await sent(create({ DeviceIp }))).ignored).toBe("DeviceIp");
    const statuses: number[] = [];
    for (let turn = 0; turn < 21; turn++) {
      const reply = await create({ DeviceIp }, trusted.key);
      statuses.push(reply.status);
      if (reply.status !== 201) {
        expectError(reply, 429, 20_429);
        expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
      }
    }
    expect(statuses.slice(-2)).toEqual([201, 429]);
  });

  test.each([
    ["en-GB", "en"],
    ["fa", "fa"],
    ["pt-BR", "fa"],
    ["", "fa"],
  ] as const)("Locale %j is %s", async (Locale, locale) => {
    await sent(create({ Locale }));
    expect(account.stage.sent.at(-1)?.locale).toBe(locale);
  });

  test("auto is sms; call is CALL among the sends; Tags are the metadata", async () => {
    expect((await sent(create({ Channel: "auto" }))).body.channel).toBe("sms");
    const Tags = '{"flow": "login"}';
    const { body } = await sent(create({ Channel: "call", Tags }));
    expect([body.channel, body.send_code_attempts[0].channel]).toEqual(["call", "CALL"]);
  });

  test("url is below the configured address, whatever Host says", async () => {
    const { body } = await sent(create({}, key.key, { host: "evil.example" }));
    expect(body.url).toBe(
      `https://otp.example.com/ramz/compat/twilio/v2/Services/${body.service_sid}/Verifications/${body.sid}`,
    );
  });
});

test("an error says in Persian what is wrong, if the caller reads Persian", async () => {
  const reply = await create({ To: "banana" }, key.key, { "accept-language": "fa" });
  expectError(reply, 400, 60_200, "معتبر نیست");
});
