/** Ids of verifications and deliveries. An id contains the key of its ledger, so a lookup by id needs no index and reveals no number (design §5). */
import type { Random } from "../ports.ts";

const KEY_LENGTH = 22;
const RANDOM_BYTES = 9;
const PREFIX_LENGTH = "ver_".length;
const VERIFICATION = /^ver_[A-Za-z0-9_-]{34}$/;
const DELIVERY = /^dlv_[A-Za-z0-9_-]{34}$/;

/** The id of a new verification. */
export function newId(ledgerKey: string, random: Random): string {
  return `ver_${ledgerKey}${random.token(RANDOM_BYTES)}`;
}

export function newDeliveryId(ledgerKey: string, random: Random): string {
  return `dlv_${ledgerKey}${random.token(RANDOM_BYTES)}`;
}

/** The key of the ledger that the id of a verification belongs to; null when the text has not the form of one. */
export function ledgerKeyOf(id: string): string | null {
  return VERIFICATION.test(id) ? keyIn(id) : null;
}

/** The same for the id of a delivery. */
export function ledgerKeyOfDelivery(id: string): string | null {
  return DELIVERY.test(id) ? keyIn(id) : null;
}

function keyIn(id: string): string {
  return id.slice(PREFIX_LENGTH, PREFIX_LENGTH + KEY_LENGTH);
}
