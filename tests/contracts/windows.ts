/**
 * What every RateWindows promises, as sentences; run it as the contract of stores is run (store.ts). That a store answers every
 * sequence of counts as the rule does is in windows-rule.ts.
 */
import { type Contract, runContract, type Sentence } from "./runner.ts";
import { COUNTING } from "./windows-counting.ts";
import { SHARING } from "./windows-sharing.ts";
import type { WindowsSubject } from "./windows-subject.ts";

const SENTENCES: readonly Sentence<WindowsSubject>[] = [...COUNTING, ...SHARING];

/** Runs every sentence of the contract. */
export function windowsContract(contract: Contract<WindowsSubject>): void {
  runContract(contract, SENTENCES);
}
