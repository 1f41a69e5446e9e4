/**
 * Ledgers as they can be believed. A moment that lies further ahead than clocks of processes differ was written by a wrong clock, and a
 * pending verification whose secret is no longer configured has no code any more. Both are put right as a ledger is loaded, so that every
 * use case sees the same.
 */
import type { Ledger } from "../ledger/ledger.ts";
import type { Timestamps } from "../ledger/send-limits.ts";
import { settle, type Verification } from "../ledger/verification.ts";
import type { Clock, Secrets } from "../ports.ts";
import { CLOCK_SKEW_MS, type EpochMs } from "../time.ts";
import type { LedgerStore } from "./store.ts";

interface BelievableParts {
  readonly clock: Pick<Clock, "now">;
  readonly secrets: Pick<Secrets, "knows">;
}

/** The same store, whose ledgers can be believed. */
export function believableLedgers(store: LedgerStore, { clock, secrets }: BelievableParts): LedgerStore {
  return {
    async load(key) {
      const stored = await store.load(key);
      if (stored === null) return null;
      const ledger = believable(stored.ledger, clock.now(), (keyId) => secrets.knows(keyId));
      return { ...stored, ledger };
    },
    save: (key, ledger, revision, expiresAt) => store.save(key, ledger, revision, expiresAt),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/** The ledger without moments of a wrong clock, and with unreadable verifications canceled. */
export function believable(ledger: Ledger, now: EpochMs, knows: (keyId: string) => boolean): Ledger {
  const isBelieved = (at: EpochMs) => at <= now + CLOCK_SKEW_MS;
  const past = ({ sends, guesses }: Timestamps): Timestamps => ({
    sends: sends.filter(isBelieved),
    guesses: guesses.filter(isBelieved),
  });
  return {
    ...ledger,
    ...past(ledger),
    ...(ledger.knownSession && { knownSession: past(ledger.knownSession) }),
    verifications: ledger.verifications.map((one) => believed(one, now, isBelieved, knows)),
  };
}

function believed(
  verification: Verification,
  now: EpochMs,
  isBelieved: (at: EpochMs) => boolean,
  knows: (keyId: string) => boolean,
): Verification {
  if (verification.status !== "pending")
    return isBelieved(verification.settledAt) ? verification : { ...verification, settledAt: now };
  // The life of a code counts from its creation. One created in the future would live longer than any policy allows.
  if (!isBelieved(verification.createdAt)) return settle(verification, "expired", now);
  return knows(verification.keyId) ? verification : settle(verification, "canceled", now);
}
