import { findById, replaced, tidied } from "../ledger/ledger.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import type { Otp } from "../otp.ts";
import { partsFor } from "./test-numbers.ts";
import { transact } from "../storage/transact.ts";
import { type CancelVerdict, settledKind } from "../verdicts.ts";
import { asOf, settle } from "../ledger/verification.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { OtpParts } from "./context.ts";

/** Cancels a pending verification. Canceling twice is the same as once; what is settled otherwise stays as it is. */
export function createCancel(parts: OtpParts): Otp["cancel"] {
  const { store, clock, running } = parts;
  return async ({ app, id }) => {
    const key = ledgerKeyOf(id);
    if (key === null) return { kind: "not_found" };
    const done = await transact<CancelVerdict>(store, clock, key, (ledger) => {
      const now = clock.now();
      const found = ledger?.app === app ? findById(ledger, id) : undefined;
      if (ledger === null || found === undefined) return { result: { kind: "not_found" } };
      const { policy } = partsFor(parts, ledger.recipient);
      const current = asOf(found, now);
      if (current.status !== "pending") {
        return {
          result: { kind: settledKind(current.status), verification: viewOf(ledger, current, policy, now) },
        };
      }
      const canceled = settle(current, "canceled", now);
      const save = tidied(replaced(ledger, canceled), now);
      return { save, result: { kind: "canceled", verification: viewOf(save, canceled, policy, now) } };
    });
    if (done.kind === "busy") return done;
    if (done.result.kind === "canceled") running.stop(id);
    return done.result;
  };
}
