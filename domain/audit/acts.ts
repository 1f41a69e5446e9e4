/**
 * What operators do, as the audit trail keeps it for good: numbers masked, never a code or a key. A new act is one more member here. A
 * member may gain optional fields, and loses none: entries of earlier versions are still read.
 */

import type { Order } from "../orders/orders.ts";

/** A number as the trail names it. */
export interface AuditedNumber {
  readonly masked: string;
  /** A keyed hash: acts about one number have it in common (`AuditTrail.numberOf`). */
  readonly ref: string;
}

export type Act =
  /** `from` is the network: the first 24 bits of an IPv4 address, 48 of IPv6; null where it is not known. Older entries may hold the address. */
  | { readonly kind: "signed_in"; readonly from: string | null }
  | { readonly kind: "sign_in_failed"; readonly from: string | null }
  | { readonly kind: "signed_out" }
  /** A person was shown a number in full, on the page of the verification or delivery `id`, or on the page of the number. */
  | {
      readonly kind: "unmasked";
      readonly number: AuditedNumber;
      readonly id?: string;
      readonly reason?: string;
    }
  | Order
  /** The limits of a number were lifted. */
  | { readonly kind: "unblocked"; readonly app: string; readonly number: AuditedNumber }
  /** Vendors were asked about their accounts, which takes calls of their APIs. */
  | { readonly kind: "vendors_asked" }
  /** A real message was sent to test a chain; `provider` is null for the whole chain of the app. */
  | {
      readonly kind: "test_sent";
      readonly app: string;
      readonly number: AuditedNumber;
      readonly provider: string | null;
    };

export type ActKind = Act["kind"];

/** Every kind, so that an entry of a later version is seen to be unknown. */
const KINDS: Readonly<Record<ActKind, true>> = {
  signed_in: true,
  sign_in_failed: true,
  signed_out: true,
  unmasked: true,
  provider_rested: true,
  provider_woken: true,
  suspicion_lifted: true,
  unblocked: true,
  vendors_asked: true,
  test_sent: true,
};

/** What an entry holds: an act of this version, or one that only a later version knows. */
export type StoredAct = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** The act if this version knows its kind. */
export function knownAct(act: StoredAct): Act | null {
  return isKnown(act) ? act : null;
}

/** What is in a genuine entry was written by Ramz, so its shape follows from its kind. */
function isKnown(act: StoredAct): act is Act {
  return Object.hasOwn(KINDS, act.kind);
}
