import type { GenericEndpointContext } from "better-auth";
import { APIError, getIP } from "better-auth/api";
import type { Reply } from "./ramz.ts";

export type Context = GenericEndpointContext | undefined;

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
