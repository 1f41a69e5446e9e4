/** Carries one reserved send along the chain: plan, call, note, next. */
import { type Attempt, type SkipReason, deliverOnce, settled } from "./attempt.ts";
import { nextStep, type Send, type SendOutcome, type Step } from "./chain.ts";
import { codeOf } from "./code.ts";
import type { DeliveryMessage } from "./delivery.ts";
import { findById, type Ledger, noteAttempts } from "./ledger.ts";
import type { OtpParts } from "./otp.ts";
import type { EpochMs } from "./ports.ts";
import type { Run } from "./running.ts";
import type { Recipient } from "./recipient.ts";
import { StoreUnavailable, type StoredLedger } from "./store.ts";
import { transact } from "./transact.ts";
import type { PendingVerification } from "./verification.ts";

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
}

/** What became of the send, with the ledger as last saved. */
export interface Carried {
  readonly attempts: readonly Attempt[];
  readonly outcome: SendOutcome;
  readonly stored: StoredLedger;
}

/** Walks the chain. Before every further call the ledger is asked: a verification settled meanwhile sends nothing more. */
export async function carry(parts: OtpParts, app: string, reserved: Reserved, run: Run): Promise<Carried> {
  const { clock, breakers } = parts;
  const { send, verification } = reserved;
  const stopped = run.stopped(verification.id);
  let { attempts, step, stored } = reserved;
  for (;;) {
    switch (step.kind) {
      case "done":
        return { attempts, outcome: step.outcome, stored };
      case "pause": {
        const timer = clock.timer(step.ms);
        await Promise.race([timer.elapsed, stopped]);
        timer.cancel();
        if (run.isStopped(verification.id)) return { attempts, outcome: outcomeSoFar(attempts), stored };
        break;
      }
      case "call": {
        const { provider, attempt } = step;
        if (run.isStopped(verification.id))
          return {
            attempts: [...attempts, skipped(attempt, "stopped")],
            outcome: outcomeSoFar(attempts),
            stored,
          };
        if (clock.now() >= send.deadline) {
          attempts = [...attempts, skipped(attempt, "too_late")];
          break;
        }
        const deadline = Math.min(send.deadline, clock.now() + send.attemptTimeoutMs);
        const message = messageOf(parts, app, verification, stored.ledger.recipient, attempt);
        breakers.begin(provider, clock.now());
        const result = await deliverOnce(provider, message, deadline, clock, stopped);
        if (result === "stopped") return stoppedAt(attempts, attempt, stored, clock.now());
        breakers.record(provider, result, clock.now());
        attempts = [...attempts, settled(attempt, result, clock.now())];
        break;
      }
    }
    const next = nextStep(send, attempts, breakers, clock.now());
    attempts = [...attempts, ...next.skipped];
    step = next.step;
    if (step.kind === "call") {
      const noted = await note(parts, reserved, withPlanned(attempts, step), stored);
      if (noted === null) return { attempts, outcome: outcomeSoFar(attempts), stored };
      stored = noted;
    }
  }
}

function skipped(attempt: Attempt, reason: SkipReason): Attempt {
  return { ...attempt, outcome: "skipped", reason };
}

function stoppedAt(
  before: readonly Attempt[],
  attempt: Attempt,
  stored: StoredLedger,
  now: EpochMs,
): Carried {
  const last = settled(attempt, { outcome: "unknown", reason: "stopped" }, now);
  return { attempts: [...before, last], outcome: "uncertain", stored };
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
  { store, clock }: OtpParts,
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
  { secrets }: OtpParts,
  app: string,
  verification: PendingVerification,
  recipient: Recipient,
  attempt: Attempt,
): DeliveryMessage {
  const { id, channel, locale, expiresAt } = verification;
  const attemptId = `${id}.${attempt.send}.${attempt.index}`;
  const code = codeOf(verification, secrets);
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
