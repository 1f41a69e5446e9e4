/** Verdicts to HTTP (design §6.1): one switch per use case, no default, so a new verdict does not compile until it is answered. */
import type {
  CancelVerdict,
  CheckVerdict,
  NotAdmitted,
  NotReserved,
  ReadVerdict,
  StartVerdict,
} from "../../../domain/verdicts.ts";
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import { mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import type { Text } from "../problems/language.ts";
import { problem, type ProblemFacts, type ReplyContext } from "../problems/problem.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import { mustBeDigits } from "../problems/field-errors.ts";
import { verificationBody } from "./verification-body.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import { replayedHeaders } from "../request/repeated-checks.ts";
import { REFUSED_BY_OPERATOR, whyNotAdmitted } from "../problems/refused-numbers.ts";

/** What every reply to a verdict needs to know of its request. */
export interface VerdictContext extends ReplyContext {
  readonly now: Service["now"];
  readonly app: App;
}

type Further = Omit<ProblemFacts, "language" | "traceId">;

export const RETRY_BUSY_MS = 1_000;

export const refuse = (reply: VerdictContext, code: ProblemCode, further: Further = {}) =>
  problem(code, { language: reply.language, traceId: reply.traceId, ...further });

function verification(
  reply: VerdictContext,
  view: VerificationView,
  status: number,
  further: { readonly proof?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { ...verificationBody(view, reply.app, reply.language), ...further },
    { status, headers },
  );
}

export function answerStart(verdict: StartVerdict, channel: string, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "sent": {
      const headers = rateLimitHeaders(verdict.quotas);
      return verification(reply, verdict.verification, verdict.resent ? 200 : 201, {}, headers);
    }
    case "canceled":
      return refuse(reply, "canceled", { members: { verification: shown(verdict.verification, reply) } });
    case "delivery_failed":
      return refuse(reply, "delivery_failed", {
        values: {
          reasons: reasonsOf(verdict.verification),
          // Of this send certainly nothing is out, so whatever may be is of an earlier one.
          this_time: verdict.verification.attempts.some(mayHaveArrived) ? THIS_TIME[reply.language] : "",
        },
        retryAfterMs: verdict.retryAt - reply.now(),
        members: { verification: shown(verdict.verification, reply) },
      });
    case "overloaded":
      return refuse(reply, "overloaded", {
        retryAfterMs: verdict.retryAt - reply.now(),
        members: { verification: shown(verdict.verification, reply) },
      });
    case "recipient_refused":
      return refuse(reply, "recipient_invalid", {
        ...REFUSED_BY_OPERATOR,
        members: { verification: shown(verdict.verification, reply) },
      });
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
      return answerNotSent(verdict, channel, reply);
  }
}

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

export function answerCheck(verdict: CheckVerdict, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "approved":
      return verification(
        reply,
        verdict.verification,
        200,
        { proof: verdict.proof },
        replayedHeaders(verdict.repeated),
      );
    case "incorrect": {
      const { checksLeft } = verdict.verification;
      return refuse(reply, "code_incorrect", {
        values: { checks_left: checksLeft },
        members: { checks_left: checksLeft },
        headers: replayedHeaders(verdict.repeated),
      });
    }
    case "malformed":
      return refuse(reply, "invalid_request", {
        errors: [{ field: "code", detail: mustBeDigits(verdict.codeLength, reply.language) }],
      });
    case "guess_limit":
      return refuse(reply, "checks_exhausted", { retryAfterMs: verdict.until - reply.now() });
    case "exhausted":
      return refuse(reply, "checks_exhausted", { retryAfterMs: verdict.verification.resendAt - reply.now() });
    case "already_approved":
    case "expired":
    case "canceled":
    case "undelivered":
    case "not_found":
      return refuse(reply, verdict.kind);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return refuseNumber(verdict, reply);
    case "busy":
      return refuse(reply, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

export function answerCancel(verdict: CancelVerdict, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "canceled":
      return verification(reply, verdict.verification, 200);
    case "exhausted":
      return refuse(reply, "checks_exhausted", { retryAfterMs: verdict.verification.resendAt - reply.now() });
    case "already_approved":
    case "expired":
    case "undelivered":
    case "not_found":
      return refuse(reply, verdict.kind);
    case "busy":
      return refuse(reply, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

export function answerRead(verdict: ReadVerdict, reply: VerdictContext): Response {
  return verdict.kind === "found"
    ? verification(reply, verdict.verification, 200)
    : refuse(reply, "not_found");
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

export const THIS_TIME: Text = { en: " this time", fa: "این بار " };

/** What the last send came to: each provider with its last reason, e.g. `kavenegar/verify template_not_found`. */
export function reasonsOf({ attempts }: Pick<VerificationView, "attempts">): string {
  const send = attempts.at(-1)?.send;
  const last = attempts.filter((attempt) => attempt.send === send);
  const reasons = new Map(last.map(({ provider, reason = "" }) => [provider, reason]));
  return [...reasons].map((words) => words.join(" ").trim()).join(", ");
}

function refuseNumber(verdict: NotAdmitted, reply: VerdictContext): Response {
  return refuse(reply, verdict.kind, {
    values: { why: whyNotAdmitted(verdict, reply.language, reply.app.exampleNumber) },
  });
}

function shown(view: VerificationView, reply: VerdictContext) {
  return verificationBody(view, reply.app, reply.language);
}
