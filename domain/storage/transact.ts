/** How the domain uses a store: every change of a ledger by compare-and-set (decision 0002), and what an outage may delay or hide. */
import { type Ledger, LEDGER_KEPT_MS } from "../ledger/ledger.ts";
import type { Clock } from "../ports.ts";
import type { EpochMs } from "../time.ts";
import { type LedgerStore, type StoredLedger, StoreUnavailable } from "./store.ts";

/** What to do with a ledger: save a new one, or leave it as it is. `S` and `U` are what the caller hears in each case. */
export type Decision<S, U> =
  { readonly save: Ledger; readonly result: S } | { readonly save?: never; readonly result: U };

export type Transacted<S, U> =
  | { readonly kind: "saved"; readonly result: S; readonly stored: StoredLedger }
  | { readonly kind: "unchanged"; readonly result: U }
  /** Other saves came first, every time. Nothing was changed. */
  | { readonly kind: "busy" };

/** A conflict means that another save went through. The limits bound the saves one ledger sees in a row, far below this number. */
const TRIES = 24;

/**
 * Loads the ledger under `key`, decides, and saves; starts over when another save came first. `decide` must be pure: it runs once
 * per try, and only the decision that was saved counts. `preloaded` replaces the first load when the caller has just loaded or saved
 * the ledger. Throws StoreUnavailable.
 */
export async function transact<S, U>(
  store: LedgerStore,
  clock: Clock,
  key: string,
  decide: (ledger: Ledger | null, now: EpochMs) => Decision<S, U>,
  preloaded?: StoredLedger | null,
): Promise<Transacted<S, U>> {
  for (let tried = 0; tried < TRIES; tried++) {
    const before = tried === 0 && preloaded !== undefined ? preloaded : await store.load(key);
    const decision = decide(before?.ledger ?? null, clock.now());
    if (decision.save === undefined) return { kind: "unchanged", result: decision.result };
    const { save: ledger, result } = decision;
    const revision = before?.revision ?? 0;
    const answer = await store.save(key, ledger, revision, clock.now() + LEDGER_KEPT_MS);
    if (answer === "saved") return { kind: "saved", result, stored: { ledger, revision: revision + 1 } };
  }
  return { kind: "busy" };
}

/** Pause between two loads, so that a store that comes back does not meet every waiting send at once. */
const RELOAD_AFTER_MS = 200;

/**
 * Loads a ledger, and loads it again for up to `waitMs` while the store is down. Only a send may wait, and only here: nothing is
 * reserved yet, so a second load repeats no effect. Throws StoreUnavailable when the time is over.
 */
export async function loadWithRetry(
  store: LedgerStore,
  clock: Clock,
  key: string,
  waitMs: number,
): Promise<StoredLedger | null> {
  const giveUpAt = clock.now() + waitMs;
  for (;;) {
    try {
      return await store.load(key);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() + RELOAD_AFTER_MS > giveUpAt) throw error;
      await clock.timer(RELOAD_AFTER_MS).elapsed;
    }
  }
}

/** What `work` resolves to, or null when the store is down. For work whose failure must not hide an outcome that is known already. */
export async function nullOnOutage<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}
