/**
 * Notes what became of a carried code. Only then does the pumping guard count it: as a send, and as a confirmed one if the code was used.
 * A code may be reported as unused and as used later; used stays used.
 */
import type { Delivery, ReportedOutcome } from "../../ledger/delivery.ts";
import { sendsOf } from "../../ledger/delivery.ts";
import { findDelivery, reportDelivery } from "../../ledger/delivery-sends.ts";
import { deliveryViewOf } from "../../ledger/delivery-view.ts";
import { type Ledger, pruned } from "../../ledger/ledger.ts";
import { ledgerKeyOfDelivery } from "../../ledger/verification-id.ts";
import type { Otp, ReportCommand } from "../../otp.ts";
import { isMasked } from "../../recipient/recipient.ts";
import { type Decision, nullOnOutage, transact } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { ReportVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { noteApproved } from "../note-outcomes.ts";
import { giveFeedbackOn } from "../receipts/give-feedback.ts";
import { forRecipient } from "../test-numbers.ts";

export function createReport(context: OtpContext): Otp["report"] {
  const { store, clock } = context;
  return async (command) => {
    const key = ledgerKeyOfDelivery(command.id);
    if (key === null) return { kind: "not_found" };
    const done = await transact(store, clock, key, (ledger, now) => decide(context, command, ledger, now));
    if (done.kind === "busy") return done;
    if (done.kind === "unchanged") return done.result;
    const { verdict, before } = done.result;
    const { ledger } = done.stored;
    const own = forRecipient(context, ledger.recipient, clock.now());
    countForGuard(own, ledger, before, command.isUsed);
    if (command.isUsed) {
      giveFeedbackOn(own, before.attempts, "approved");
      noteApproved(own, ledger.recipient, before);
    }
    return verdict;
  };
}

interface Reported {
  readonly verdict: ReportVerdict;
  /** As it was before the report. */
  readonly before: Delivery;
}

function decide(
  context: OtpContext,
  { app, id, isUsed }: ReportCommand,
  ledger: Ledger | null,
  now: EpochMs,
): Decision<Reported, ReportVerdict> {
  const before = ledger?.app === app ? findDelivery(ledger, id) : undefined;
  if (ledger === null || before === undefined) return { result: { kind: "not_found" } };
  const { policy } = forRecipient(context, ledger.recipient, now);
  const outcome: ReportedOutcome = isUsed ? "used" : "unused";
  const viewOf = (one: Delivery) => deliveryViewOf(ledger.recipient, one, policy, now);
  if (before.outcome === outcome)
    return { result: { kind: "reported", delivery: viewOf(before), repeated: true } };
  if (before.outcome === "used") return { result: { kind: "already_used", delivery: viewOf(before) } };
  const save = pruned(reportDelivery(ledger, before, outcome), now);
  const verdict = { kind: "reported", delivery: viewOf({ ...before, outcome }), repeated: false } as const;
  return { save, result: { verdict, before } };
}

/** Runs beside the answer. Without the number its places cannot be counted, so nothing is. */
function countForGuard(
  { rateLimiter, numbering, clock }: OtpContext,
  { app, recipient }: Ledger,
  before: Delivery,
  isUsed: boolean,
): void {
  const sends = sendsOf(before);
  if (sends === 0 || isMasked(recipient)) return;
  const { sources, standing } = before.sentFrom ?? { sources: [], standing: "newcomer" };
  const watched = { app, recipient, operator: numbering.operator(recipient), sources, standing };
  const report = { sends: before.outcome === undefined ? sends : 0, isUsed };
  void nullOnOutage(rateLimiter.reportCarried(watched, report, clock.now()));
}
