import { carry, type Carried, type Reserved, withPlanned } from "./carry.ts";
import { nextStep, providersFor } from "./chain.ts";
import { newId } from "./id.ts";
import { closeSend, emptyLedger, findById, type Ledger, noteAttempts, open } from "./ledger.ts";
import type { Otp, OtpParts, StartCommand } from "./otp.ts";
import { SECOND_MS } from "./policy.ts";
import { admit, type Recipient } from "./recipient.ts";
import { StoreUnavailable, type StoredLedger } from "./store.ts";
import { transact } from "./transact.ts";
import type { Busy, StartVerdict } from "./verdict.ts";
import type { PendingVerification } from "./verification.ts";
import { viewOf } from "./view.ts";

/**
 * Opens a verification and carries its code: the send is reserved and its first attempt planned in one save, the chain is
 * walked, the outcome is saved. Two store round trips before the first provider is called and one after.
 */
export function createStart(parts: OtpParts): Otp["start"] {
  return async (command) => {
    const admission = admit(command.to, parts.recipients, parts.numbering);
    if (admission.kind !== "admitted") return admission;
    const run = parts.running.begin(parts.secrets.ledgerKey(command.app, admission.recipient));
    try {
      const reserved = await reserve(parts, command, admission.recipient);
      if (reserved.kind !== "reserved") return reserved;
      const carried = await carry(parts, command.app, reserved, run);
      return await close(parts, reserved, carried);
    } finally {
      run.end();
    }
  };
}

type NotReserved = Extract<StartVerdict, { until: unknown } | { kind: "channel_unavailable" }> | Busy;

async function reserve(
  parts: OtpParts,
  command: StartCommand,
  recipient: Recipient,
): Promise<Reserved | NotReserved> {
  const { clock, policy, store, breakers } = parts;
  const providers = providersFor(command.channel, parts.providers);
  if (providers.length === 0) return { kind: "channel_unavailable" };
  const key = parts.secrets.ledgerKey(command.app, recipient);
  const fresh = draft(parts, command, key);
  const done = await transact<Omit<Reserved, "stored"> | NotReserved>(store, clock, key, (ledger) => {
    const now = clock.now();
    const opening = open(ledger ?? emptyLedger(command.app, recipient), fresh, policy, now);
    if (opening.kind === "closed") return { result: opening.gate };
    const { verification, sendAt, resent } = opening;
    const deadline = Math.min(now + policy.chainDeadlineMs, verification.expiresAt);
    const send = { at: sendAt, providers, deadline, attemptTimeoutMs: policy.attemptTimeoutMs };
    const { skipped: attempts, step } = nextStep(send, [], breakers, now);
    const save = noteAttempts(opening.ledger, verification.id, withPlanned(attempts, step));
    return { save, result: { kind: "reserved", key, verification, resent, send, attempts, step } };
  });
  if (done.kind === "busy") return done;
  if (done.result.kind !== "reserved") return done.result;
  if (done.stored === null) throw new Error("a reserved send has a stored ledger");
  return { ...done.result, stored: done.stored };
}

function draft(
  { clock, random, secrets, policy }: OtpParts,
  command: StartCommand,
  key: string,
): PendingVerification {
  const now = clock.now();
  return {
    status: "pending",
    id: newId(key, random),
    purpose: command.purpose,
    channel: command.channel,
    locale: command.locale,
    createdAt: now,
    expiresAt: now + policy.ttlMs,
    checksLeft: policy.checksPerVerification,
    codeLength: policy.codeLength,
    nonce: random.token(16),
    keyId: secrets.keyId,
    ...(command.metadata && { metadata: command.metadata }),
    attempts: [],
    traceId: command.traceId,
  };
}

/** Saves the outcome and turns it into a verdict. */
async function close(parts: OtpParts, reserved: Reserved, carried: Carried): Promise<StartVerdict> {
  const { clock, policy, breakers } = parts;
  const { verification, resent, send } = reserved;
  const { attempts, outcome } = carried;
  const closed = (ledger: Ledger) =>
    closeSend(ledger, verification.id, send.at, attempts, outcome, clock.now());
  const stored = await saveOutcome(parts, reserved.key, closed, carried.stored);

  const now = clock.now();
  const ledger = stored?.ledger ?? closed(carried.stored.ledger);
  const view = viewOf(ledger, findById(ledger, verification.id) ?? verification, policy, now);
  if (view.status === "canceled") return { kind: "canceled", verification: view };
  // The person proved the number with an earlier message: whatever became of this one, it is no failure.
  if (view.status === "approved")
    return { kind: "sent", verification: view, resent, recorded: stored !== null };
  switch (outcome) {
    case "accepted":
    case "uncertain":
      return { kind: "sent", verification: view, resent, recorded: stored !== null };
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

/** The ledger as saved, or null when it could not be: the message is out by now, so the store's trouble must not hide that. */
async function saveOutcome(
  { store, clock }: OtpParts,
  key: string,
  closed: (ledger: Ledger) => Ledger,
  known: StoredLedger,
): Promise<StoredLedger | null> {
  const decide = (ledger: Ledger | null) =>
    ledger === null ? { result: null } : { save: closed(ledger), result: null };
  try {
    const done = await transact(store, clock, key, decide, known);
    return done.kind === "done" ? done.stored : null;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}
