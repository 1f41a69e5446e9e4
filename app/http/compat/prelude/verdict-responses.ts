/** Verdicts in Prelude's words: one switch per use case, no default. */
import { RETRY_BUSY_MS } from "../../problems/failure.ts";
import type { VerificationView } from "../../../../domain/ledger/verification-view.ts";
import type { Metadata } from "../../../../domain/ledger/verification.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import type { CheckVerdict, StartVerdict } from "../../../../domain/verdicts.ts";
import type { ProblemCode } from "../../problems/catalogue.ts";
import type { Text } from "../../../language/language.ts";
import type { ReplyContext } from "../../problems/problem.ts";
import { proofHeader } from "../own-headers.ts";
import { refusePrelude } from "./error-handler.ts";

/** What a reply needs to know of its request. */
export interface PreludeReply extends ReplyContext {
  readonly now: EpochMs;
}

/** What a reply to a start needs to know of it. */
export interface PreludeStartReply extends PreludeReply {
  readonly channel: "sms" | "call";
  readonly metadata?: Metadata;
}

export function answerStart(verdict: StartVerdict, reply: PreludeStartReply): Response {
  switch (verdict.kind) {
    case "sent":
      return started(verdict.resent ? "retry" : "success", verdict.verification, reply);
    case "recipient_refused":
      return blocked("invalid_phone_number", reply, verdict.verification);
    case "recipient_invalid":
      return blocked("invalid_phone_number", reply);
    case "recipient_not_allowed":
      return blocked(verdict.reason === "line" ? "invalid_phone_line" : "in_block_list", reply);
    case "send_limit":
    case "guess_limit":
      return blocked("repeated_attempts", reply);
    case "low_conversion":
    case "challenge_required":
      return blocked("suspicious", reply);
    case "cooldown":
      return later(verdict.kind, verdict.until, reply);
    case "ip_limit":
    case "caller_limit":
    case "budget":
      return later(verdict.kind, verdict.until, reply, { rule: verdict.rule });
    case "delivery_failed":
      return refusePrelude(
        { code: "delivery_failed", detail: NOT_SENT, retryAfterMs: verdict.retryAt - reply.now },
        reply,
      );
    case "overloaded":
      return later(verdict.kind, verdict.retryAt, reply);
    case "canceled":
      return refusePrelude({ code: "canceled" }, reply);
    case "channel_unavailable": {
      const errors = [{ field: "options.method", detail: NO_CHANNEL[reply.language] }];
      return refusePrelude({ code: "invalid_request", errors }, reply);
    }
    case "busy":
      return later(verdict.kind, reply.now + RETRY_BUSY_MS, reply);
  }
}

/** A guess that is no code at all is as wrong as any other; it is not counted. */
export function answerCheck(verdict: CheckVerdict, reply: PreludeReply): Response {
  switch (verdict.kind) {
    case "approved":
      return checked("success", reply, verdict.verification, proofHeader(verdict.proof));
    case "incorrect":
    case "exhausted":
      return checked("failure", reply, verdict.verification);
    case "malformed":
    case "guess_limit":
      return checked("failure", reply);
    case "already_approved":
    case "expired":
    case "canceled":
    case "undelivered":
      return checked("expired_or_not_found", reply, verdict.verification);
    case "not_found":
    case "recipient_invalid":
    case "recipient_not_allowed":
      return checked("expired_or_not_found", reply);
    case "busy":
      return later(verdict.kind, reply.now + RETRY_BUSY_MS, reply);
  }
}

const NOT_SENT: Text = {
  en: "No provider could send the code. Try again in {wait}.",
  fa: "هیچ ارائه‌دهنده‌ای نتوانست کد را بفرستد. لطفاً پس از {wait} دوباره تلاش کنید.",
};
const NO_CHANNEL: Text = {
  en: "is not possible: no provider of this app sends this way",
  fa: "ممکن نیست؛ هیچ ارائه‌دهنده‌ای از این برنامه به این شیوه ارسال نمی‌کند",
};

function started(
  status: "success" | "retry",
  { id, metadata }: VerificationView,
  reply: PreludeStartReply,
): Response {
  return Response.json({ id, status, ...wayOf(reply), ...echoed(metadata), request_id: reply.traceId });
}

/** Nothing was sent, and Prelude's clients do not see that as an error. */
function blocked(reason: string, reply: PreludeStartReply, view?: VerificationView): Response {
  const { traceId, metadata } = reply;
  // Its clients expect an id. Where no verification was opened, the trace leads to the cause in the log.
  const id = view?.id ?? traceId;
  const body = { id, status: "blocked", reason, ...wayOf(reply), ...echoed(metadata), request_id: traceId };
  return Response.json(body);
}

function wayOf({ channel }: PreludeStartReply) {
  switch (channel) {
    case "sms":
      return { method: "message", channels: ["sms"] };
    case "call":
      return { method: "voice", channels: ["voice"] };
  }
}

function checked(
  status: "success" | "failure" | "expired_or_not_found",
  { traceId }: PreludeReply,
  view?: VerificationView,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const known = view && { id: view.id, ...echoed(view.metadata) };
  return Response.json({ status, ...known, request_id: traceId }, { headers });
}

/** Of the metadata of a verification, which another surface may have begun, what Prelude's clients know. */
function echoed(metadata: Metadata = {}) {
  const { correlation_id } = metadata;
  return correlation_id === undefined ? {} : { metadata: { correlation_id } };
}

function later(
  code: ProblemCode,
  until: EpochMs,
  reply: PreludeReply,
  values: Readonly<Record<string, string>> = {},
): Response {
  return refusePrelude({ code, values, retryAfterMs: until - reply.now }, reply);
}
