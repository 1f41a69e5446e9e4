/** Ids of verifications. An id names its ledger, so reading by id needs no index and reveals no number (design §5). */
import type { Random } from "../ports.ts";

const PREFIX = "ver_";
const KEY_LENGTH = 22;
const RANDOM_BYTES = 9;
const SHAPE = /^ver_[A-Za-z0-9_-]{34}$/;

export function newId(ledgerKey: string, random: Random): string {
  return PREFIX + ledgerKey + random.token(RANDOM_BYTES);
}

/** The key of the ledger an id belongs to; null when it is not the shape of an id. */
export function ledgerKeyOf(id: string): string | null {
  return SHAPE.test(id) ? id.slice(PREFIX.length, PREFIX.length + KEY_LENGTH) : null;
}
