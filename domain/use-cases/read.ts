/** Reads a verification with its timeline. Counts nothing and changes nothing. */
import { findById } from "../ledger/ledger.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { Otp } from "../otp.ts";
import { withReceipts } from "./receipts/expect-receipts.ts";
import type { OtpContext } from "./context.ts";
import { forRecipient } from "./test-numbers.ts";

export function createRead(context: OtpContext): Otp["read"] {
  const { store, clock } = context;
  return async ({ app, id }) => {
    const key = ledgerKeyOf(id);
    const stored = key === null ? null : await store.load(key);
    if (stored === null || stored.ledger.app !== app) return { kind: "not_found" };
    const { ledger } = stored;
    const verification = findById(ledger, id);
    if (verification === undefined) return { kind: "not_found" };
    const now = clock.now();
    const own = forRecipient(context, ledger.recipient, now);
    const view = viewOf(ledger, verification, own.policy, now);
    const attempts = await withReceipts(own, view.attempts);
    return { kind: "found", verification: { ...view, attempts } };
  };
}
