/** One run of proving a number: opened once, settled once. */
import { type Attempt, mayHaveArrived } from "../delivery/attempt.ts";
import { type Locale, NOT_A_USER, type RequestedChannel } from "../delivery/provider.ts";
import type { EpochMs } from "../time.ts";
import type { RoutedSend } from "../routing/routing.ts";
import type { SentFrom } from "../rate-limits/sender.ts";
import type { CodeSeed } from "./code.ts";

export type SettledStatus = "approved" | "canceled" | "expired" | "exhausted" | "undelivered";
export type Status = "pending" | SettledStatus;

/** Small facts of the caller, echoed in replies. They must hold no personal data. */
export type Metadata = Readonly<Record<string, string>>;

/** Whether the app vouches that the end user has a session it knows. Each level has verifications and limits of its own. */
export type TrustLevel = "unknown" | "known-session";

/** The last check of a verification, as it is remembered (see repeated-check.ts). */
export interface LastCheck {
  /** Keyed hash of the caller's name for it. */
  readonly name: string;
  /** Keyed hash of the guess. */
  readonly guess: string;
  readonly until: EpochMs;
}

interface Facts {
  readonly id: string;
  readonly purpose: string;
  /** As it was last asked for. */
  readonly channel: RequestedChannel;
  readonly locale: Locale;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly checksLeft: number;
  readonly metadata?: Metadata;
  /** Absent for `unknown`; read it with `trustLevelOf`. */
  readonly trustLevel?: "known-session";
  /** Where it was last requested from, for the pumping guard. */
  readonly sentFrom?: SentFrom;
  readonly attempts: readonly Attempt[];
  /** Absent unless its caller lets it be repeated. */
  readonly lastCheck?: LastCheck;
  /** The route of its first send; absent where orders are fixed. */
  readonly routed?: RoutedSend;
  /** The trace of the request that last sent its code, 32 hexadecimal digits. */
  readonly traceId: string;
}

/** Only a pending verification has the seed of a code. A settled one has no code any more. */
export type PendingVerification = Facts & CodeSeed & { readonly status: "pending" };
export type SettledVerification = Facts & { readonly status: SettledStatus; readonly settledAt: EpochMs };
export type Verification = PendingVerification | SettledVerification;

export function trustLevelOf({ trustLevel }: Pick<Facts, "trustLevel">): TrustLevel {
  return trustLevel ?? "unknown";
}

/** Settles a pending verification and drops the seed of its code. */
export function settle(
  verification: PendingVerification,
  status: SettledStatus,
  settledAt: EpochMs,
): SettledVerification {
  const { nonce: _nonce, keyId: _keyId, codeLength: _codeLength, ...facts } = verification;
  return { ...facts, status, settledAt };
}

/** The verification as it is at `now`: one past its end of life is expired, also when the store still has it as pending. */
export function resolveAt(verification: Verification, now: EpochMs): Verification {
  if (verification.status !== "pending" || now < verification.expiresAt) return verification;
  return settle(verification, "expired", verification.expiresAt);
}

/** Attempts kept per verification or delivery; more than any chain and its resends make. */
const ATTEMPTS_KEPT = 24;

/**
 * The verification or delivery with these attempts noted: one it has already (same send and index) is replaced, a new one is added. Beyond the
 * number kept, the oldest are dropped whose message cannot have arrived and which no rule needs.
 */
export function withAttempts<V extends { readonly attempts: readonly Attempt[] }>(
  verification: V,
  noted: readonly Attempt[],
): V {
  const isNoted = (attempt: Attempt) =>
    noted.some((other) => other.send === attempt.send && other.index === attempt.index);
  const kept = verification.attempts.filter((attempt) => !isNoted(attempt));
  const all = [...kept, ...noted];
  let surplus = all.length - ATTEMPTS_KEPT;
  return { ...verification, attempts: all.filter((attempt) => isRemembered(attempt) || surplus-- <= 0) };
}

/** Attempts that are kept whatever their number: a message that may have arrived, and a messenger that does not know the number. */
function isRemembered(attempt: Attempt): boolean {
  return mayHaveArrived(attempt) || attempt.reason === NOT_A_USER;
}
