/** Verdicts to HTTP (design §6.1): one switch per use case, no default, so a new verdict does not compile until it is answered. */
import { RETRY_BUSY_MS } from "../problems/failure.ts";
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../../domain/verdicts.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import { mustBeDigits } from "../problems/field-errors.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import { replayedHeaders } from "../request/repeated-checks.ts";
import { answerFailedSend, answerNotSent, refuseNumber } from "./not-sent-responses.ts";
import { refuse, type VerdictContext } from "./verdict-context.ts";
import { verificationBody } from "./verification-body.ts";

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
    case "overloaded":
    case "recipient_refused": {
      const view = verdict.verification;
      return answerFailedSend(verdict, view.attempts, { verification: shown(view, reply) }, reply);
    }
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

function shown(view: VerificationView, reply: VerdictContext) {
  return verificationBody(view, reply.app, reply.language);
}
