/** Cancels a pending verification and stops its chain. A second cancel changes nothing, nor does one of a settled verification. */
import { findById, type Ledger, pruned, withVerification } from "../ledger/ledger.ts";
import { resolveAt, settle } from "../ledger/verification.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { IdCommand, Otp } from "../otp.ts";
import { type Decision, transact } from "../storage/transact.ts";
import type { EpochMs } from "../time.ts";
import { type CancelVerdict, settledKind } from "../verdicts.ts";
import type { OtpContext } from "./context.ts";
import { noteCanceled } from "./note-outcomes.ts";
import { giveFeedback } from "./receipts/give-feedback.ts";
import { forRecipient } from "./test-numbers.ts";

export function createCancel(context: OtpContext): Otp["cancel"] {
  const { store, clock, sendsInFlight } = context;
  return async (command) => {
    const key = ledgerKeyOf(command.id);
    if (key === null) return { kind: "not_found" };
    const done = await transact(store, clock, key, (ledger, now) => decide(context, command, ledger, now));
    if (done.kind === "busy") return done;
    // Another process may have canceled it; the chain of this one stops all the same.
    if (done.result.kind === "canceled") sendsInFlight.stop(command.id);
    if (done.kind === "saved") {
      const { ledger } = done.stored;
      const own = forRecipient(context, ledger.recipient, clock.now());
      giveFeedback(own, ledger, command.id, "canceled");
      noteCanceled(own, findById(ledger, command.id) ?? { attempts: [] });
    }
    return done.result;
  };
}

function decide(
  context: OtpContext,
  { app, id }: IdCommand,
  ledger: Ledger | null,
  now: EpochMs,
): Decision<CancelVerdict, CancelVerdict> {
  const found = ledger?.app === app ? findById(ledger, id) : undefined;
  if (ledger === null || found === undefined) return { result: { kind: "not_found" } };
  const { policy } = forRecipient(context, ledger.recipient, now);
  const current = resolveAt(found, now);
  if (current.status !== "pending") {
    const verification = viewOf(ledger, current, policy, now);
    return { result: { kind: settledKind(current.status), verification } };
  }
  const canceled = settle(current, "canceled", now);
  const save = pruned(withVerification(ledger, canceled), now);
  return { save, result: { kind: "canceled", verification: viewOf(save, canceled, policy, now) } };
}
