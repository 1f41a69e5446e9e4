/** The page about better-auth: its programs run as they stand there, by better-auth's own API and its HTTP handler. */
import { describe, expect, test } from "bun:test";
import { eventually, freshNumber, wrong } from "../../support/http.ts";
import { auth } from "./better-auth.ts";
import { auth as carrying } from "./better-auth-carried.ts";
import { errorOf, ramzOf } from "./ramz-of-page.ts";

const PAGE = "docs/how-to/better-auth.md";
const INVALID = { status: "BAD_REQUEST", body: { code: "INVALID_OTP" } };

for (const [way, { api, handler, $context }, nth, isKept] of [
  ["Ramz makes and checks the code", auth, 0, true],
  ["better-auth makes and checks the code", carrying, 1, false],
] as const) {
  const send = (to: string) => api.sendPhoneNumberOTP({ body: { phoneNumber: to } });
  const verify = (to: string, code: string) => api.verifyPhoneNumber({ body: { phoneNumber: to, code } });
  const askForReset = (to: string) => api.requestPasswordResetPhoneNumber({ body: { phoneNumber: to } });
  const reset = (to: string, otp: string) =>
    api.resetPasswordPhoneNumber({ body: { phoneNumber: to, otp, newPassword: "a-new-password" } });

  describe(`when ${way}`, () => {
    const ramz = ramzOf(PAGE, nth);

    test("a person gets a code and is signed up and in with it, once", async () => {
      const to = freshNumber();
      await ramz.within(async () => {
        await send(to);
        const code = await ramz.api.codeFor(to);
        expect(await errorOf(verify(to, wrong(code)))).toMatchObject(INVALID);
        const { user, token } = await verify(to, code);
        expect([user.phoneNumber, user.phoneNumberVerified, typeof token]).toEqual([to, true, "string"]);
        expect(await errorOf(verify(to, code))).toMatchObject({ status: "BAD_REQUEST" });
      });
    });

    test("a refusal of Ramz is better-auth's answer, with the time to wait", async () => {
      const to = freshNumber();
      const address = { "x-forwarded-for": "203.0.113.7" };
      await ramz.within(async () => {
        await send(to);
        const again = await handler(
          new Request("http://localhost:3000/api/auth/phone-number/send-otp", {
            method: "POST",
            headers: { "content-type": "application/json", ...address },
            body: JSON.stringify({ phoneNumber: to }),
          }),
        );
        expect([again.status, await again.json()]).toMatchObject([429, { code: "cooldown" }]);
        expect(Number(again.headers.get("retry-after"))).toBeGreaterThan(20);
        const landline = await errorOf(send("+982188888888"));
        expect(landline).toMatchObject({ status: "BAD_REQUEST", body: { code: "recipient_not_allowed" } });
        expect(await errorOf(send("09121234567"))).toMatchObject({ status: "BAD_REQUEST" });
      });
    });

    test("what is no fault of the person is thrown", async () => {
      await ramz.whileSendsFail(async () => {
        expect(await errorOf(send(freshNumber()))).toMatchObject({
          message: expect.stringMatching(/^Ramz: delivery_failed: /),
        });
      });
      await ramz.within(async () => {
        process.env["RAMZ_KEY"] = "ramz_unknown";
        expect(await errorOf(send(freshNumber()))).toMatchObject({
          message: expect.stringMatching(/^Ramz: unauthorized: /),
        });
      });
    });

    test("a code for a log-in resets no password, one for a reset logs no one in and resets it", async () => {
      const [to, stranger] = [freshNumber(), freshNumber()];
      await ramz.within(async () => {
        await send(stranger);
        expect(await errorOf(reset(stranger, await ramz.api.codeFor(stranger)))).toMatchObject({
          status: "BAD_REQUEST",
        });
        const { internalAdapter } = await $context;
        const email = `${to}@phone.invalid`;
        const user = { email, name: to, phoneNumber: to, phoneNumberVerified: true };
        await internalAdapter.createUser(user, { method: "phone-number" });
        for (const number of [to, freshNumber()]) expect(await askForReset(number)).toEqual({ status: true });
        const code = await eventually(
          () => ramz.api.codeFor(to).catch(() => null),
          (found) => found !== null,
        );
        expect(await errorOf(verify(to, code ?? ""))).toMatchObject({ status: "BAD_REQUEST" });
        expect(await reset(to, code ?? "")).toEqual({ status: true });
      });
    });

    test(`after a refused resend the code on the phone is ${isKept ? "still right" : "not right any more"}`, async () => {
      const to = freshNumber();
      await ramz.within(async () => {
        await send(to);
        await errorOf(send(to));
        const sent = verify(to, await ramz.api.codeFor(to));
        if (isKept) expect(await sent).toMatchObject({ status: true });
        else expect(await errorOf(sent)).toMatchObject(INVALID);
      });
    });
  });
}
