/** A verification as callers see it, without the seed of its code. */
import { attemptAt, type ReceiptedAttempt } from "../delivery/attempt.ts";
import type { Locale, RequestedChannel } from "../delivery/provider.ts";
import type { Ledger } from "./ledger.ts";
import { decideSend } from "./send-limits.ts";
import type { Policy } from "./policy.ts";
import type { Recipient } from "../recipient/recipient.ts";
import type { RoutedSend } from "../routing/routing.ts";
import { resolveAt, type Metadata, type Status, trustLevelOf, type Verification } from "./verification.ts";
import type { EpochMs } from "../time.ts";

export interface VerificationView {
  readonly id: string;
  readonly recipient: Recipient;
  readonly status: Status;
  readonly purpose: string;
  /** As it was last asked for; each attempt has its own. */
  readonly channel: RequestedChannel;
  readonly locale: Locale;
  /** The provider that accepted the newest message; null while none has. */
  readonly provider: string | null;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  /** From when another message to this recipient is allowed; `readAt` when it already is. */
  readonly resendAt: EpochMs;
  readonly readAt: EpochMs;
  /** Absent while it is pending. */
  readonly settledAt?: EpochMs;
  readonly checksLeft: number;
  readonly metadata?: Metadata;
  /** With receipts where they were read, which is when a verification is looked up. */
  readonly attempts: readonly ReceiptedAttempt[];
  /** The route of its first send, for operators; absent where orders are fixed. */
  readonly routed?: RoutedSend;
  readonly traceId: string;
}

/** `verification` of `ledger` as callers see it at `now`. */
export function viewOf(
  ledger: Ledger,
  verification: Verification,
  policy: Policy,
  now: EpochMs,
): VerificationView {
  const current = resolveAt(verification, now);
  const decision = decideSend(ledger, policy, now, trustLevelOf(current));
  const {
    id,
    purpose,
    channel,
    locale,
    createdAt,
    expiresAt,
    checksLeft,
    metadata,
    routed,
    traceId,
    status,
  } = current;
  return {
    id,
    recipient: ledger.recipient,
    status,
    purpose,
    channel,
    locale,
    provider: current.attempts.findLast(({ outcome }) => outcome === "accepted")?.provider ?? null,
    createdAt,
    expiresAt,
    resendAt: decision.kind === "allowed" ? now : decision.until,
    readAt: now,
    ...(current.status !== "pending" && { settledAt: current.settledAt }),
    checksLeft,
    ...(metadata && { metadata }),
    ...(routed && { routed }),
    attempts: current.attempts.map((attempt) => attemptAt(attempt, now, policy.chainDeadlineMs)),
    traceId,
  };
}
