/** Verdicts in Twilio's words: one switch per use case, no default. */
import { RETRY_BUSY_MS } from "../../problems/failure.ts";
import type {
  CancelVerdict,
  CarryVerdict,
  CheckVerdict,
  FindVerdict,
  ReportVerdict,
  StartVerdict,
} from "../../../../domain/verdicts.ts";
import type { ProblemCode } from "../../problems/catalogue.ts";
import { NOT_A_CODE } from "../../problems/delivery-problems.ts";
import { mustBeDigits } from "../../problems/field-errors.ts";
import { proofHeader } from "../own-headers.ts";
import { CONCURRENT, invalidParameter, MAX_CHECKS, NOT_FOUND, twilioError } from "./errors.ts";
import { answerFailed, answerNotAdmitted, answerNotSent } from "./not-sent-responses.ts";
import type { TwilioReply } from "./reply-context.ts";
import { checkResource, deliveryResource, verificationResource } from "./resources.ts";

export function answerStart(verdict: StartVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "sent":
    case "canceled":
      return Response.json(verificationResource(verdict.verification, reply), { status: 201 });
    case "delivery_failed":
    case "overloaded":
    case "recipient_refused":
      return answerFailed(verdict, reply);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return answerNotAdmitted(verdict, reply);
    case "cooldown":
    case "send_limit":
    case "guess_limit":
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
    case "challenge_required":
    case "channel_unavailable":
    case "busy":
      return answerNotSent(verdict, reply);
  }
}

export function answerCarry(verdict: CarryVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "carried":
    case "carrying":
      return Response.json(deliveryResource(verdict.delivery, reply), { status: 201 });
    case "code_malformed":
      return invalidParameter("CustomCode", NOT_A_CODE[reply.language], "invalid_request", reply);
    case "delivery_failed":
    case "overloaded":
    case "recipient_refused":
      return answerFailed(verdict, reply);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return answerNotAdmitted(verdict, reply);
    case "cooldown":
    case "send_limit":
    case "guess_limit":
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
    case "challenge_required":
    case "channel_unavailable":
    case "busy":
      return answerNotSent(verdict, reply);
  }
}

export function answerCheck(verdict: CheckVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "approved": {
      const headers = proofHeader(verdict.proof);
      return Response.json(checkResource(verdict.verification, reply), { status: 201, headers });
    }
    case "incorrect":
      return Response.json(checkResource(verdict.verification, reply));
    case "malformed":
      return invalidParameter(
        "Code",
        mustBeDigits(verdict.codeLength, reply.language),
        "invalid_request",
        reply,
      );
    case "guess_limit":
      return checksExhausted(verdict.until, reply);
    case "exhausted":
      return checksExhausted(verdict.verification.resendAt, reply);
    case "already_approved":
    case "expired":
    case "canceled":
    case "undelivered":
    case "not_found":
      return notFound(reply, verdict.kind);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return answerNotAdmitted(verdict, reply);
    case "busy":
      return busy(reply);
  }
}

/** Of a fetch. What cannot be a number of this app has no verification either. */
export function answerFind(verdict: FindVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "verification":
      return Response.json(verificationResource(verdict.verification, reply));
    case "delivery":
      return Response.json(deliveryResource(verdict.delivery, reply));
    case "not_found":
    case "recipient_invalid":
    case "recipient_not_allowed":
      return notFound(reply);
  }
}

export function answerCancel(verdict: CancelVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "canceled":
      return Response.json(verificationResource(verdict.verification, reply));
    case "already_approved":
    case "exhausted":
    case "expired":
    case "undelivered":
    case "not_found":
      return notFound(reply, verdict.kind === "exhausted" ? "checks_exhausted" : verdict.kind);
    case "busy":
      return busy(reply);
  }
}

export function answerReport(verdict: ReportVerdict, reply: TwilioReply): Response {
  switch (verdict.kind) {
    case "reported":
      return Response.json(deliveryResource(verdict.delivery, reply));
    case "already_used":
    case "not_found":
      return notFound(reply, verdict.kind);
    case "busy":
      return busy(reply);
  }
}

/** Twilio forgets a verification at its end. The problem says which end it was. */
export function notFound(reply: TwilioReply, problem: ProblemCode = "not_found"): Response {
  return twilioError(NOT_FOUND, { problem, values: { path: reply.path, wait: "" } }, reply);
}

function checksExhausted(until: number, reply: TwilioReply): Response {
  return twilioError(MAX_CHECKS, { problem: "checks_exhausted", retryAfterMs: until - reply.now() }, reply);
}

function busy(reply: TwilioReply): Response {
  return twilioError(CONCURRENT, { problem: "busy", retryAfterMs: RETRY_BUSY_MS }, reply);
}
