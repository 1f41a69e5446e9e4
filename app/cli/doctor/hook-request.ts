/** A request as a log-in server proves it, with nothing in it that could be carried. */
import { createHmac } from "node:crypto";
import type { HookSettings } from "../../config/hook-settings.ts";

/** Every protocol refuses it once it is proven: it names no number and no code. */
const EMPTY = "{}";

export interface ProvenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Proves a request with this secret as the hook's log-in server does. `now` is in milliseconds since 1970. */
export function provenRequest(settings: HookSettings, secret: string, now: number): ProvenRequest {
  const headers = {
    "content-type": "application/json",
    ...proofOf(settings, secret, String(Math.floor(now / 1000))),
  };
  return { headers, body: EMPTY };
}

function proofOf(
  { preset, auth }: HookSettings,
  secret: string,
  time: string,
): Readonly<Record<string, string>> {
  switch (preset) {
    case "supabase": {
      const id = crypto.randomUUID();
      const key = Buffer.from(secret.replace("v1,whsec_", ""), "base64");
      const signature = signed(key, `${id}.${time}.${EMPTY}`, "base64");
      return { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": `v1,${signature}` };
    }
    case "zitadel":
      return { "zitadel-signature": `t=${time},v1=${signed(secret, `${time}.${EMPTY}`, "hex")}` };
    case "authgear":
      return { "x-authgear-body-signature": signed(secret, EMPTY, "hex") };
    case "authsignal":
    case "okta":
    case "logto":
    case "authentik":
    case "casdoor":
    case "keycloak":
    case "kratos":
    case "fusionauth":
    case "generic":
      if (auth?.kind === "hmac") return { [auth.header]: auth.prefix + signed(secret, EMPTY, auth.encoding) };
      return {
        authorization: auth?.kind === "basic" ? `Basic ${btoa(`ramz:${secret}`)}` : `Bearer ${secret}`,
      };
  }
}

function signed(key: string | Buffer, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text).digest(encoding);
}
