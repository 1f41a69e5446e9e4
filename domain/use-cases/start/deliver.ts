/** Carries one reserved send along the chain: call, note, next. */
import {
  type Attempt,
  channelOf,
  endedAttempt,
  mayHaveArrived,
  skippedAttempt,
  type SkipReason,
} from "../../delivery/attempt.ts";
import { callProvider } from "../../delivery/call-provider.ts";
import { nextStep, type SendOutcome, type Step } from "../../delivery/fallback-chain.ts";
import type { SendObserver } from "../../delivery/observer.ts";
import type { DeliveryMessage, Locale, Provider } from "../../delivery/provider.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, nullOnOutage, transact } from "../../storage/transact.ts";
import { type EpochMs, withTimeout } from "../../time.ts";
import type { OtpContext } from "../context.ts";
import type { SendInFlight } from "../sends-in-flight.ts";
import { type PlannedSend, type SavedSend, withPlanned } from "./reserve-send.ts";

/** What a send carries: its code, and its record in the ledger. */
export interface Content {
  readonly id: string;
  readonly purpose: string;
  readonly locale: Locale;
  readonly expiresAt: EpochMs;
  readonly recipient: Recipient;
  /** Throws when there is no code any more. */
  readonly code: () => string;
  /** The ledger with these attempts noted; null when nothing more must be sent. */
  readonly noted: (ledger: Ledger, attempts: readonly Attempt[]) => Ledger | null;
}

/** A reserved send on its way. */
export interface Carriage extends PlannedSend, SavedSend {
  readonly content: Content;
  /** The chain moves on because a message did not arrive. */
  readonly moved?: Moved;
}

export interface Moved {
  /** The provider that had accepted the message. */
  readonly from: string;
  /** Attempts that the send had before. */
  readonly earlier: number;
}

/** What became of the send, with the ledger as last saved. */
export interface DeliveryOutcome {
  readonly attempts: readonly Attempt[];
  readonly outcome: SendOutcome;
  readonly stored: StoredLedger;
  /** An internal error before a call. Nothing of that call went out. */
  readonly error?: unknown;
}

/** Walks the chain. Before every further call the ledger is read: what was settled or forgotten meanwhile sends nothing more. */
export async function deliver(
  context: OtpContext,
  reserved: Carriage,
  inFlight: SendInFlight,
): Promise<DeliveryOutcome> {
  const { moved, content } = reserved;
  const observer = context.observer.sendStarted(content.purpose, moved?.from);
  let { attempts, step, stored } = reserved;
  try {
    while (step.kind !== "done") {
      const { made, isStopped } =
        step.kind === "pause"
          ? await pause(context, reserved, inFlight, step.ms)
          : await call(context, reserved, inFlight, step, observer);
      attempts = [...attempts, ...made];
      inFlight.mayBeOut = attempts.some(mayHaveArrived);
      if (isStopped) return { attempts, outcome: outcomeSoFar(attempts), stored };

      const next = nextStep(reserved.send, attempts, context.breakers, context.clock.now());
      attempts = [...attempts, ...next.skipped];
      step = next.step;
      if (step.kind === "call") {
        const noted = await note(context, reserved, withPlanned(attempts, step), stored);
        if (noted === null) return { attempts, outcome: outcomeSoFar(attempts), stored };
        stored = noted;
      }
    }
    return { attempts, outcome: step.outcome, stored };
  } catch (error) {
    // The call itself never throws, so a planned call was not made.
    if (step.kind === "call") attempts = [...attempts, skippedAttempt(step.attempt, "internal_error")];
    return { attempts, outcome: outcomeSoFar(attempts), stored, error };
  } finally {
    observer.sendEnded(attempts.slice(moved?.earlier ?? 0));
  }
}

/** What a step added to the timeline, and whether the send was stopped meanwhile. */
interface StepResult {
  readonly made: readonly Attempt[];
  readonly isStopped: boolean;
}

async function pause(
  { clock }: OtpContext,
  { content: { id } }: Carriage,
  inFlight: SendInFlight,
  ms: number,
): Promise<StepResult> {
  await withTimeout(clock.timer(ms), inFlight.stopped(id));
  return { made: [], isStopped: inFlight.stopReason(id) !== null };
}

async function call(
  context: OtpContext,
  reserved: Carriage,
  inFlight: SendInFlight,
  { provider, attempt }: Extract<Step, { kind: "call" }>,
  observer: SendObserver,
): Promise<StepResult> {
  const { clock, breakers, bulkheads } = context;
  const { send, content } = reserved;
  const message = messageOf(reserved, attempt);
  const stopped = inFlight.stopped(content.id);
  const entered = await bulkheads.enter(provider, send.deadline, stopped);
  observer.placeWaited(provider, entered.waitedMs, entered.kind === "place");
  if (entered.kind === "none") {
    const reason = inFlight.stopReason(content.id);
    const skip = reason === "stopped" ? reason : "account_busy";
    return { made: [skippedAttempt(attempt, skip)], isStopped: reason !== null };
  }
  // Saving the plan and waiting may have taken long, and other sends may have planned the same call.
  const now = clock.now();
  const skip = skipBefore(context, reserved, inFlight, provider, now);
  if (skip !== null) {
    entered.place.leave();
    return { made: [skippedAttempt(attempt, skip)], isStopped: inFlight.stopReason(content.id) !== null };
  }
  const deadline = Math.min(send.deadline, now + send.attemptTimeoutMs);
  breakers.begin(provider, now);
  inFlight.mayBeOut = true;
  const request = { provider, message, deadline, stopped, place: entered.place };
  const { kind, result } = await callProvider(request, clock, observer);
  if (kind !== "stopped") breakers.record(provider, result, clock.now());
  // The wait for a place is not the vendor's time.
  const started = { ...attempt, startedAt: now };
  return { made: [endedAttempt(started, result, clock.now())], isStopped: kind === "stopped" };
}

/** Why the planned call is not made after all, or null. */
function skipBefore(
  { breakers }: OtpContext,
  { send, content }: Carriage,
  inFlight: SendInFlight,
  provider: Provider,
  now: EpochMs,
): SkipReason | null {
  const stopped = inFlight.stopReason(content.id);
  if (stopped !== null) return stopped;
  if (now >= send.deadline) return "too_late";
  return breakers.pause(provider, now)?.reason ?? null;
}

function outcomeSoFar(attempts: readonly Attempt[]): SendOutcome {
  return attempts.some(({ outcome }) => outcome === "unknown") ? "uncertain" : "undelivered";
}

/** Saves the attempts before the next call; null when the chain must stop: nothing more is to be sent, or the store is down. */
async function note(
  { store, clock }: OtpContext,
  { key, content }: Carriage,
  attempts: readonly Attempt[],
  preloaded: StoredLedger,
): Promise<StoredLedger | null> {
  const decide = (ledger: Ledger | null): Decision<null, null> => {
    const save = ledger === null ? null : content.noted(ledger, attempts);
    return save === null ? { result: null } : { save, result: null };
  };
  const done = await nullOnOutage(transact(store, clock, key, decide, preloaded));
  return done?.kind === "saved" ? done.stored : null;
}

function messageOf({ content, stored: { ledger } }: Carriage, attempt: Attempt): DeliveryMessage {
  const { send, index } = attempt;
  const { id, locale, expiresAt, recipient } = content;
  return {
    verificationId: id,
    attemptId: `${id}.${send}.${index}`,
    attemptIndex: index,
    app: ledger.app,
    recipient,
    code: content.code(),
    channel: channelOf(attempt),
    locale,
    expiresAt,
  };
}
