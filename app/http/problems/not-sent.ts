/** Why nothing was sent, or why no provider took it: the same failure on every surface, whatever words it is answered in. */
import { type Attempt, mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { NotAdmitted, NotReserved } from "../../../domain/verdicts.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import type { ProblemCode } from "./catalogue.ts";
import { type Failure, RETRY_BUSY_MS } from "./failure.ts";
import type { Language, Text } from "../../language/language.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "./refused-numbers.ts";

/** What the sentences need to know of the request. */
export interface NotSentContext {
  readonly language: Language;
  readonly app: Pick<App, "exampleNumber">;
  readonly now: Service["now"];
}

/** Of a request that was refused before any provider was asked. */
export function notSent(verdict: NotReserved | NotAdmitted, channel: string, reply: NotSentContext): Failure {
  switch (verdict.kind) {
    case "cooldown":
      return forNow(reply, "cooldown", { rule: "cooldown", until: verdict.until });
    case "send_limit":
    case "guess_limit":
      return forNow(reply, "send_limit", { rule: verdict.kind, until: verdict.until });
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return forNow(reply, verdict.kind, verdict);
    case "challenge_required": {
      const { challenge, rule, isAddressKnown, isResponseRefused, quotas } = verdict;
      const { language } = reply;
      const further = [
        ...(isResponseRefused ? [RESPONSE_REFUSED[language]] : []),
        ...(isAddressKnown ? [] : [ADDRESS_UNKNOWN[language]]),
      ];
      return {
        code: "challenge_required",
        values: { rule, further: further.join("") },
        members: { challenge },
        headers: rateLimitHeaders(quotas),
      };
    }
    case "channel_unavailable":
      return { code: "channel_unavailable", values: { channel } };
    case "recipient_invalid":
    case "recipient_not_allowed":
      return notAdmitted(verdict, reply);
    case "busy":
      return { code: "busy", retryAfterMs: RETRY_BUSY_MS };
  }
}

/** 429, with how long and by which rule. */
function forNow(
  reply: NotSentContext,
  code: ProblemCode,
  by: { readonly rule: string; readonly until: number; readonly quotas?: readonly QuotaState[] },
): Failure {
  const { rule, until, quotas = [] } = by;
  const retryAfterMs = until - reply.now();
  const headers = rateLimitHeaders(quotas, { rule, retryAfterMs });
  return { code, values: { rule }, retryAfterMs, headers };
}

export type FailedSend =
  | { readonly kind: "delivery_failed" | "overloaded"; readonly retryAt: EpochMs }
  | { readonly kind: "recipient_refused" };

/** Of a send that no provider took. */
export function failedSend(
  verdict: FailedSend,
  attempts: readonly Attempt[],
  reply: NotSentContext,
): Failure {
  switch (verdict.kind) {
    case "delivery_failed":
      return {
        code: "delivery_failed",
        values: {
          reasons: reasonsOf(attempts),
          // Of this send certainly nothing is out, so whatever may be is of an earlier one.
          this_time: attempts.some(mayHaveArrived) ? THIS_TIME[reply.language] : "",
        },
        retryAfterMs: verdict.retryAt - reply.now(),
      };
    case "overloaded":
      return { code: "overloaded", retryAfterMs: verdict.retryAt - reply.now() };
    case "recipient_refused":
      return { code: "recipient_invalid", ...REFUSED_BY_OPERATOR };
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

export function notAdmitted(verdict: NotAdmitted, { language, app }: NotSentContext): Failure {
  return { code: verdict.kind, values: { why: whyNotAdmitted(verdict, language, app.exampleNumber) } };
}
