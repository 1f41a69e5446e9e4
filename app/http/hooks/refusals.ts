/** Why a request of a log-in server was refused, as protocols answer it: Ramz's own words, whichever step refused. */
import type { CarryVerdict } from "../../../domain/verdicts.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import { NOT_A_CODE } from "../problems/delivery-problems.ts";
import type { Failure } from "../problems/failure.ts";
import { failedSend, notSent, type NotSentContext } from "../problems/not-sent.ts";
import { detailOf, type ReplyContext, wholeSeconds } from "../problems/problem.ts";
import type { HookRefusal } from "./protocol.ts";

/** A failure as protocols answer it. */
export function refusalOf(
  failure: Failure,
  { language, traceId }: ReplyContext,
  verdict: CarryVerdict | null = null,
): HookRefusal {
  const { code, retryAfterMs } = failure;
  return {
    code,
    status: PROBLEMS[code].status,
    detail: detailOf(code, failure, language),
    language,
    retryAfterS: retryAfterMs === undefined ? null : wholeSeconds(retryAfterMs),
    verdict,
    traceId,
  };
}

/** Nothing is on its way. */
export type NotCarried = Exclude<CarryVerdict, { kind: "carried" | "carrying" }>;

export function failureOf(verdict: NotCarried, channel: string, reply: NotSentContext): Failure {
  switch (verdict.kind) {
    case "delivery_failed":
    case "overloaded":
    case "recipient_refused":
      return failedSend(verdict, verdict.delivery.attempts, reply);
    case "code_malformed":
      return {
        code: "invalid_request",
        detail: { en: `The code ${NOT_A_CODE.en}.`, fa: `کد ${NOT_A_CODE.fa}.` },
      };
    case "cooldown":
    case "send_limit":
    case "guess_limit":
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
    case "challenge_required":
    case "channel_unavailable":
    case "recipient_invalid":
    case "recipient_not_allowed":
    case "busy":
      return notSent(verdict, channel, reply);
  }
}
