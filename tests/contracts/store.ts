/**
 * What every LedgerStore promises, as sentences. A store of your own runs it with its runner's `test` and `expect`:
 * `storeContract({ test, expect, name: "my store", make: () => ({ store, close }) })`.
 */
import { type Contract, runContract, type Sentence } from "./runner.ts";
import { KEEPING } from "./store-keeping.ts";
import { REVISIONS } from "./store-revisions.ts";
import type { StoreSubject } from "./store-subject.ts";
import { OUTAGE } from "./store-outage.ts";

export type { StoreSubject } from "./store-subject.ts";

export const STORE_SENTENCES: readonly Sentence<StoreSubject>[] = [...KEEPING, ...REVISIONS, ...OUTAGE];

/** Runs every sentence of the contract. */
export function storeContract(contract: Contract<StoreSubject>): void {
  runContract(contract, STORE_SENTENCES);
}
