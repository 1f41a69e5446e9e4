/**
 * Ledgers without what cannot be true. A timestamp further ahead than clocks of processes may differ comes from a wrong clock, and a
 * pending verification whose secret was rotated out has no code any more. Both are corrected as a ledger is loaded, for every use case.
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

/** The store, whose ledgers are corrected as they are loaded. */
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

/** The ledger without timestamps of a wrong clock, and with verifications canceled that have no code any more. */
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
    ...(ledger.deliveries && {
      deliveries: ledger.deliveries.filter(({ createdAt }) => isBelieved(createdAt)),
    }),
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
  // The life of a code begins with its creation. A code created in the future would live longer than the policy allows.
  if (!isBelieved(verification.createdAt)) return settle(verification, "expired", now);
  return knows(verification.keyId) ? verification : settle(verification, "canceled", now);
}
