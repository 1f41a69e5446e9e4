/** Carries one reserved send along the chain: plan, call, note, next. */
import { type Attempt, settled, skippedOver } from "../../delivery/attempt.ts";
import { nextStep, type Send, type SendOutcome, type Step } from "../../delivery/fallback-chain.ts";
import type { DeliveryMessage } from "../../delivery/provider.ts";
import { findById, type Ledger, noteAttempts } from "../../ledger/ledger.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import type { SendInFlight } from "../sends-in-flight.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import { StoreUnavailable, type StoredLedger } from "../../storage/store.ts";
import { codeFor } from "../test-numbers.ts";
import { transact } from "../../storage/transact.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import { callProvider, NO_RESULT } from "../../delivery/call-provider.ts";
import type { OtpContext } from "../context.ts";

/** A send that is reserved in the ledger, with its first step planned. */
export interface Reserved {
  readonly kind: "reserved";
  readonly key: string;
  readonly stored: StoredLedger;
  readonly verification: PendingVerification;
  readonly resent: boolean;
  readonly send: Send;
  readonly attempts: readonly Attempt[];
  readonly step: Step;
  /** What the send took from the rules across recipients. */
  readonly taken: Reservation;
}

/** What became of the send, with the ledger as last saved. */
export interface DeliveryOutcome {
  readonly attempts: readonly Attempt[];
  readonly outcome: SendOutcome;
  readonly stored: StoredLedger;
}

/** Walks the chain. Before every further call the ledger is asked: a verification settled meanwhile sends nothing more. */
export async function deliver(
  parts: OtpContext,
  app: string,
  reserved: Reserved,
  run: SendInFlight,
): Promise<DeliveryOutcome> {
  let { attempts, step, stored } = reserved;
  while (step.kind !== "done") {
    const { made, stopped } =
      step.kind === "pause"
        ? await pause(parts, reserved, run, step.ms)
        : await call(parts, app, reserved, run, step);
    attempts = [...attempts, ...made];
    if (stopped) return { attempts, outcome: outcomeSoFar(attempts), stored };

    const next = nextStep(reserved.send, attempts, parts.breakers, parts.clock.now());
    attempts = [...attempts, ...next.skipped];
    step = next.step;
    if (step.kind === "call") {
      const noted = await note(parts, reserved, withPlanned(attempts, step), stored);
      if (noted === null) return { attempts, outcome: outcomeSoFar(attempts), stored };
      stored = noted;
    }
  }
  return { attempts, outcome: step.outcome, stored };
}

/** What a step added to the timeline, and whether the verification was settled meanwhile. */
interface Moved {
  readonly made: readonly Attempt[];
  readonly stopped: boolean;
}

async function pause(
  { clock }: OtpContext,
  { verification }: Reserved,
  run: SendInFlight,
  ms: number,
): Promise<Moved> {
  const timer = clock.timer(ms);
  await Promise.race([timer.elapsed, run.stopped(verification.id)]);
  timer.cancel();
  return { made: [], stopped: run.isStopped(verification.id) };
}

async function call(
  parts: OtpContext,
  app: string,
  { send, verification, stored }: Reserved,
  run: SendInFlight,
  { provider, attempt }: Extract<Step, { kind: "call" }>,
): Promise<Moved> {
  const { clock, breakers } = parts;
  const { id } = verification;
  // The store may have taken its time since the step was planned, and others may have planned the same.
  const now = clock.now();
  if (run.isStopped(id)) return { made: [skippedOver(attempt, "stopped")], stopped: true };
  if (now >= send.deadline) return { made: [skippedOver(attempt, "too_late")], stopped: false };
  if (breakers.admittedFrom(provider, now) > now) {
    return { made: [skippedOver(attempt, "breaker_open")], stopped: false };
  }

  const deadline = Math.min(send.deadline, now + send.attemptTimeoutMs);
  const message = messageOf(parts, app, verification, stored.ledger.recipient, attempt);
  breakers.begin(provider, now);
  const result = await callProvider(provider, message, deadline, clock, run.stopped(id));
  if (result === "stopped") {
    return { made: [settled(attempt, NO_RESULT.stopped, clock.now())], stopped: true };
  }
  breakers.record(provider, result, clock.now());
  return { made: [settled(attempt, result, clock.now())], stopped: false };
}

function outcomeSoFar(attempts: readonly Attempt[]): SendOutcome {
  return attempts.some(({ outcome }) => outcome === "unknown") ? "uncertain" : "undelivered";
}

/** The attempts with the one the step plans. */
export function withPlanned(attempts: readonly Attempt[], step: Step): readonly Attempt[] {
  return step.kind === "call" ? [...attempts, step.attempt] : attempts;
}

/** Writes the attempts before the next call; null when the verification is no longer pending and the chain must stop. */
async function note(
  { store, clock }: OtpContext,
  { key, verification: { id } }: Reserved,
  attempts: readonly Attempt[],
  known: StoredLedger,
): Promise<StoredLedger | null> {
  const decide = (ledger: Ledger | null) => {
    const pending = ledger !== null && findById(ledger, id)?.status === "pending";
    return pending ? { save: noteAttempts(ledger, id, attempts), result: true } : { result: false };
  };
  try {
    const done = await transact(store, clock, key, decide, known);
    return done.kind === "done" && done.result ? done.stored : null;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}

function messageOf(
  parts: OtpContext,
  app: string,
  verification: PendingVerification,
  recipient: Recipient,
  attempt: Attempt,
): DeliveryMessage {
  const { id, channel, locale, expiresAt } = verification;
  const attemptId = `${id}.${attempt.send}.${attempt.index}`;
  const code = codeFor(parts, recipient, verification);
  return {
    verificationId: id,
    attemptId,
    attemptIndex: attempt.index,
    app,
    recipient,
    code,
    channel,
    locale,
    expiresAt,
  };
}
