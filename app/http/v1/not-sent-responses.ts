/** Why nothing was sent, or why no provider took it: answered alike by every route of this surface that sends. */
import { type Attempt, mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { NotAdmitted, NotReserved } from "../../../domain/verdicts.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import type { Text } from "../problems/language.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "../problems/refused-numbers.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import { refuse, RETRY_BUSY_MS, type VerdictContext } from "./verdict-context.ts";

/** Why nothing was sent, for every route that sends. */
export function answerNotSent(
  verdict: NotReserved | NotAdmitted,
  channel: string,
  reply: VerdictContext,
): Response {
  switch (verdict.kind) {
    case "cooldown":
      return refuseForNow(reply, "cooldown", { rule: "cooldown", until: verdict.until });
    case "send_limit":
    case "guess_limit":
      return refuseForNow(reply, "send_limit", { rule: verdict.kind, until: verdict.until });
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return refuseForNow(reply, verdict.kind, verdict);
    case "challenge_required": {
      const { challenge, rule, isAddressKnown, isResponseRefused, quotas } = verdict;
      const { language } = reply;
      const further = [
        ...(isResponseRefused ? [RESPONSE_REFUSED[language]] : []),
        ...(isAddressKnown ? [] : [ADDRESS_UNKNOWN[language]]),
      ];
      return refuse(reply, "challenge_required", {
        values: { rule, further: further.join("") },
        members: { challenge },
        headers: rateLimitHeaders(quotas),
      });
    }
    case "channel_unavailable":
      return refuse(reply, "channel_unavailable", { values: { channel } });
    case "recipient_invalid":
    case "recipient_not_allowed":
      return refuseNumber(verdict, reply);
    case "busy":
      return refuse(reply, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

/** 429, with how long and by which rule. */
function refuseForNow(
  reply: VerdictContext,
  code: ProblemCode,
  by: { readonly rule: string; readonly until: number; readonly quotas?: readonly QuotaState[] },
): Response {
  const { rule, until, quotas = [] } = by;
  const retryAfterMs = until - reply.now();
  const headers = rateLimitHeaders(quotas, { rule, retryAfterMs });
  return refuse(reply, code, { values: { rule }, retryAfterMs, headers });
}

type FailedSend =
  | { readonly kind: "delivery_failed" | "overloaded"; readonly retryAt: EpochMs }
  | { readonly kind: "recipient_refused" };

/** A send that no provider took. `members` hold what was to be sent, with the timeline of its `attempts`. */
export function answerFailedSend(
  verdict: FailedSend,
  attempts: readonly Attempt[],
  members: Readonly<Record<string, unknown>>,
  reply: VerdictContext,
): Response {
  switch (verdict.kind) {
    case "delivery_failed":
      return refuse(reply, "delivery_failed", {
        values: {
          reasons: reasonsOf(attempts),
          // Of this send certainly nothing is out, so whatever may be is of an earlier one.
          this_time: attempts.some(mayHaveArrived) ? THIS_TIME[reply.language] : "",
        },
        retryAfterMs: verdict.retryAt - reply.now(),
        members,
      });
    case "overloaded":
      return refuse(reply, "overloaded", { retryAfterMs: verdict.retryAt - reply.now(), members });
    case "recipient_refused":
      return refuse(reply, "recipient_invalid", { ...REFUSED_BY_OPERATOR, members });
  }
}

const RESPONSE_REFUSED: Text = {
  en: " The challenge_response of this request was not accepted: it is wrong, older than two minutes, used before, or for another number.",
  fa: " پاسخ challenge_response این درخواست پذیرفته نشد: نادرست است، بیش از دو دقیقه از آن گذشته، قبلاً استفاده شده یا برای شمارهٔ دیگری است.",
};

/** Why even the first send of a person needs a challenge, and what the caller can do. */
const ADDRESS_UNKNOWN: Text = {
  en: " Send the end user's address as client_ip: then the first code of an address needs no challenge.",
  fa: " نشانی کاربر را در client_ip بفرستید تا نخستین کد هر نشانی بدون چالش ارسال شود.",
};

const THIS_TIME: Text = { en: " this time", fa: "این بار " };

/** What the last send came to: each provider with its last reason, e.g. `kavenegar/verify template_not_found`. */
function reasonsOf(attempts: readonly Attempt[]): string {
  const send = attempts.at(-1)?.send;
  const last = attempts.filter((attempt) => attempt.send === send);
  const reasons = new Map(last.map(({ provider, reason = "" }) => [provider, reason]));
  return [...reasons].map((words) => words.join(" ").trim()).join(", ");
}

export function refuseNumber(verdict: NotAdmitted, reply: VerdictContext): Response {
  return refuse(reply, verdict.kind, {
    values: { why: whyNotAdmitted(verdict, reply.language, reply.app.exampleNumber) },
  });
}
