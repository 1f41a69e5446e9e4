/**
 * Carries a code that was made elsewhere (decision 0034): the same reservation, chain and receipts as a start. The code is an argument
 * of this call and nothing else: it is in no record, and when the process dies nothing can send it again.
 */
import { readCarriedCode } from "../../ledger/delivery.ts";
import { closeDelivery, findDelivery } from "../../ledger/delivery-sends.ts";
import { deliveryViewOf } from "../../ledger/delivery-view.ts";
import { decideDelivery } from "../../ledger/send-limits.ts";
import { withAttempts } from "../../ledger/verification.ts";
import type { Otp } from "../../otp.ts";
import { admit, type Recipient } from "../../recipient/recipient.ts";
import type { CarryVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { deliver, type DeliveryOutcome } from "../start/deliver.ts";
import { failureOf } from "../start/failed-send.ts";
import { reserveSend } from "../start/reserve-send.ts";
import { type SavedOutcome, saveOutcome } from "../start/save-outcome.ts";
import type { SendInFlight } from "../sends-in-flight.ts";
import { keepAlias } from "../aliases.ts";
import { forRecipient } from "../test-numbers.ts";
import { answerInTime } from "./answer-in-time.ts";
import { carriedContent, planDelivery, type ReservedDelivery } from "./plan-delivery.ts";

export function createCarry(appContext: OtpContext): Otp["carry"] {
  return async (command) => {
    const code = readCarriedCode(command.code, command.channel);
    if (code === null) return { kind: "code_malformed" };
    const admission = admit(command.to, appContext.recipients, appContext.numbering);
    if (admission.kind !== "admitted") return admission;
    const { recipient } = admission;
    const { answerWithinMs = appContext.policy.deliveryAnswerMs } = command;
    const answerAt = appContext.clock.now() + answerWithinMs;
    const context = hurried(forRecipient(appContext, recipient, appContext.clock.now()), answerWithinMs);
    const key = context.secrets.ledgerKey(command.app, recipient);
    const target = { key, recipient };
    const plan = planDelivery(context, command, target);
    const inFlight = context.sendsInFlight.begin(key);
    const reserving = reserveSend(context, { ...command, isCarried: true }, target, plan);
    const reserved = await reserving.catch((error: unknown) => {
      inFlight.end();
      throw error;
    });
    if (reserved.kind !== "reserved") {
      inFlight.end();
      return reserved;
    }
    // Beside the call of the vendor, so that it delays no answer.
    const aliasKept = keepAlias(context, command, reserved.delivery.id);
    const carrying = () =>
      carryOut(context, reserved, { recipient, code }, inFlight).finally(() => inFlight.end());
    const [verdict] = await Promise.all([
      answerInTime(context, { reserved, inFlight, answerAt }, carrying),
      aliasKept,
    ]);
    return verdict;
  };
}

/** A store that is down is not waited for longer than the caller waits. */
function hurried(context: OtpContext, answerWithinMs: number): OtpContext {
  const { policy } = context;
  return { ...context, policy: { ...policy, storeWaitMs: Math.min(policy.storeWaitMs, answerWithinMs) } };
}

/** Walks the chain to its end and saves the outcome, whether the caller still waits or not. */
async function carryOut(
  context: OtpContext,
  reserved: ReservedDelivery,
  { recipient, code }: { readonly recipient: Recipient; readonly code: string },
  inFlight: SendInFlight,
): Promise<CarryVerdict> {
  const content = carriedContent(reserved.delivery, recipient, code);
  const delivered = await deliver(context, { ...reserved, content }, inFlight);
  const { delivery, send } = reserved;
  const saved = await saveOutcome(context, reserved, delivery, delivered, (ledger) =>
    closeDelivery(ledger, delivery, send.at, delivered.attempts, delivered.outcome),
  );
  // Thrown after the outcome is saved, so that an internal error uses up no send.
  if (delivered.error !== undefined) throw delivered.error;
  return verdictOf(context, reserved, recipient, delivered, saved);
}

function verdictOf(
  context: OtpContext,
  reserved: ReservedDelivery,
  recipient: Recipient,
  delivered: DeliveryOutcome,
  { ledger, recorded }: SavedOutcome,
): CarryVerdict {
  const { clock, policy } = context;
  const now = clock.now();
  // A delivery that is missing was forgotten meanwhile.
  const final =
    findDelivery(ledger, reserved.delivery.id) ?? withAttempts(reserved.delivery, delivered.attempts);
  const delivery = deliveryViewOf(recipient, final, policy, now);
  const { quotas } = reserved.reservation;
  switch (delivered.outcome) {
    case "accepted":
    case "uncertain":
      return { kind: "carried", delivery, recorded, quotas };
    case "recipient_refused":
      return { kind: "recipient_refused", delivery };
    case "undelivered": {
      const decision = decideDelivery(ledger, policy, now);
      const resendAt = decision.kind === "allowed" ? now : decision.until;
      return { ...failureOf(context, reserved.send, delivered.attempts, ledger, resendAt), delivery };
    }
  }
}
