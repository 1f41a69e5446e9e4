import { findById, replaced, tidied } from "../ledger/ledger.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import type { Otp } from "../otp.ts";
import { contextFor } from "./test-numbers.ts";
import { transact } from "../storage/transact.ts";
import { type CancelVerdict, settledKind } from "../verdicts.ts";
import { resolveAt, settle } from "../ledger/verification.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { OtpContext } from "./context.ts";

/** Cancels a pending verification. Canceling twice is the same as once; what is settled otherwise stays as it is. */
export function createCancel(parts: OtpContext): Otp["cancel"] {
  const { store, clock, sendsInFlight } = parts;
  return async ({ app, id }) => {
    const key = ledgerKeyOf(id);
    if (key === null) return { kind: "not_found" };
    const done = await transact<CancelVerdict>(store, clock, key, (ledger) => {
      const now = clock.now();
      const found = ledger?.app === app ? findById(ledger, id) : undefined;
      if (ledger === null || found === undefined) return { result: { kind: "not_found" } };
      const { policy } = contextFor(parts, ledger.recipient);
      const current = resolveAt(found, now);
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
    if (done.result.kind === "canceled") sendsInFlight.stop(id);
    return done.result;
  };
}
