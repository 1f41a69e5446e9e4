/** Ledgers as text, the same in every store. */
import type { Ledger } from "../../domain/ledger.ts";

/** Written in front of every ledger; a later shape of ledgers gets a later number. */
const FORMAT = "1";

export function encodeLedger(ledger: Ledger): string {
  return FORMAT + JSON.stringify(ledger);
}

/** Throws on text that this version did not write: better no answer than a wrong one. */
export function decodeLedger(text: string): Ledger {
  if (!text.startsWith(FORMAT))
    throw new Error(`a stored ledger has format "${text.slice(0, 1)}", this Ramz reads "${FORMAT}"`);
  // The only writer is encodeLedger, whose output this is.
  const ledger: Ledger = JSON.parse(text.slice(FORMAT.length));
  return ledger;
}
