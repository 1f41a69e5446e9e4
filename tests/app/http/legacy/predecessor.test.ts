/** The predecessor's contract, word by word, so that its clients need only a new base URL (design §6.1). */
import { describe, expect, test } from "bun:test";
import { eventually, field, freshNumber, wrong } from "../../../support/http.ts";
import { sharedServing, startServing } from "../../../support/serving.ts";

const SEND = "/api/v1/usr/otp";
const VERIFY = "/api/v1/usr/otp/verify";

const ramz = sharedServing();

async function sent() {
  const phone_number = freshNumber();
  await ramz.api.post(SEND, { phone_number });
  return { phone_number, code: await ramz.api.codeFor(phone_number) };
}

describe("a send", () => {
  test("answers 200 with number, message and life", async () => {
    const phone_number = freshNumber();
    const reply = await ramz.api.post(SEND, { phone_number: phone_number.replace("+98", "0") });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toStartWith("application/json");
    expect(reply.body).toEqual({ phone_number, message: "OTP sent successfully", expires_in: 300 });
  });

  test("too soon answers 429 with detail, retry_after and the header", async () => {
    const { phone_number } = await sent();
    const reply = await ramz.api.post(SEND, { phone_number });
    const wait = Number(reply.headers.get("retry-after"));
    const spoken = `${Math.floor(wait / 60)} minute(s) and ${wait % 60} second(s)`;
    const detail = `Too many OTP requests. Please wait ${wait < 60 ? `${wait} second(s)` : spoken} before requesting a new OTP.`;
    expect(reply.status).toBe(429);
    expect(reply.body).toEqual({ detail, retry_after: wait });
  });

  test.each(["12345", "", "09121", "hello", "+12025550123", "02112345678"])(
    "to %p answers 400 with the reason under phone_number",
    async (phone_number) => {
      const reply = await ramz.api.post(SEND, { phone_number });
      expect(reply.status).toBe(400);
      expect(reply.body).toEqual({ phone_number: [expect.any(String)] });
    },
  );

  test("without a number, or with a field too many, says which", async () => {
    const missing = await ramz.api.post(SEND, {});
    expect(missing.status).toBe(400);
    expect(missing.body).toEqual({ phone_number: ["This field is required."] });
    const stray = await ramz.api.post(SEND, { phone_number: freshNumber(), sms: true });
    expect(stray.status).toBe(400);
    expect(stray.body).toEqual({ sms: ["This field is not a field of this request."] });
  });
});

describe("a verify", () => {
  test("of the right code answers 200 with number, verified and a token", async () => {
    const { phone_number, code } = await sent();
    const reply = await ramz.api.post(VERIFY, { phone_number, code, affiliate: { any: ["thing"] } });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ phone_number, verified: true, verification_token: expect.any(String) });
    expect(field(reply.body, "verification_token").split(".")).toHaveLength(3);
  });

  test("of wrong codes counts down in words and number, then asks for a new code", async () => {
    const { phone_number, code } = await sent();
    for (const left of [4, 3, 2, 1]) {
      const reply = await ramz.api.post(VERIFY, { phone_number, code: wrong(code, left) });
      expect(reply.status).toBe(400);
      const text = `Invalid OTP code. ${left} attempt(s) remaining.`;
      expect(reply.body).toEqual({ code: [text], attempts_remaining: left });
    }
    const over = {
      code: ["Maximum attempts exceeded. Please request a new OTP."],
      attempts_remaining: 0,
    };
    expect((await ramz.api.post(VERIFY, { phone_number, code: wrong(code, 9) })).body).toEqual(over);
    expect((await ramz.api.post(VERIFY, { phone_number, code })).body).toEqual(over);
  });

  test("where there is no code answers 400", async () => {
    const reply = await ramz.api.post(VERIFY, { phone_number: freshNumber(), code: "123456" });
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ code: ["No active OTP found. Please request a new one."] });
  });

  const NONE = { code: ["No active OTP found. Please request a new one."] };

  test("of the right code that is sent twice gets the first answer again, with the same token", async () => {
    const { phone_number, code } = await sent();
    const first = await ramz.api.post(VERIFY, { phone_number, code });
    const again = await ramz.api.post(VERIFY, { phone_number, code });
    expect([again.status, again.text]).toEqual([200, first.text]);
    // Another surface has not asked before.
    expect((await ramz.api.post("/v1/checks", { to: phone_number, code })).status).toBe(409);
  });

  test("of a used code from another address answers as if there were none", async () => {
    await using behind = await startServing({ RAMZ_TRUSTED_PROXIES: "127.0.0.1, ::1" });
    const phone_number = freshNumber();
    await behind.api.post(SEND, { phone_number });
    const code = await behind.api.codeFor(phone_number);
    const verifyFrom = (end: number) =>
      behind.api.post(VERIFY, { phone_number, code }, { "x-forwarded-for": `203.0.113.${end}` });
    expect((await verifyFrom(1)).status).toBe(200);
    expect((await verifyFrom(2)).body).toEqual(NONE);
    expect((await verifyFrom(1)).status).toBe(200);
  });

  test("of a used code after a wrong one answers as if there were none", async () => {
    const { phone_number, code } = await sent();
    await ramz.api.post(VERIFY, { phone_number, code });
    for (const guess of [wrong(code), code])
      expect((await ramz.api.post(VERIFY, { phone_number, code: guess })).body).toEqual(NONE);
  });

  test("of what cannot be a code says what one looks like", async () => {
    const { phone_number } = await sent();
    const reply = await ramz.api.post(VERIFY, { phone_number, code: "12ab" });
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ code: ["This field must be 6 digits."] });
  });
});

describe("an expired code", () => {
  const brief = sharedServing({ OTP_EXPIRY_TIME: "1" });

  test("answers 400 in the predecessor's words", async () => {
    const phone_number = freshNumber();
    await brief.api.post(SEND, { phone_number });
    const code = await brief.api.codeFor(phone_number);
    const readAfter = async () => (await brief.api.post(VERIFY, { phone_number, code: "x" })).body;
    const text = "OTP has expired or maximum attempts exceeded. Please request a new one.";
    expect(await eventually(readAfter, (body) => Bun.deepEquals(body, { code: [text] }))).toBeDefined();
    const reply = await brief.api.post(VERIFY, { phone_number, code });
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ code: [text] });
  });
});
