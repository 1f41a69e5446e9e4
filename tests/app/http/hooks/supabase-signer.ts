/** Supabase Auth, as far as a hook sees it: bodies as it writes them, signed with the package that its own documentation names. */
import { Webhook } from "standardwebhooks";
import type { Api, HeaderList, Reply } from "../../../support/http.ts";

export const SECRET = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const OTHER_SECRET = "v1,whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazF5aGFuZA==";

/** A configuration with one Supabase hook, at `/hooks/shop/supabase`. */
export const HOOK = `[apps.shop.hooks.supabase]\nsecrets = ["${SECRET}"]\n`;
export const PATH = "/hooks/shop/supabase";

export interface Signing {
  readonly secrets?: readonly string[];
  readonly id?: string;
  readonly at?: Date;
}

/** The headers of one try. Each has an id of its own; several secrets are joined by a comma and a space, as Supabase does. */
export function signed(body: string, signing: Signing = {}): Record<string, string> {
  const { secrets = [SECRET], id = crypto.randomUUID(), at = new Date() } = signing;
  const signatures = secrets.map((secret) => new Webhook(secret.replace("v1,", "")).sign(id, at, body));
  return {
    "content-type": "application/json",
    "accept-encoding": "identity",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signatures.join(", "),
  };
}

/** The body for a code to this number in E.164, which Supabase writes without the plus sign. */
export function bodyFor(to: string, otp: string, further: object = {}): string {
  const phone = to.replace("+", "");
  return JSON.stringify({
    metadata: {
      uuid: crypto.randomUUID(),
      time: new Date().toISOString(),
      name: "send-sms",
      ip_address: "203.0.113.9",
    },
    user: { id: crypto.randomUUID(), aud: "authenticated", role: "", email: "", phone, user_metadata: {} },
    sms: { otp, phone },
    ...further,
  });
}

export function hand(
  api: Api,
  body: string,
  headers: HeaderList = signed(body),
  path = PATH,
): Promise<Reply> {
  return api.request(path, { method: "POST", headers, body });
}

/** What Supabase hands on to the app of the end user; null when the answer is no refusal to it. */
export function errorIn({
  status,
  body,
}: Reply): { readonly http_code: number; readonly message: string } | null {
  const { error } = Object(body);
  return status === 200 && error !== undefined ? error : null;
}
