import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { phoneNumber } from "better-auth/plugins";
import { addressIn, type Context, isE164, refusal } from "./better-auth-ramz.ts";
import { ask } from "./ramz.ts";

async function start(to: string, purpose: string, ctx: Context): Promise<void> {
  const reply = await ask("/v1/verifications", { to, purpose, ...addressIn(ctx) });
  if (reply.status >= 300) throw refusal(reply);
}

/** Whether Ramz says that this is the code. A wrong key, or Ramz out of reach, is thrown and not answered as a wrong code. */
async function isRight(to: string, code: string, purpose: string): Promise<boolean> {
  const reply = await ask("/v1/checks", { to, code, purpose });
  if (reply.status === 200) return reply.to === to;
  if ([400, 404, 409, 410, 422].includes(reply.status)) return false;
  throw refusal(reply);
}

export const auth = betterAuth({
  baseURL: "http://localhost:3000",
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }), // Put yours here.
  plugins: [
    phoneNumber({
      phoneNumberValidator: isE164,
      sendOTP: ({ phoneNumber: to }, ctx) => start(to, "login", ctx),
      // Not awaited: it is called for known numbers alone, and the time of the answer would say which are.
      sendPasswordResetOTP: ({ phoneNumber: to }, ctx) =>
        void start(to, "password_reset", ctx).catch(console.error),
      verifyOTP: ({ phoneNumber: to, code }, ctx) =>
        isRight(to, code, ctx?.path === "/phone-number/reset-password" ? "password_reset" : "login"),
      signUpOnVerification: { getTempEmail: (to) => `${to}@phone.invalid` },
    }),
  ],
});
