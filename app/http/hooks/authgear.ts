/** Authgear's custom SMS gateway. It signs the body alone, and reads the word `code` of the answer, whatever its status is. */
import type { HmacAuth, HookSettings } from "../../config/hook-settings.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import { noCodeAt } from "../problems/hook-problems.ts";
import { textAt, purposeOf } from "./body-fields.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";
import type { HookMessage, HookProtocol, HookRefusal, HookUnreadable } from "./protocol.ts";
import { isSignedBody } from "./signature.ts";

const SIGNATURE: HmacAuth = { header: "x-authgear-body-signature", encoding: "hex", prefix: "" };

export function authgearProtocol(_: HookSettings, __: CodePattern | null, proofs: Proofs): HookProtocol {
  return {
    body: "json",
    isProven: (request) => isSignedBody(request, SIGNATURE, proofs),
    read,
    taken: () => Response.json({ code: "ok" }),
    refuse: (refusal) =>
      Response.json(
        {
          code: wordFor(refusal),
          description: refusal.detail,
          info: { provider_name: "ramz", provider_type: "custom", provider_error_code: refusal.code },
        },
        { status: refusal.status },
      ),
  };
}

/** A message with a link has no code, though its text may have digits: the text is not read. */
function read(body: unknown): HookMessage | HookUnreadable {
  const to = textAt(body, [["to"]]);
  if (to === undefined) return { kind: "unreadable", code: "invalid_request", detail: NO_NUMBER };
  const code = textAt(body, [["template_variables", "code"]]);
  if (code === undefined)
    return { kind: "unreadable", code: "code_not_found", detail: noCodeAt("template_variables.code") };
  const locale = textAt(body, [["language_tag"]]);
  const purpose = purposeOf(textAt(body, [["template_name"]])?.replace(/(?:_sms)?\.txt$/, ""));
  return {
    kind: "message",
    to,
    code,
    ...(locale !== undefined && { locale }),
    ...(purpose !== undefined && { purpose }),
  };
}

const NO_NUMBER = {
  en: "The phone number is missing. Authgear writes it as to.",
  fa: "شمارهٔ تلفن در درخواست نیست. Authgear آن را در to می‌نویسد.",
};

type AuthgearWord =
  | "invalid_phone_number"
  | "rate_limited"
  | "authentication_failed"
  | "unsupported_request"
  | "delivery_rejected"
  | "timeout"
  | "unknown_error";

const WORDS: Readonly<Partial<Record<ProblemCode, AuthgearWord>>> = {
  recipient_invalid: "invalid_phone_number",
  recipient_not_allowed: "delivery_rejected",
  unauthorized: "authentication_failed",
  overloaded: "timeout",
  idempotency_in_progress: "timeout",
  busy: "unknown_error",
};

function wordFor({ code, status, verdict }: HookRefusal): AuthgearWord {
  if (verdict?.kind === "delivery_failed") return whyFailed(verdict.delivery.attempts);
  const known = WORDS[code];
  if (known !== undefined) return known;
  if (status === 429) return "rate_limited";
  return status >= 500 ? "unknown_error" : "unsupported_request";
}

/** Why a provider was not called, where another attempt or an operator is the cause. */
const NOT_ITS_OWN = ["account_refused", "breaker_open", "operator_rest"];

/** Of one send. The account is at fault if no provider was refused for anything else. */
function whyFailed(attempts: readonly { readonly fault?: string; readonly reason?: string }[]): AuthgearWord {
  const called = attempts.filter(({ reason }) => reason === undefined || !NOT_ITS_OWN.includes(reason));
  if (called.length > 0 && called.every(({ fault }) => fault === "account")) return "authentication_failed";
  return called.some(({ reason }) => reason === "too_late") ? "timeout" : "delivery_rejected";
}
