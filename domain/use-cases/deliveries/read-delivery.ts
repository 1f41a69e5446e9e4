/** Reads a delivery with its timeline. Counts nothing and changes nothing. */
import { findDelivery } from "../../ledger/delivery-sends.ts";
import { deliveryViewOf } from "../../ledger/delivery-view.ts";
import { ledgerKeyOfDelivery } from "../../ledger/verification-id.ts";
import type { Otp } from "../../otp.ts";
import type { OtpContext } from "../context.ts";
import { withReceipts } from "../receipts/expect-receipts.ts";
import { forRecipient } from "../test-numbers.ts";

export function createReadDelivery(context: OtpContext): Otp["readDelivery"] {
  const { store, clock } = context;
  return async ({ app, id }) => {
    const key = ledgerKeyOfDelivery(id);
    const stored = key === null ? null : await store.load(key);
    const found = stored?.ledger.app === app ? findDelivery(stored.ledger, id) : undefined;
    if (stored === null || found === undefined) return { kind: "not_found" };
    const { recipient } = stored.ledger;
    const now = clock.now();
    const own = forRecipient(context, recipient, now);
    const view = deliveryViewOf(recipient, found, own.policy, now);
    return { kind: "found", delivery: { ...view, attempts: await withReceipts(own, view.attempts) } };
  };
}
