import { deliver, type DeliveryOutcome, type Reserved } from "./deliver.ts";
import { closeSend, findById, type Ledger } from "../../ledger/ledger.ts";
import type { Otp } from "../../otp.ts";
import { nullOnOutage } from "../../patience.ts";
import { usageOf } from "../../delivery/attempt.ts";
import { admit } from "../../recipient/recipient.ts";
import { reserveSend } from "./reserve-send.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { contextFor } from "../test-numbers.ts";
import { transact } from "../../storage/transact.ts";
import type { StartVerdict } from "../../verdicts.ts";
import { settle } from "../../ledger/verification.ts";
import { viewOf } from "../../ledger/verification-view.ts";
import { SECOND_MS } from "../../time.ts";
import type { OtpContext } from "../context.ts";

/**
 * Opens a verification and carries its code: the send is reserved and its first attempt planned in one save, the chain is
 * walked, the outcome is saved.
 */
export function createStart(all: OtpContext): Otp["start"] {
  return async (command) => {
    const admission = admit(command.to, all.recipients, all.numbering);
    if (admission.kind !== "admitted") return admission;
    const parts = contextFor(all, admission.recipient);
    const { recipient } = admission;
    const key = parts.secrets.ledgerKey(command.app, recipient);
    const run = parts.sendsInFlight.begin(key);
    try {
      const reserved = await reserveSend(parts, command, { key, recipient });
      if (reserved.kind !== "reserved") return reserved;
      const carried = await deliver(parts, command.app, reserved, run);
      return await close(parts, reserved, carried);
    } finally {
      run.end();
    }
  };
}

/** Saves the outcome and turns it into a verdict. */
async function close(parts: OtpContext, reserved: Reserved, carried: DeliveryOutcome): Promise<StartVerdict> {
  const { clock, policy, breakers } = parts;
  const { verification, resent, send, taken } = reserved;
  const { attempts, outcome } = carried;
  const closed = (ledger: Ledger) => closeSend(ledger, verification, send.at, attempts, outcome, clock.now());
  // The message is out by now, so the store's trouble must not hide that.
  const [stored] = await Promise.all([
    nullOnOutage(saveOutcome(parts, reserved.key, closed, carried.stored)),
    nullOnOutage(parts.rateLimiter.settle(taken, usageOf(attempts))),
  ]);

  const now = clock.now();
  const { recipient } = reserved.stored.ledger;
  const ledger = { ...(stored?.ledger ?? closed(carried.stored.ledger)), recipient };
  // A verification that is not there any more was forgotten meanwhile.
  const final = findById(ledger, verification.id) ?? settle(verification, "canceled", now);
  const view = viewOf(ledger, final, policy, now);
  const sent = { verification: view, resent, recorded: stored !== null, quotas: taken.quotas };
  if (view.status === "canceled") return { kind: "canceled", verification: view };
  // The person proved the number with an earlier message: whatever became of this one, it is no failure.
  if (view.status === "approved") return { kind: "sent", ...sent };
  switch (outcome) {
    case "accepted":
    case "uncertain":
      return { kind: "sent", ...sent };
    case "recipient_refused":
      return { kind: "recipient_refused", verification: view };
    case "undelivered": {
      const ableAt = Math.min(...send.providers.map((provider) => breakers.admittedFrom(provider, now)));
      return {
        kind: "delivery_failed",
        verification: view,
        retryAt: Math.max(ableAt, view.resendAt, now + SECOND_MS),
      };
    }
  }
}

/** The ledger as saved, or null when others were always quicker. */
async function saveOutcome(
  { store, clock }: OtpContext,
  key: string,
  closed: (ledger: Ledger) => Ledger,
  known: StoredLedger,
): Promise<StoredLedger | null> {
  const decide = (ledger: Ledger | null) =>
    ledger === null ? { result: null } : { save: closed(ledger), result: null };
  const done = await transact(store, clock, key, decide, known);
  return done.kind === "done" ? done.stored : null;
}
