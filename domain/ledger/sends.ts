/** What a send does to a ledger: it is reserved before the first call, its attempts are noted, and it is closed with its outcome. */
import { type Attempt, mayHaveArrived } from "../delivery/attempt.ts";
import type { SendOutcome } from "../delivery/fallback-chain.ts";
import { sentFromBoth } from "../rate-limits/sender.ts";
import type { EpochMs } from "../time.ts";
import { findById, findPending, type Ledger, pruned, withVerification } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { decideSend, type SendRefusal, timestampsOf, withTimestamps } from "./send-limits.ts";
import {
  type PendingVerification,
  settle,
  type TrustLevel,
  trustLevelOf,
  withAttempts,
} from "./verification.ts";

export type Opening =
  | {
      readonly kind: "opened";
      readonly ledger: Ledger;
      readonly verification: PendingVerification;
      /** When the send was reserved; names it within the ledger. */
      readonly sendAt: EpochMs;
      /** The code of an earlier send goes out again. */
      readonly resent: boolean;
    }
  | { readonly kind: "refused"; readonly refusal: SendRefusal };

/** A code with less than this share of its life left is not sent again: the person would hardly have time to type it. */
const RESENDABLE_LIFE_SHARE = 0.2;

/**
 * Reserves a send. A pending verification of the same purpose is sent again with the same code; otherwise `draft` is opened and the
 * one it replaces is canceled. The send counts from here on, before any provider is called.
 */
export function openSend(ledger: Ledger, draft: PendingVerification, policy: Policy, now: EpochMs): Opening {
  const before = pruned(ledger, now);
  const trustLevel = trustLevelOf(draft);
  const decision = decideSend(before, policy, now, trustLevel);
  if (decision.kind !== "allowed") return { kind: "refused", refusal: decision };

  const pending = findPending(before, draft.purpose, trustLevel);
  const resent = pending !== undefined && isWorthSending(pending, policy, now);
  const verification: PendingVerification = resent
    ? { ...pending, ...renewed(draft, pending.sentFrom) }
    : draft;
  const others = before.verifications
    .filter(({ id }) => id !== verification.id)
    .map((one) => (one.id === pending?.id ? settle(pending, "canceled", now) : one));
  const { sends } = timestampsOf(before, trustLevel);
  const sendAt = nextSendAt(sends, now);
  const counted = withTimestamps(before, trustLevel, { sends: [...sends, sendAt] });
  const opened = { ...counted, verifications: [...others, verification] };
  return { kind: "opened", ledger: opened, verification, sendAt, resent };
}

/** When a send counts from. It names the send, so it differs from those before. */
export function nextSendAt(sends: readonly EpochMs[], now: EpochMs): EpochMs {
  return Math.max(now, (sends.at(-1) ?? 0) + 1);
}

/** Whether enough of the code's life is left to send it again. */
export function isWorthSending(
  { expiresAt }: Pick<PendingVerification, "expiresAt">,
  { ttlMs }: Pick<Policy, "ttlMs">,
  now: EpochMs,
): boolean {
  return expiresAt - now >= ttlMs * RESENDABLE_LIFE_SHARE;
}

/** What a resend takes from the new request. */
function renewed(
  { channel, locale, traceId, sentFrom }: PendingVerification,
  before: PendingVerification["sentFrom"],
) {
  return { channel, locale, traceId, ...(sentFrom && { sentFrom: sentFromBoth(before, sentFrom) }) };
}

/** Notes what became of a send's attempts so far. */
export function noteAttempts(ledger: Ledger, id: string, attempts: readonly Attempt[]): Ledger {
  const verification = findById(ledger, id);
  return verification === undefined ? ledger : withVerification(ledger, withAttempts(verification, attempts));
}

/**
 * Closes a send. When certainly nothing went out, the send is taken back, with its cool-down and its place in the caps. A verification
 * is settled as undelivered when none of its messages can have arrived; a message that may have arrived keeps its code right, whatever a
 * later attempt says.
 */
export function closeSend(
  ledger: Ledger,
  reserved: Pick<PendingVerification, "id" | "trustLevel">,
  sendAt: EpochMs,
  attempts: readonly Attempt[],
  outcome: SendOutcome,
  now: EpochMs,
): Ledger {
  const { id } = reserved;
  const noted = noteAttempts(ledger, id, attempts);
  if (outcome === "accepted" || outcome === "uncertain") return noted;
  // Taken back also when the verification was forgotten meanwhile.
  const refunded = givenBackSend(noted, sendAt, attempts, outcome, trustLevelOf(reserved));
  const verification = findById(noted, id);
  if (verification?.status !== "pending") return refunded;
  if (verification.attempts.some(mayHaveArrived)) return refunded;
  return withVerification(refunded, settle(verification, "undelivered", now));
}

/** The ledger without a send that certainly did not go out; any other stays counted. */
export function givenBackSend(
  ledger: Ledger,
  sendAt: EpochMs,
  attempts: readonly Attempt[],
  outcome: SendOutcome,
  trustLevel: TrustLevel,
): Ledger {
  if (outcome === "accepted" || outcome === "uncertain") return ledger;
  const isLost = !attempts.some((attempt) => attempt.outcome === "unknown");
  return isLost ? withoutSend(ledger, sendAt, trustLevel) : ledger;
}

function withoutSend(ledger: Ledger, sendAt: EpochMs, trustLevel: TrustLevel): Ledger {
  const { sends } = timestampsOf(ledger, trustLevel);
  return withTimestamps(ledger, trustLevel, { sends: sends.filter((at) => at !== sendAt) });
}
