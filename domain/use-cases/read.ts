import { findById } from "../ledger/ledger.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import type { Otp } from "../otp.ts";
import { contextFor } from "./test-numbers.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { OtpContext } from "./context.ts";

/** Reads a verification with its timeline; spends nothing and changes nothing. */
export function createRead(parts: OtpContext): Otp["read"] {
  const { store, clock } = parts;
  return async ({ app, id }) => {
    const key = ledgerKeyOf(id);
    const stored = key === null ? null : await store.load(key);
    if (stored === null || stored.ledger.app !== app) return { kind: "not_found" };
    const verification = findById(stored.ledger, id);
    if (verification === undefined) return { kind: "not_found" };
    const { policy } = contextFor(parts, stored.ledger.recipient);
    return { kind: "found", verification: viewOf(stored.ledger, verification, policy, clock.now()) };
  };
}
