/** Opens a verification, or sends a pending one again: reserve, deliver, save the outcome. */
import { usageOf } from "../../delivery/attempt.ts";
import { findById, type Ledger } from "../../ledger/ledger.ts";
import { closeSend } from "../../ledger/sends.ts";
import { settle } from "../../ledger/verification.ts";
import { viewOf } from "../../ledger/verification-view.ts";
import type { Otp } from "../../otp.ts";
import { admit } from "../../recipient/recipient.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, nullOnOutage, transact } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { StartVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { expectReceipts } from "../receipts/expect-receipts.ts";
import { forRecipient } from "../test-numbers.ts";
import { deliver, type DeliveryOutcome } from "./deliver.ts";
import { failureOf } from "./failed-send.ts";
import { contentOf, planVerification, type ReservedVerification } from "./plan-verification.ts";
import { reserveSend } from "./reserve-send.ts";

export function createStart(appContext: OtpContext): Otp["start"] {
  return async (command) => {
    const admission = admit(command.to, appContext.recipients, appContext.numbering);
    if (admission.kind !== "admitted") return admission;
    const { recipient } = admission;
    const context = forRecipient(appContext, recipient, appContext.clock.now());
    const key = context.secrets.ledgerKey(command.app, recipient);
    const inFlight = context.sendsInFlight.begin(key);
    try {
      const target = { key, recipient };
      const reserved = await reserveSend(
        context,
        command,
        target,
        planVerification(context, command, target),
      );
      if (reserved.kind !== "reserved") return reserved;
      const content = contentOf(context, reserved.verification, recipient);
      const delivered = await deliver(context, { ...reserved, content }, inFlight);
      const stored = await saveOutcome(context, reserved, delivered);
      // Thrown after the outcome is saved, so that an internal error uses up no send.
      if (delivered.error !== undefined) throw delivered.error;
      return verdictOf(context, reserved, delivered, stored);
    } finally {
      inFlight.end();
    }
  };
}

/**
 * Saves the outcome and settles the reservation. Null when the outcome could not be saved, by an outage or by too many other saves: a
 * message may be out by now, and that must not be hidden.
 */
async function saveOutcome(
  context: OtpContext,
  reserved: ReservedVerification,
  delivered: DeliveryOutcome,
): Promise<StoredLedger | null> {
  const { store, clock, rateLimiter } = context;
  const decide = (ledger: Ledger | null, now: EpochMs): Decision<null, null> =>
    ledger === null ? { result: null } : { save: closed(ledger, reserved, delivered, now), result: null };
  const [done] = await Promise.all([
    nullOnOutage(transact(store, clock, reserved.key, decide, delivered.stored)),
    nullOnOutage(rateLimiter.settle(reserved.reservation, usageOf(delivered.attempts))),
    expectReceipts(context, { ...reserved.stored.ledger, ...reserved }, delivered.attempts),
  ]);
  return done?.kind === "saved" ? done.stored : null;
}

function closed(
  ledger: Ledger,
  { verification, send }: ReservedVerification,
  { attempts, outcome }: DeliveryOutcome,
  now: EpochMs,
): Ledger {
  return closeSend(ledger, verification, send.at, attempts, outcome, now);
}

function verdictOf(
  context: OtpContext,
  reserved: ReservedVerification,
  delivered: DeliveryOutcome,
  stored: StoredLedger | null,
): StartVerdict {
  const { clock, policy } = context;
  const { verification, resent, send, reservation } = reserved;
  const now = clock.now();
  const { recipient } = reserved.stored.ledger;
  const ledger = {
    ...(stored?.ledger ?? closed(delivered.stored.ledger, reserved, delivered, now)),
    recipient,
  };
  // A verification that is missing was forgotten meanwhile.
  const final = findById(ledger, verification.id) ?? settle(verification, "canceled", now);
  const view = viewOf(ledger, final, policy, now);
  const sent = {
    kind: "sent",
    verification: view,
    resent,
    recorded: stored !== null,
    quotas: reservation.quotas,
  } as const;
  if (view.status === "canceled") return { kind: "canceled", verification: view };
  // The person proved the number with an earlier message, so the outcome of this one is no failure.
  if (view.status === "approved") return sent;
  switch (delivered.outcome) {
    case "accepted":
    case "uncertain":
      return sent;
    case "recipient_refused":
      return { kind: "recipient_refused", verification: view };
    case "undelivered": {
      const failure = failureOf(context, send, delivered.attempts, ledger, view.resendAt);
      return { ...failure, verification: view };
    }
  }
}
