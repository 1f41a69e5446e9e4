/** Ids of verifications. An id contains the key of its ledger, so a lookup by id needs no index and reveals no number (design §5). */
import type { Random } from "../ports.ts";

const PREFIX = "ver_";
const KEY_LENGTH = 22;
const RANDOM_BYTES = 9;
const SHAPE = /^ver_[A-Za-z0-9_-]{34}$/;

export function newId(ledgerKey: string, random: Random): string {
  return PREFIX + ledgerKey + random.token(RANDOM_BYTES);
}

/** The key of the ledger that an id belongs to; null when the text has not the form of an id. */
export function ledgerKeyOf(id: string): string | null {
  return SHAPE.test(id) ? id.slice(PREFIX.length, PREFIX.length + KEY_LENGTH) : null;
}
