/** Where ledgers are kept. The rules live in the domain; a store only compares revisions, so every store is alike. */
import type { Ledger } from "../ledger/ledger.ts";
import type { RateWindows } from "../rate-limits/sliding-window.ts";
import type { EpochMs } from "../time.ts";

export interface StoredLedger {
  readonly ledger: Ledger;
  /** Grows by one with every save; a ledger never saved has revision 0. */
  readonly revision: number;
}

export interface LedgerStore {
  /** The ledger under `key`, or null. May still return one whose `expiresAt` has passed; must not drop one before. */
  load(key: string): Promise<StoredLedger | null>;
  /**
   * Saves if the ledger under `key` still has `revision` (0: there is none), as one atomic step; its revision is then
   * `revision + 1`. Answers "saved" only when every later `load`, by any process, sees it.
   */
  save(key: string, ledger: Ledger, revision: number, expiresAt: EpochMs): Promise<"saved" | "conflict">;
  /** Resolves when the store answers; for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What happens once, whoever asks: the first to claim a name has it until it expires. Throws StoreUnavailable. */
export interface OnceStore {
  /**
   * Puts `value` under `name` for `lifetimeMs` unless something is there already, as one atomic step; `held` is what was there.
   * A lifetime, not a moment: the store's clock may be minutes away from the caller's.
   */
  claim(name: string, value: string, lifetimeMs: number): Promise<ClaimResult>;
  /** Puts `value` in the place of what this caller claimed before, for `lifetimeMs` from now. */
  replace(name: string, value: string, lifetimeMs: number): Promise<void>;
  /** Gives the name free again if `value` is still under it, as one atomic step. */
  release(name: string, value: string): Promise<void>;
}

/** `held` is the value that another claim put under the name. */
export type ClaimResult = { readonly kind: "claimed" } | { readonly kind: "taken"; readonly held: string };

/** Everything Ramz keeps, in one place and over one connection. */
export interface Store extends LedgerStore {
  readonly windows: RateWindows;
  readonly once: OnceStore;
}

/**
 * The store does not answer, or not in time. Thrown by stores. A save that throws may still have gone through, so whoever meets
 * it tells nobody an outcome.
 */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
