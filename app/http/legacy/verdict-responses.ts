/** Verdicts in the predecessor's words: one switch per use case, no default. */
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { CheckVerdict, StartVerdict } from "../../../domain/verdicts.ts";
import type { ExampleNumber } from "../../service/calling-app.ts";
import { durationText } from "../../language/duration.ts";
import { mustBeDigits } from "../problems/field-errors.ts";
import { filled, type Language } from "../../language/language.ts";
import { wholeSeconds } from "../problems/problem.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "../problems/refused-numbers.ts";
import { LEGACY_TEXTS, type LegacyText } from "./texts.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";

/** What a reply needs to know of its request. */
export interface LegacyReply {
  readonly language: Language;
  readonly now: EpochMs;
  /** A number of the app's first country, for messages. */
  readonly exampleNumber: ExampleNumber | null;
}

export function answerStart(verdict: StartVerdict, reply: LegacyReply): Response {
  const { language, now } = reply;
  switch (verdict.kind) {
    case "sent": {
      const { recipient, expiresAt, readAt } = verdict.verification;
      const message = say("sent", language);
      return Response.json({
        phone_number: recipient,
        message,
        expires_in: wholeSeconds(expiresAt - readAt),
      });
    }
    case "cooldown":
    case "send_limit":
    case "guess_limit":
      return tooMany(verdict.until - now, language, { rule: verdict.kind, quotas: [] });
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return tooMany(verdict.until - now, language, verdict);
    case "challenge_required":
      return Response.json(
        { detail: say("challenge", language), challenge: verdict.challenge },
        { status: 403 },
      );
    case "recipient_refused":
      return fieldError("phone_number", REFUSED_BY_OPERATOR.detail[language]);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return fieldError("phone_number", whyNotAdmitted(verdict, language, reply.exampleNumber));
    case "canceled":
    case "delivery_failed":
    case "channel_unavailable":
      return Response.json({ detail: say("not_sent", language) }, { status: 502 });
    case "overloaded":
      return waiting(503, say("not_sent", language), wholeSeconds(verdict.retryAt - now));
    case "busy":
      return busy(language);
  }
}

export function answerCheck(verdict: CheckVerdict, reply: LegacyReply): Response {
  const { language, now } = reply;
  switch (verdict.kind) {
    case "approved": {
      const { verification, proof } = verdict;
      return Response.json({
        phone_number: verification.recipient,
        verified: true,
        verification_token: proof,
      });
    }
    case "incorrect": {
      const { checksLeft } = verdict.verification;
      const text = checksLeft > 0 ? "incorrect" : "exhausted";
      return fieldError("code", say(text, language, { left: checksLeft }), {
        attempts_remaining: checksLeft,
      });
    }
    case "malformed":
      return fieldError(
        "code",
        `${say("this_field", language)} ${mustBeDigits(verdict.codeLength, language)}.`,
      );
    case "exhausted":
      return fieldError("code", say("exhausted", language), { attempts_remaining: 0 });
    case "expired":
      return fieldError("code", say("expired", language));
    case "not_found":
    case "already_approved":
    case "canceled":
    case "undelivered":
      return fieldError("code", say("none", language));
    case "recipient_invalid":
    case "recipient_not_allowed":
      return fieldError("phone_number", whyNotAdmitted(verdict, language, reply.exampleNumber));
    case "guess_limit":
      return tooMany(verdict.until - now, language, { rule: verdict.kind, quotas: [] });
    case "busy":
      return busy(language);
  }
}

function say(
  text: LegacyText,
  language: Language,
  values: Readonly<Record<string, number | string>> = {},
): string {
  return filled(LEGACY_TEXTS[text][language], values, language);
}

function fieldError(field: string, why: string, further: Readonly<Record<string, unknown>> = {}): Response {
  return Response.json({ [field]: [why], ...further }, { status: 400 });
}

function tooMany(
  waitMs: number,
  language: Language,
  { rule, quotas }: { readonly rule: string; readonly quotas: readonly QuotaState[] },
): Response {
  const retryAfter = wholeSeconds(waitMs);
  const detail = say(waitTextOf(retryAfter), language, {
    hours: Math.floor(retryAfter / 3600),
    minutes: Math.floor((retryAfter % 3600) / 60),
    seconds: retryAfter % 60,
    wait: durationText(retryAfter, language),
  });
  return waiting(429, detail, retryAfter, rateLimitHeaders(quotas, { rule, retryAfterMs: waitMs }));
}

function waitTextOf(seconds: number): LegacyText {
  if (seconds >= 3600) return "wait_hours";
  return seconds >= 60 ? "wait_minutes" : "wait_seconds";
}

function busy(language: Language): Response {
  return waiting(503, say("busy", language), 1);
}

/** `{detail, retry_after}` with the header that says the same. */
export function waiting(
  status: number,
  detail: string,
  retryAfter: number,
  further: Readonly<Record<string, string>> = {},
): Response {
  const headers = { "retry-after": String(retryAfter), ...further };
  return Response.json({ detail, retry_after: retryAfter }, { status, headers });
}
