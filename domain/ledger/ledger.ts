/** The ledger: all that is remembered of one recipient within one app. Pure functions: a ledger in, a ledger out. */
import type { Attempt } from "../delivery/attempt.ts";
import type { Recipient } from "../recipient/recipient.ts";
import { DAY_MS, type EpochMs } from "../time.ts";
import { type Delivery, prunedDeliveries } from "./delivery.ts";
import { withoutOldCheck } from "./repeated-check.ts";
import type { History, Timestamps } from "./send-limits.ts";
import {
  type PendingVerification,
  resolveAt,
  type TrustLevel,
  trustLevelOf,
  type Verification,
} from "./verification.ts";

export interface Ledger extends History {
  readonly app: string;
  /** The number; masked where the number is not kept any more or cannot be read. */
  readonly recipient: Recipient;
  /** The encrypted number, beside a masked one (see storage/encrypted-ledgers.ts). */
  readonly sealed?: string;
  /** Carried codes, oldest first, without the codes. Absent while there are none. */
  readonly deliveries?: readonly Delivery[];
}

/** How long a ledger must be kept after its last save for its daily limits to hold. */
export const LEDGER_KEPT_MS: number = DAY_MS;

/** Settled verifications that are kept, so that "why did I get no code?" has an answer for a while. */
const SETTLED_KEPT = 10;

export function emptyLedger(app: string, recipient: Recipient): Ledger {
  return { app, recipient, sends: [], guesses: [], verifications: [] };
}

/** The ledger without what no rule needs at `now`: timestamps older than a day, seeds of expired codes, checks that cannot be repeated any more, the oldest settled runs. */
export function pruned(ledger: Ledger, now: EpochMs): Ledger {
  const isRecent = (at: EpochMs) => at > now - DAY_MS;
  const recent = ({ sends, guesses }: Timestamps) => ({
    sends: sends.filter(isRecent),
    guesses: guesses.filter(isRecent),
  });
  const verifications = ledger.verifications.map((verification) =>
    withoutOldCheck(resolveAt(verification, now), now),
  );
  const settledAt = verifications
    .flatMap((one) => (one.status === "pending" ? [] : [one.settledAt]))
    .sort((a, b) => b - a);
  const keptFrom = settledAt[SETTLED_KEPT - 1] ?? 0;
  return {
    ...ledger,
    ...recent(ledger),
    ...(ledger.knownSession && { knownSession: recent(ledger.knownSession) }),
    ...(ledger.deliveries && { deliveries: prunedDeliveries(ledger.deliveries, now) }),
    verifications: verifications.filter((one) => one.status === "pending" || one.settledAt >= keptFrom),
  };
}

/** The ledger with one verification replaced by its newer state. */
export function withVerification(ledger: Ledger, verification: Verification): Ledger {
  const verifications = ledger.verifications.map((old) => (old.id === verification.id ? verification : old));
  return { ...ledger, verifications };
}

export function findById(ledger: Ledger, id: string): Verification | undefined {
  return ledger.verifications.find((verification) => verification.id === id);
}

/** Every attempt that is remembered. */
export function attemptsIn({ verifications, deliveries = [] }: Ledger): readonly Attempt[] {
  return [...verifications, ...deliveries].flatMap(({ attempts }) => attempts);
}

/** The verification that a check by number means: the pending one of this purpose and trust level, else the newest. */
export function findByPurpose(
  ledger: Ledger,
  purpose: string,
  trustLevel: TrustLevel,
): Verification | undefined {
  const isMeant = (one: Verification) => one.purpose === purpose && trustLevelOf(one) === trustLevel;
  return findPending(ledger, purpose, trustLevel) ?? ledger.verifications.findLast(isMeant);
}

/** The pending verification of this purpose and trust level. There is at most one. */
export function findPending(
  ledger: Ledger,
  purpose: string,
  trustLevel: TrustLevel,
): PendingVerification | undefined {
  for (const one of ledger.verifications) {
    if (one.status === "pending" && one.purpose === purpose && trustLevelOf(one) === trustLevel) return one;
  }
  return undefined;
}
