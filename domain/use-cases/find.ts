/** Finds what was sent last to a number, for callers that know no id. Counts nothing and changes nothing. */
import type { Delivery } from "../ledger/delivery.ts";
import { deliveryViewOf } from "../ledger/delivery-view.ts";
import { findByPurpose, type Ledger } from "../ledger/ledger.ts";
import { resolveAt, type Verification } from "../ledger/verification.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { Otp } from "../otp.ts";
import { admit } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import type { OtpContext } from "./context.ts";
import { withReceipts } from "./receipts/expect-receipts.ts";
import { forRecipient } from "./test-numbers.ts";

export function createFind(context: OtpContext): Otp["find"] {
  const { store, clock, secrets, recipients, numbering } = context;
  return async ({ app, to, purpose }) => {
    const admission = admit(to, recipients, numbering);
    if (admission.kind !== "admitted") return admission;
    const { recipient } = admission;
    const stored = await store.load(secrets.ledgerKey(app, recipient));
    if (stored === null) return { kind: "not_found" };
    // The number as the command has it: the stored one may be masked.
    const ledger = { ...stored.ledger, recipient };
    const now = clock.now();
    const own = forRecipient(context, recipient, now);
    const latest = latestIn(ledger, purpose, now);
    switch (latest.kind) {
      case "verification": {
        const view = viewOf(ledger, latest.verification, own.policy, now);
        const attempts = await withReceipts(own, view.attempts);
        return { kind: "verification", verification: { ...view, attempts } };
      }
      case "delivery": {
        const view = deliveryViewOf(recipient, latest.delivery, own.policy, now);
        const attempts = await withReceipts(own, view.attempts);
        return { kind: "delivery", delivery: { ...view, attempts } };
      }
      case "not_found":
        return latest;
    }
  };
}

type Latest =
  | { readonly kind: "verification"; readonly verification: Verification }
  | { readonly kind: "delivery"; readonly delivery: Delivery }
  | { readonly kind: "not_found" };

/** A pending verification first: its code may still be typed in. */
function latestIn(ledger: Ledger, purpose: string, now: EpochMs): Latest {
  const found = findByPurpose(ledger, purpose, "unknown");
  const verification = found && resolveAt(found, now);
  const delivery = ledger.deliveries?.findLast((one) => one.purpose === purpose);
  if (verification?.status === "pending") return { kind: "verification", verification };
  if (delivery !== undefined && (verification === undefined || delivery.createdAt >= verification.createdAt))
    return { kind: "delivery", delivery };
  return verification === undefined ? { kind: "not_found" } : { kind: "verification", verification };
}
