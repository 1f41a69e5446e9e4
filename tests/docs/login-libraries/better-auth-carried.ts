import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { phoneNumber } from "better-auth/plugins";
import { addressIn, type Context, isE164, refusal } from "./better-auth-ramz.ts";
import { ask } from "./ramz.ts";

const EXPIRES_IN_S = 300;

async function carry({ phoneNumber: to, code }: Sent, ctx: Context): Promise<void> {
  const reply = await ask("/v1/deliveries", { to, code, expires_in: EXPIRES_IN_S, ...addressIn(ctx) });
  if (reply.status >= 300) throw refusal(reply);
}

interface Sent {
  readonly phoneNumber: string;
  readonly code: string;
}

export const auth = betterAuth({
  baseURL: "http://localhost:3000",
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }), // Put yours here.
  plugins: [
    phoneNumber({
      phoneNumberValidator: isE164,
      expiresIn: EXPIRES_IN_S,
      sendOTP: carry,
      sendPasswordResetOTP: (sent, ctx) => void carry(sent, ctx).catch(console.error),
      signUpOnVerification: { getTempEmail: (to) => `${to}@phone.invalid` },
    }),
  ],
});
