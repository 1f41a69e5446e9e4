/** The Send SMS hook of Supabase Auth, as its server of August 2026 calls it. It signs by Standard Webhooks. */
import type { HookSettings } from "../../config/hook-settings.ts";
import type { Text } from "../../language/language.ts";
import { noCodeAt } from "../problems/hook-problems.ts";
import { textAt } from "./body-fields.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";
import type { HookMessage, HookProtocol, HookRefusal, HookUnreadable } from "./protocol.ts";
import { isStandardWebhook } from "./signature.ts";

export function supabaseProtocol(_: HookSettings, __: CodePattern | null, proofs: Proofs): HookProtocol {
  return {
    body: "json",
    isProven: (request) => isStandardWebhook(request, proofs),
    read,
    taken: () => json({}, 200),
    refuse,
  };
}

function read(body: unknown): HookMessage | HookUnreadable {
  const code = textAt(body, [["sms", "otp"]]);
  if (code === undefined) return { kind: "unreadable", code: "code_not_found", detail: noCodeAt("sms.otp") };
  const phone = textAt(body, [["sms", "phone"]]) ?? phoneOfUser(body);
  if (phone === undefined) return { kind: "unreadable", code: "invalid_request", detail: NO_NUMBER };
  const ip = textAt(body, [["metadata", "ip_address"]]);
  const isMfa = textAt(body, [["sms", "sms_type"]]) === "mfa";
  return {
    kind: "message",
    // The country code and the number in digits alone: without the plus sign they would be read as a number of the app's country.
    to: phone.startsWith("+") ? phone : `+${phone}`,
    code,
    ...(isMfa && { purpose: "mfa" }),
    ...(ip !== undefined && { ip }),
  };
}

/**
 * Of servers before August 2025, which send no `sms.phone`. While a user changes the number, they do not say to which of the two they send;
 * a guess could send the code to a stranger.
 */
function phoneOfUser(body: unknown): string | undefined {
  if (textAt(body, [["user", "new_phone"]]) !== undefined) return undefined;
  return textAt(body, [["user", "phone"]]);
}

const NO_NUMBER: Text = {
  en: "The request does not say for certain which number the code is for (sms.phone). Update Supabase Auth.",
  fa: "درخواست شمارهٔ گیرندهٔ کد (sms.phone) را به‌طور قطعی مشخص نمی‌کند. Supabase Auth را به‌روز کنید.",
};

/**
 * A refusal is 200 with an error in it, which Supabase hands on to the app of the end user with its status. Any other status would be an
 * internal error there, and Retry-After with 429 or 503 would make it try again at once, three times. Only a request that is not proven has a
 * status of its own: one without a good signature, and one that is too large to be read.
 */
function refuse({ code, status, detail }: HookRefusal): Response {
  const error = { http_code: status, message: detail };
  const isProven = code !== "unauthorized" && code !== "body_too_large";
  return json({ error }, isProven ? 200 : status);
}

/** An answer of any other content type, whatever its status, is an error to Supabase. */
function json(body: object, status: number): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
