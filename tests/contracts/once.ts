/** What every OnceStore promises, as sentences; run it as the contract of stores is run (store.ts). */
import { type Contract, runContract, type Sentence } from "./runner.ts";
import { CLAIMING } from "./once-claiming.ts";
import { RACING } from "./once-racing.ts";
import type { OnceSubject } from "./once-subject.ts";

const SENTENCES: readonly Sentence<OnceSubject>[] = [...CLAIMING, ...RACING];

/** Runs every sentence of the contract. */
export function onceContract(contract: Contract<OnceSubject>): void {
  runContract(contract, SENTENCES);
}
