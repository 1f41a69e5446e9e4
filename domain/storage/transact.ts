/** Load, decide, save by compare-and-set, again on conflict: the only way the domain changes a ledger (decision 0002). */
import type { Ledger } from "../ledger/ledger.ts";
import { LEDGER_KEPT_MS } from "../ledger/ledger.ts";
import type { Clock } from "../ports.ts";
import type { LedgerStore, StoredLedger } from "./store.ts";

/** A decision over a ledger. Without `save` nothing is written. */
export interface Decision<T> {
  readonly save?: Ledger;
  readonly result: T;
}

export type Transacted<T> =
  | { readonly kind: "done"; readonly result: T; readonly stored: StoredLedger | null }
  | { readonly kind: "busy" };

/**
 * A conflict means that somebody else's save went through, and the limits bound how many saves one ledger can see in a
 * row, so this is far more than a race needs.
 */
const TRIES = 24;

/**
 * Runs `decide` on the ledger under `key` until its save goes through. `decide` may run several times, and only the
 * decision that was saved counts: it changes nothing by itself, or what it changes holds for all its runs. `known` saves the first load when the caller has just saved it.
 */
export async function transact<T>(
  store: LedgerStore,
  clock: Clock,
  key: string,
  decide: (ledger: Ledger | null) => Decision<T> | Promise<Decision<T>>,
  known?: StoredLedger | null,
): Promise<Transacted<T>> {
  for (let tried = 0; tried < TRIES; tried++) {
    const stored = tried === 0 && known !== undefined ? known : await store.load(key);
    const { save, result } = await decide(stored?.ledger ?? null);
    if (save === undefined) return { kind: "done", result, stored };
    const revision = stored?.revision ?? 0;
    const answer = await store.save(key, save, revision, clock.now() + LEDGER_KEPT_MS);
    if (answer === "saved") return { kind: "done", result, stored: { ledger: save, revision: revision + 1 } };
  }
  return { kind: "busy" };
}
