/** Why nothing was sent, in Twilio's words: for codes of Ramz and for codes of the caller's own. */
import { RETRY_BUSY_MS } from "../../problems/failure.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import type { NotAdmitted, NotReserved } from "../../../../domain/verdicts.ts";
import type { ProblemCode } from "../../problems/catalogue.ts";
import type { Text } from "../../../language/language.ts";
import type { FailedSend } from "../../problems/not-sent.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "../../problems/refused-numbers.ts";
import {
  BLOCKED,
  CONCURRENT,
  GEO_BLOCKED,
  invalidParameter,
  LANDLINE,
  MAX_SENDS,
  TOO_MANY,
  twilioError,
  type TwilioError,
  UNAVAILABLE,
} from "./errors.ts";
import type { TwilioReply } from "./reply-context.ts";

export function answerNotSent(verdict: NotReserved, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "cooldown":
      return later(MAX_SENDS, "cooldown", { rule: verdict.kind, until: verdict.until }, reply);
    case "send_limit":
    case "guess_limit":
      return later(MAX_SENDS, "send_limit", { rule: verdict.kind, until: verdict.until }, reply);
    case "ip_limit":
    case "caller_limit":
    case "budget":
      return later(TOO_MANY, verdict.kind, verdict, reply);
    case "low_conversion":
      return later(BLOCKED, verdict.kind, verdict, reply);
    case "challenge_required":
      return twilioError(BLOCKED, { problem: verdict.kind, detail: NO_CHALLENGE }, reply);
    case "channel_unavailable":
      return invalidParameter("Channel", NO_PROVIDER[reply.language], verdict.kind, reply);
    case "busy":
      return twilioError(CONCURRENT, { problem: "busy", retryAfterMs: RETRY_BUSY_MS }, reply);
  }
}

/** No provider took it. */
export function answerFailed(verdict: FailedSend, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "delivery_failed":
    case "overloaded": {
      const { kind: problem, retryAt } = verdict;
      return twilioError(
        UNAVAILABLE,
        { problem, detail: NOT_SENT, retryAfterMs: retryAt - reply.now() },
        reply,
      );
    }
    case "recipient_refused":
      return invalidParameter("To", REFUSED_BY_OPERATOR.detail[reply.language], "recipient_invalid", reply);
  }
}

export function answerNotAdmitted(verdict: NotAdmitted, reply: TwilioReply): Response {
  const why = whyNotAdmitted(verdict, reply.language, reply.app.exampleNumber);
  switch (verdict.kind) {
    case "recipient_invalid":
      return invalidParameter("To", why, verdict.kind, reply);
    case "recipient_not_allowed": {
      const error = verdict.reason === "country" ? GEO_BLOCKED : LANDLINE;
      return twilioError(error, { problem: verdict.kind, values: { why } }, reply);
    }
  }
}

function later(
  error: TwilioError,
  problem: ProblemCode,
  { rule, until }: { readonly rule: string; readonly until: EpochMs },
  reply: TwilioReply,
): Response {
  return twilioError(error, { problem, values: { rule }, retryAfterMs: until - reply.now() }, reply);
}

const NO_PROVIDER: Text = {
  en: "no configured provider has this channel",
  fa: "هیچ ارائه‌دهندهٔ تعریف‌شده‌ای این روش را ندارد",
};
const NOT_SENT: Text = {
  en: "No provider could send the code, and nothing was sent. Try again in {wait}.",
  fa: "هیچ ارائه‌دهنده‌ای نتوانست کد را ارسال کند و چیزی ارسال نشد. لطفاً پس از {wait} دوباره تلاش کنید.",
};
const NO_CHALLENGE: Text = {
  en: 'Few of the codes sent recently are typed in, so new users solve a challenge first, which Twilio\'s clients cannot pass on. Write challenge = "none" for this app, or start the verification at /v1/verifications.',
  fa: 'از کدهایی که اخیراً ارسال شده‌اند تعداد کمی وارد شده است، بنابراین کاربران جدید ابتدا یک چالش حل می‌کنند که کلاینت‌های Twilio آن را منتقل نمی‌کنند. برای این برنامه challenge = "none" بنویسید یا از /v1/verifications استفاده کنید.',
};
