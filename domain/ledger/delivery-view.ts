/** A delivery as callers see it. */
import { attemptAt, type ReceiptedAttempt } from "../delivery/attempt.ts";
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import { type Delivery, type DeliveryStatus, statusOf } from "./delivery.ts";
import type { Policy } from "./policy.ts";

export interface DeliveryView extends Pick<
  Delivery,
  "id" | "purpose" | "channel" | "createdAt" | "expiresAt" | "metadata" | "outcome" | "traceId"
> {
  readonly recipient: Recipient;
  readonly status: DeliveryStatus;
  /** The provider that accepted the message; null while none has. */
  readonly provider: string | null;
  /** With receipts where they were read, which is when a delivery is looked up. */
  readonly attempts: readonly ReceiptedAttempt[];
}

export function deliveryViewOf(
  recipient: Recipient,
  delivery: Delivery,
  { chainDeadlineMs }: Pick<Policy, "chainDeadlineMs">,
  now: EpochMs,
): DeliveryView {
  const { id, purpose, channel, createdAt, expiresAt, metadata, outcome, traceId, attempts } = delivery;
  return {
    id,
    recipient,
    status: statusOf(delivery, now, chainDeadlineMs),
    purpose,
    channel,
    provider: attempts.findLast((attempt) => attempt.outcome === "accepted")?.provider ?? null,
    createdAt,
    expiresAt,
    ...(metadata && { metadata }),
    ...(outcome && { outcome }),
    attempts: attempts.map((attempt) => attemptAt(attempt, now, chainDeadlineMs)),
    traceId,
  };
}
