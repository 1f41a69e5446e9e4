/** Verdicts of deliveries to HTTP. What keeps a message from being sent is answered as at a start. */
import { mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { CarryVerdict, ReadDeliveryVerdict, ReportVerdict } from "../../../domain/verdicts.ts";
import { NO_SUCH_DELIVERY, NOT_A_CODE } from "../problems/delivery-problems.ts";
import { REFUSED_BY_OPERATOR } from "../problems/refused-numbers.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import type { DeliveryReplyBody } from "../schemas/deliveries.ts";
import {
  answerNotSent,
  reasonsOf,
  refuse,
  RETRY_BUSY_MS,
  THIS_TIME,
  type VerdictContext,
} from "./verdict-responses.ts";
import { iso, presentAttempt } from "./verification-body.ts";

export function answerCarry(verdict: CarryVerdict, channel: string, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "carried":
      return delivery(reply, verdict.delivery, 201, rateLimitHeaders(verdict.quotas));
    case "carrying":
      return delivery(reply, verdict.delivery, 202, rateLimitHeaders(verdict.quotas));
    case "delivery_failed":
      return refuse(reply, "delivery_failed", {
        values: {
          reasons: reasonsOf(verdict.delivery),
          this_time: verdict.delivery.attempts.some(mayHaveArrived) ? THIS_TIME[reply.language] : "",
        },
        retryAfterMs: verdict.retryAt - reply.now(),
        members: { delivery: shown(verdict.delivery, reply) },
      });
    case "overloaded":
      return refuse(reply, "overloaded", {
        retryAfterMs: verdict.retryAt - reply.now(),
        members: { delivery: shown(verdict.delivery, reply) },
      });
    case "recipient_refused":
      return refuse(reply, "recipient_invalid", {
        ...REFUSED_BY_OPERATOR,
        members: { delivery: shown(verdict.delivery, reply) },
      });
    case "code_malformed":
      return refuse(reply, "invalid_request", {
        errors: [{ field: "code", detail: NOT_A_CODE[reply.language] }],
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

export function answerReadDelivery(verdict: ReadDeliveryVerdict, reply: VerdictContext): Response {
  return verdict.kind === "found" ? delivery(reply, verdict.delivery, 200) : noSuchDelivery(reply);
}

export function answerReport(verdict: ReportVerdict, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "reported":
      return delivery(reply, verdict.delivery, 200);
    case "already_used":
      return refuse(reply, "already_used", { members: { delivery: shown(verdict.delivery, reply) } });
    case "not_found":
      return noSuchDelivery(reply);
    case "busy":
      return refuse(reply, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

function noSuchDelivery(reply: VerdictContext): Response {
  return refuse(reply, "not_found", { detail: NO_SUCH_DELIVERY });
}

function delivery(
  reply: VerdictContext,
  view: DeliveryView,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(shown(view, reply), { status, headers });
}

function shown(view: DeliveryView, { app, language }: VerdictContext): DeliveryReplyBody {
  return {
    id: view.id,
    to: view.recipient,
    status: view.status,
    purpose: view.purpose,
    channel: view.channel,
    provider: view.provider,
    created_at: iso(view.createdAt),
    expires_at: iso(view.expiresAt),
    ...(view.metadata && { metadata: { ...view.metadata } }),
    ...(view.outcome && { used: view.outcome === "used" }),
    attempts: view.attempts.map((attempt) => presentAttempt(attempt, app, language)),
    trace_id: view.traceId,
  };
}
