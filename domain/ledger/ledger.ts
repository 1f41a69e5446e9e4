/** All that is remembered of one recipient within one app, and the rules over it. Pure: a ledger in, a ledger out. */
import type { Attempt } from "../delivery/attempt.ts";
import type { SendOutcome } from "../delivery/fallback-chain.ts";
import type { Recipient } from "../recipient/recipient.ts";
import {
  capsOf,
  capUntil,
  type Decision,
  type History,
  type TrustLevel,
  trustLevelOf,
  type Timestamps,
  timestampsOf,
  decideSend,
  withTimestamps,
} from "./send-limits.ts";
import { type Policy } from "./policy.ts";
import {
  resolveAt,
  mayHaveArrived,
  type PendingVerification,
  settle,
  type Verification,
  withAttempts,
} from "./verification.ts";
import { DAY_MS, type EpochMs } from "../time.ts";

export interface Ledger extends History {
  readonly app: string;
  /** The number; its masked form where the number itself is not kept any more, or cannot be read. */
  readonly recipient: Recipient;
  /** The number under encryption, beside a masked one (see sealed.ts). */
  readonly sealed?: string;
}

/** How long a ledger must be kept after `now` for its daily limits to hold. */
export const LEDGER_KEPT_MS: number = DAY_MS;

/** Settled verifications remembered, so that "why did I get no code?" has an answer for a while. */
const SETTLED_KEPT = 10;

/** A ledger without what no rule needs at `now`: moments older than a day, codes that outlived their life, old history. */
export function tidied(ledger: Ledger, now: EpochMs): Ledger {
  const fresh = (at: EpochMs) => at > now - DAY_MS;
  const freshOf = ({ sends, guesses }: Timestamps) => ({
    sends: sends.filter(fresh),
    guesses: guesses.filter(fresh),
  });
  const verifications = ledger.verifications.map((verification) => resolveAt(verification, now));
  const settledAt = verifications
    .flatMap((v) => (v.status === "pending" ? [] : [v.settledAt]))
    .sort((a, b) => b - a);
  const keptFrom = settledAt[SETTLED_KEPT - 1] ?? 0;
  return {
    ...ledger,
    ...freshOf(ledger),
    ...(ledger.known && { known: freshOf(ledger.known) }),
    verifications: verifications.filter((v) => v.status === "pending" || v.settledAt >= keptFrom),
  };
}

export type Opening =
  | {
      readonly kind: "opened";
      readonly ledger: Ledger;
      readonly verification: PendingVerification;
      readonly sendAt: EpochMs;
      readonly resent: boolean;
    }
  | { readonly kind: "closed"; readonly gate: Exclude<Decision, { kind: "open" }> };

/** Less than this share of its life left, a code is not sent again: the person would hardly have time to type it. */
const LEAST_LIFE_SHARE = 0.2;

/**
 * Reserves a send. A live verification of the same purpose is sent again with the same code; otherwise `fresh` is opened,
 * and what it replaces is canceled. The send counts from here on, before any provider is called.
 */
export function open(ledger: Ledger, fresh: PendingVerification, policy: Policy, now: EpochMs): Opening {
  const before = tidied(ledger, now);
  const lane = trustLevelOf(fresh);
  const gate = decideSend(before, policy, now, lane);
  if (gate.kind !== "open") return { kind: "closed", gate };

  const live = pendingOf(before, fresh.purpose, lane);
  const reusable = live !== undefined && live.expiresAt - now >= policy.ttlMs * LEAST_LIFE_SHARE;
  const verification: PendingVerification = reusable ? { ...live, ...askedAnew(fresh) } : fresh;
  const others = before.verifications
    .filter(({ id }) => id !== verification.id)
    .map((v) => (v.id === live?.id ? settle(live, "canceled", now) : v));
  const { sends } = timestampsOf(before, lane);
  const sendAt = Math.max(now, (sends.at(-1) ?? 0) + 1);
  const counted = withTimestamps(before, lane, { sends: [...sends, sendAt] });
  const opened = { ...counted, verifications: [...others, verification] };
  return { kind: "opened", ledger: opened, verification, sendAt, resent: reusable };
}

/** What a resend takes from the new request. */
function askedAnew({ channel, locale, traceId, network }: PendingVerification) {
  return { channel, locale, traceId, ...(network !== undefined && { network }) };
}

export function emptyLedger(app: string, recipient: Recipient): Ledger {
  return { app, recipient, sends: [], guesses: [], verifications: [] };
}

export function findById(ledger: Ledger, id: string): Verification | undefined {
  return ledger.verifications.find((verification) => verification.id === id);
}

/** The verification a check by number means: the live one of this purpose and lane, else the newest. */
export function findByPurpose(ledger: Ledger, purpose: string, lane: TrustLevel): Verification | undefined {
  const meant = (v: Verification) => v.purpose === purpose && trustLevelOf(v) === lane;
  return pendingOf(ledger, purpose, lane) ?? ledger.verifications.findLast(meant);
}

function pendingOf(ledger: Ledger, purpose: string, lane: TrustLevel): PendingVerification | undefined {
  for (const verification of ledger.verifications) {
    if (verification.status !== "pending" || verification.purpose !== purpose) continue;
    if (trustLevelOf(verification) === lane) return verification;
  }
  return undefined;
}

/** The same ledger with one verification replaced. */
export function replaced(ledger: Ledger, verification: Verification): Ledger {
  const verifications = ledger.verifications.map((old) => (old.id === verification.id ? verification : old));
  return { ...ledger, verifications };
}

export type Checking =
  | {
      readonly kind: "compared";
      readonly right: boolean;
      readonly ledger: Ledger;
      readonly verification: Verification;
    }
  | { readonly kind: "guess_limit"; readonly until: EpochMs };

/** Counts one guess and compares it. The outcome may be told only once the returned ledger is saved. */
export function check(
  ledger: Ledger,
  verification: PendingVerification,
  isRight: (verification: PendingVerification) => boolean,
  policy: Policy,
  now: EpochMs,
): Checking {
  const lane = trustLevelOf(verification);
  const { guesses } = timestampsOf(ledger, lane);
  const until = capUntil(guesses, capsOf(policy, lane).guessesPerDay, DAY_MS);
  if (until > now) return { kind: "guess_limit", until };
  const checksLeft = verification.checksLeft - 1;
  const counted = { ...verification, checksLeft };
  const right = isRight(verification);
  const next = right
    ? settle(counted, "approved", now)
    : checksLeft > 0
      ? counted
      : settle(counted, "exhausted", now);
  const guessed = withTimestamps(ledger, lane, { guesses: [...guesses, now] });
  return { kind: "compared", right, ledger: tidied(replaced(guessed, next), now), verification: next };
}

/** Notes what became of a send's attempts so far. */
export function noteAttempts(ledger: Ledger, id: string, attempts: readonly Attempt[]): Ledger {
  const verification = findById(ledger, id);
  return verification === undefined ? ledger : replaced(ledger, withAttempts(verification, attempts));
}

/**
 * Closes a send. When certainly nothing went out, the send is taken back (its cool-down and cap with it); a verification
 * none of whose messages can have arrived, or whose number a vendor refused, is settled as undelivered.
 */
export function closeSend(
  ledger: Ledger,
  reserved: Pick<PendingVerification, "id" | "lane">,
  sendAt: EpochMs,
  attempts: readonly Attempt[],
  outcome: SendOutcome,
  now: EpochMs,
): Ledger {
  const { id } = reserved;
  const noted = noteAttempts(ledger, id, attempts);
  if (outcome === "accepted" || outcome === "uncertain") return noted;
  const lost = !attempts.some((attempt) => attempt.outcome === "unknown");
  // Taken back also when the verification was forgotten meanwhile.
  const refunded = lost ? without(noted, sendAt, trustLevelOf(reserved)) : noted;
  const verification = findById(noted, id);
  if (verification?.status !== "pending") return refunded;
  const hopeless = outcome === "recipient_refused" || !mayHaveArrived(verification);
  return hopeless ? replaced(refunded, settle(verification, "undelivered", now)) : refunded;
}

/** The ledger without one send. */
function without(ledger: Ledger, sendAt: EpochMs, lane: TrustLevel): Ledger {
  return withTimestamps(ledger, lane, {
    sends: timestampsOf(ledger, lane).sends.filter((at) => at !== sendAt),
  });
}
