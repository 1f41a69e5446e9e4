/** One run of proving a number: opened once, settled once. */
import type { Attempt } from "../delivery/attempt.ts";
import type { CodeSeed } from "./code.ts";
import type { Channel, Locale } from "../delivery/provider.ts";
import type { EpochMs } from "../time.ts";

export type SettledStatus = "approved" | "canceled" | "expired" | "exhausted" | "undelivered";
export type Status = "pending" | SettledStatus;

/** Small facts of the caller's own, echoed back. Never put personal data here. */
export type Metadata = Readonly<Record<string, string>>;

interface Facts {
  readonly id: string;
  readonly purpose: string;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly checksLeft: number;
  readonly metadata?: Metadata;
  /** Whose share of the limits it uses; left out for anyone's. */
  readonly lane?: "known";
  /** A keyed hash of the network it was last asked from, for the guard. */
  readonly network?: string;
  readonly attempts: readonly Attempt[];
  /** The trace of the request that last sent its code, 32 hexadecimal digits. */
  readonly traceId: string;
}

/** Only a pending verification has what a code can be derived from: a settled one has no code any more. */
export type PendingVerification = Facts & CodeSeed & { readonly status: "pending" };
export type SettledVerification = Facts & { readonly status: SettledStatus; readonly settledAt: EpochMs };
export type Verification = PendingVerification | SettledVerification;

/** Settles a pending verification; the seed of its code is dropped. */
export function settle(
  verification: PendingVerification,
  status: SettledStatus,
  settledAt: EpochMs,
): SettledVerification {
  const { nonce: _nonce, keyId: _keyId, codeLength: _codeLength, ...facts } = verification;
  return { ...facts, status, settledAt };
}

/** The verification as it stands at `now`: the clock settles what has outlived its code, whatever the store still says. */
export function resolveAt(verification: Verification, now: EpochMs): Verification {
  if (verification.status !== "pending" || now < verification.expiresAt) return verification;
  return settle(verification, "expired", verification.expiresAt);
}

/** Attempts kept per verification, the newest; more than any chain and its resends make. */
const ATTEMPTS_KEPT = 24;

/** With these attempts noted: a known one (same send and index) is replaced, a new one is added. */
export function withAttempts<V extends Verification>(verification: V, noted: readonly Attempt[]): V {
  const isNoted = (attempt: Attempt) =>
    noted.some((other) => other.send === attempt.send && other.index === attempt.index);
  const kept = verification.attempts.filter((attempt) => !isNoted(attempt));
  const all = [...kept, ...noted];
  let surplus = all.length - ATTEMPTS_KEPT;
  return { ...verification, attempts: all.filter((attempt) => mayHaveArrivedBy(attempt) || surplus-- <= 0) };
}

/** Could a message of this verification have reached the phone? */
export function mayHaveArrived(verification: Verification): boolean {
  return verification.attempts.some(mayHaveArrivedBy);
}

/** Could this attempt's message have reached the phone? */
export function mayHaveArrivedBy({ outcome }: Attempt): boolean {
  return outcome === "accepted" || outcome === "unknown" || outcome === "planned";
}
