/**
 * What every RateWindows promises, as sentences; run it as the contract of stores is run (store.ts). That a store answers as
 * the rule does, whatever is counted, is in windows-rule.ts.
 */
import type { RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import { type Contract, runContract, type Sentence } from "./runner.ts";
import type { StoreSubject } from "./store-subject.ts";
import { COUNTING } from "./windows-counting.ts";
import { SHARING } from "./windows-sharing.ts";

export interface WindowsStore {
  readonly windows: RateWindows;
  close(): Promise<void>;
}

export type WindowsSubject = StoreSubject<WindowsStore>;

const SENTENCES: readonly Sentence<WindowsSubject>[] = [...COUNTING, ...SHARING];

/** Runs every sentence of the contract. */
export function windowsContract(contract: Contract<WindowsSubject>): void {
  runContract(contract, SENTENCES);
}
