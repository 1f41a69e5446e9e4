/** Opens a verification, or sends a pending one again: reserve, deliver, save the outcome. */
import { findById } from "../../ledger/ledger.ts";
import { closeSend } from "../../ledger/sends.ts";
import { settle } from "../../ledger/verification.ts";
import { viewOf } from "../../ledger/verification-view.ts";
import type { Otp } from "../../otp.ts";
import { admit } from "../../recipient/recipient.ts";
import type { StartVerdict } from "../../verdicts.ts";
import { keepAlias } from "../aliases.ts";
import type { OtpContext } from "../context.ts";
import { forRecipient } from "../test-numbers.ts";
import { deliver, type DeliveryOutcome } from "./deliver.ts";
import { failureOf } from "./failed-send.ts";
import { contentOf, planVerification, type ReservedVerification } from "./plan-verification.ts";
import { reserveSend } from "./reserve-send.ts";
import { type SavedOutcome, saveOutcome } from "./save-outcome.ts";

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
      // Beside the call of the vendor, so that it delays no answer.
      const aliasKept = keepAlias(context, command, content.id);
      const delivered = await deliver(context, { ...reserved, content }, inFlight);
      const { verification, send } = reserved;
      const saving = saveOutcome(context, reserved, verification, delivered, (ledger, now) =>
        closeSend(ledger, verification, send.at, delivered.attempts, delivered.outcome, now),
      );
      const [saved] = await Promise.all([saving, aliasKept]);
      // Thrown after the outcome is saved, so that an internal error uses up no send.
      if (delivered.error !== undefined) throw delivered.error;
      return verdictOf(context, reserved, delivered, saved);
    } finally {
      inFlight.end();
    }
  };
}

function verdictOf(
  context: OtpContext,
  reserved: ReservedVerification,
  delivered: DeliveryOutcome,
  saved: SavedOutcome,
): StartVerdict {
  const { clock, policy } = context;
  const { verification, resent, send, reservation } = reserved;
  const now = clock.now();
  const { recipient } = reserved.stored.ledger;
  const ledger = { ...saved.ledger, recipient };
  // A verification that is missing was forgotten meanwhile.
  const final = findById(ledger, verification.id) ?? settle(verification, "canceled", now);
  const view = viewOf(ledger, final, policy, now);
  const sent = {
    kind: "sent",
    verification: view,
    resent,
    recorded: saved.recorded,
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
