import { betterAuth, type GenericEndpointContext } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { APIError, getIP } from "better-auth/api";
import { phoneNumber } from "better-auth/plugins";
import { ask, type Reply } from "./ramz.ts";

type Context = GenericEndpointContext | undefined;

/** A refusal that concerns the person gets a status of its own. Any other is thrown, and better-auth answers 500. */
export function refusal({ status, code, detail, retry_after }: Reply): Error {
  if (status === 429)
    return new APIError("TOO_MANY_REQUESTS", { code, message: detail }, { "retry-after": `${retry_after}` });
  if (code.startsWith("recipient_")) return new APIError("BAD_REQUEST", { code, message: detail });
  return new Error(`Ramz: ${code}: ${detail}`);
}

/** The address of the person, which Ramz limits. A call of your own server has none. */
export function addressIn(ctx: Context): { readonly client_ip?: string } {
  const address = ctx?.request && getIP(ctx.request, ctx.context.options);
  return address ? { client_ip: address } : {};
}

/** E.164, since better-auth takes each spelling of a number for another user. */
export const isE164 = (number: string): boolean => /^\+[1-9]\d{7,14}$/.test(number);

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
