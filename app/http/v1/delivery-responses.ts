/** Verdicts of deliveries to HTTP. What keeps a message from being sent is answered as at a start. */
import { RETRY_BUSY_MS } from "../problems/failure.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { CarryVerdict, ReadDeliveryVerdict, ReportVerdict } from "../../../domain/verdicts.ts";
import { NO_SUCH_DELIVERY, NOT_A_CODE } from "../problems/delivery-problems.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import { deliveryBody } from "./delivery-body.ts";
import { answerFailedSend, answerNotSent } from "./not-sent-responses.ts";
import { refuse, type VerdictContext } from "./verdict-context.ts";

export function answerCarry(verdict: CarryVerdict, channel: string, reply: VerdictContext): Response {
  switch (verdict.kind) {
    case "carried":
      return delivery(reply, verdict.delivery, 201, rateLimitHeaders(verdict.quotas));
    case "carrying":
      return delivery(reply, verdict.delivery, 202, rateLimitHeaders(verdict.quotas));
    case "delivery_failed":
    case "overloaded":
    case "recipient_refused": {
      const view = verdict.delivery;
      return answerFailedSend(
        verdict,
        view.attempts,
        { delivery: deliveryBody(view, reply.app, reply.language) },
        reply,
      );
    }
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
      return refuse(reply, "already_used", {
        members: { delivery: deliveryBody(verdict.delivery, reply.app, reply.language) },
      });
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
  return Response.json(deliveryBody(view, reply.app, reply.language), { status, headers });
}
