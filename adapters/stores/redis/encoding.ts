/**
 * The value of a ledger's key: the revision in digits, a space, the ledger. One string takes less memory than a hash with two fields,
 * which costs a table of its own as soon as a value is longer than 64 bytes.
 */
import type { StoredLedger } from "../../../domain/storage/store.ts";
import { decodeLedger, encodeLedger } from "../_codec.ts";

export function encodeStored({ ledger, revision }: StoredLedger): string {
  return `${revision} ${encodeLedger(ledger)}`;
}

/** Throws on a value that this version did not write. */
export function decodeStored(value: string): StoredLedger {
  const space = value.indexOf(" ");
  const revision = Number(value.slice(0, space));
  if (!(revision >= 1)) throw new Error("a stored ledger does not begin with its revision");
  return { ledger: decodeLedger(value.slice(space + 1)), revision };
}
