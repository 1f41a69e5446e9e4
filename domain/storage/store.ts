/** The store: ledgers, rate windows, claims, notes and the audit trail. Rules live in the domain; a store only compares revisions. */
import type { Ledger } from "../ledger/ledger.ts";
import type { RateWindows } from "../rate-limits/sliding-window.ts";
import type { EpochMs } from "../time.ts";

export interface StoredLedger {
  readonly ledger: Ledger;
  /** Grows by one with every save; a ledger never saved has revision 0. */
  readonly revision: number;
}

export interface LedgerStore {
  /** The ledger under `key`, or null. It may still be returned after its `expiresAt`, and must not be dropped before. */
  load(key: string): Promise<StoredLedger | null>;
  /**
   * Saves if the ledger under `key` still has `revision` (0: there is none), as one atomic step. Its revision is then `revision + 1`.
   * Resolves to "saved" only when every later `load`, by any process, sees it.
   */
  save(key: string, ledger: Ledger, revision: number, expiresAt: EpochMs): Promise<"saved" | "conflict">;
  /** Resolves when the store answers. Used for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Claims of names: the first process to claim a name holds it until it expires. Throws StoreUnavailable. */
export interface OnceStore {
  /**
   * Puts `value` under `name` for `lifetimeMs` unless something is there already, as one atomic step. A lifetime and not a point in time,
   * because the store's clock may differ from the caller's.
   */
  claim(name: string, value: string, lifetimeMs: number): Promise<ClaimResult>;
  /** Replaces what this caller put under the name before, for `lifetimeMs` from now. */
  replace(name: string, value: string, lifetimeMs: number): Promise<void>;
  /** Frees the name if `value` is still under it, as one atomic step. */
  release(name: string, value: string): Promise<void>;
}

/** `held` is the value that another claim put under the name. */
export type ClaimResult = { readonly kind: "claimed" } | { readonly kind: "taken"; readonly held: string };

/**
 * Notes on messages that providers accepted, by the name of the message (decision 0027). Each method is one operation on one key, so a
 * receipt costs one round trip. Throws StoreUnavailable.
 */
export interface NoteStore {
  /**
   * From now on notes under `name` are taken, for `lifetimeMs`. `about` says what they are about. Where what is there is about one of
   * `unless`, nothing is changed; comparing and writing are one atomic step.
   */
  expect(name: string, about: string, lifetimeMs: number, unless?: readonly string[]): Promise<void>;
  /**
   * Adds a note under an expected name, as one atomic step. The first note with a word stays. Resolves to what was there before; null when
   * the name is not expected, and then nothing is changed. Words are `a` to `z`.
   */
  add(name: string, word: string, text: string): Promise<Noted | null>;
  /** What is there; null when the name is not expected. */
  read(name: string): Promise<Noted | null>;
}

export interface Noted {
  readonly about: string;
  /** Texts by word. */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * The texts of the audit trail, numbered from 1. They never expire. Each method is one operation on one key. Throws StoreUnavailable.
 */
export interface AuditStore {
  /** Adds the text with this number if the newest has the number before, as one atomic step. */
  append(seq: number, text: string): Promise<"appended" | "conflict">;
  /** Those with numbers after `afterSeq`, in order, at most `limit`. Cheap when there are none. */
  read(afterSeq: number, limit: number): Promise<readonly StoredEntry[]>;
  /** The newest; null when there is none. */
  last(): Promise<StoredEntry | null>;
}

export interface StoredEntry {
  readonly seq: number;
  readonly text: string;
}

/** All that Ramz keeps, over one connection. */
export interface Store extends LedgerStore {
  readonly windows: RateWindows;
  readonly once: OnceStore;
  readonly notes: NoteStore;
  readonly audit: AuditStore;
}

/** The store does not answer, or not in time. Thrown by stores. A save that throws may still have gone through. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
