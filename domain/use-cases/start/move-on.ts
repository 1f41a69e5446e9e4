/**
 * Moves a chain on: a vendor says that the message it accepted did not arrive, and the code still lives. The providers that have not had
 * their turn in this send are asked, with the same code. It is the same send for the limits of the number, and one more message for the
 * rules across recipients, which may refuse it.
 */
import { type Attempt, mayHaveArrived } from "../../delivery/attempt.ts";
import { chainFor } from "../../delivery/chain-rules.ts";
import { nextStep } from "../../delivery/fallback-chain.ts";
import { findById, type Ledger } from "../../ledger/ledger.ts";
import { isWorthSending, noteAttempts } from "../../ledger/sends.ts";
import { type PendingVerification, resolveAt } from "../../ledger/verification.ts";
import { ledgerKeyOf, ledgerKeyOfDelivery } from "../../ledger/verification-id.ts";
import type { MoveOnCommand, Otp } from "../../otp.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import { isMasked } from "../../recipient/recipient.ts";
import type { StoredLedger } from "../../storage/store.ts";
import type { Decision } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { MoveOnVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { withReceipts } from "../receipts/expect-receipts.ts";
import { forRecipient } from "../test-numbers.ts";
import { deliver, type Moved } from "./deliver.ts";
import { contentOf, type PlannedVerification } from "./plan-verification.ts";
import { type Reserved, withPlanned } from "./reserve-send.ts";
import { saveReserved } from "./save-reserved.ts";
import { saveOutcome } from "./save-outcome.ts";
import { sendOf } from "./send-of.ts";

export function createMoveOn(appContext: OtpContext): Otp["moveOn"] {
  return async (command) => {
    if (ledgerKeyOfDelivery(command.id) !== null) return { kind: "stayed", because: "code_not_kept" };
    const key = ledgerKeyOf(command.id);
    const preloaded = key === null ? null : await appContext.store.load(key);
    if (key === null || preloaded === null) return { kind: "stayed", because: "not_found" };
    const context = forRecipient(appContext, preloaded.ledger.recipient, appContext.clock.now());
    const lost = await lostAttempts(context, preloaded.ledger, command);
    const inFlight = context.sendsInFlight.begin(key);
    try {
      const reserved = await reserveNext(context, { command, key, lost }, preloaded);
      if (reserved.kind !== "reserved") return reserved;
      const content = contentOf(context, reserved.verification, preloaded.ledger.recipient);
      const delivered = await deliver(context, { ...reserved, content }, inFlight);
      const { verification, moved } = reserved;
      const further = { ...delivered, attempts: delivered.attempts.slice(moved.earlier) };
      // The send stays counted: its first message was paid for.
      await saveOutcome(context, reserved, verification, further, (ledger) =>
        noteAttempts(ledger, verification.id, further.attempts),
      );
      if (delivered.error !== undefined) throw delivered.error;
      return { kind: "moved", outcome: delivered.outcome };
    } finally {
      inFlight.end();
    }
  };
}

interface Move {
  readonly command: MoveOnCommand;
  readonly key: string;
  /** The attempts of the verification whose messages did not arrive, by `nameOf`. */
  readonly lost: ReadonlySet<string>;
}

/** The receipts are read once: what comes later moves the chain on by itself. */
async function lostAttempts(
  context: OtpContext,
  ledger: Ledger,
  { id }: MoveOnCommand,
): Promise<ReadonlySet<string>> {
  const received = await withReceipts(context, findById(ledger, id)?.attempts ?? []);
  return new Set(received.filter(({ receipt }) => receipt?.state === "undelivered").map(nameOf));
}

/** Names an attempt within its verification. */
function nameOf({ send, index }: Pick<Attempt, "send" | "index">): string {
  return `${send}.${index}`;
}

interface Planned extends PlannedVerification {
  readonly moved: Moved;
}
type Stayed = Extract<MoveOnVerdict, { kind: "stayed" }>;

/** As a start does: decides, reserves with the rules across recipients, and decides again as it saves. */
async function reserveNext(
  context: OtpContext,
  move: Move,
  preloaded: StoredLedger,
): Promise<Reserved<Planned> | Stayed> {
  const { clock } = context;
  const plan = (ledger: Ledger | null, now: EpochMs) => planNext(context, move, ledger, now);
  const planned = plan(preloaded.ledger, clock.now());
  if (planned.save === undefined) return planned.result;
  const reservation = await reserve(context, preloaded.ledger, planned.result.verification);
  if (reservation === null) return { kind: "stayed", because: "limited" };

  const done = await saveReserved(context, move.key, plan, preloaded, reservation);
  if (done.kind === "saved")
    return { ...done.result, kind: "reserved", key: move.key, stored: done.stored, reservation };
  return done.kind === "unchanged" ? done.result : { kind: "stayed", because: "busy" };
}

function planNext(
  context: OtpContext,
  { command, lost }: Move,
  ledger: Ledger | null,
  now: EpochMs,
): Decision<Planned, Stayed> {
  const stay = (because: Stayed["because"]): { result: Stayed } => ({ result: { kind: "stayed", because } });
  const found = ledger?.app === command.app ? findById(ledger, command.id) : undefined;
  if (ledger === null || found === undefined) return stay("not_found");
  const verification = resolveAt(found, now);
  if (verification.status !== "pending" || isMasked(ledger.recipient)) return stay("settled");
  if (!isWorthSending(verification, context.policy, now)) return stay("too_late");
  const { attempts } = verification;
  const made = attempts.filter(({ send }) => send === command.send);
  const isHope = (attempt: Attempt) => mayHaveArrived(attempt) && !lost.has(nameOf(attempt));
  if (made.length === 0 || attempts.some(isHope)) return stay("another_message");

  const lostHere = new Set(made.filter((attempt) => lost.has(nameOf(attempt))).map(({ index }) => index));
  const { recipient } = ledger;
  const { purpose, channel, expiresAt } = verification;
  const chains = [...context.chains, { providers: context.providers }];
  const providers = chainFor({ recipient, purpose, channel }, chains);
  const draft = { at: command.send, channel, providers, expiresAt };
  const send = { ...sendOf(context, ledger, draft, now), lost: lostHere };
  const { skipped, step } = nextStep(send, made, context.breakers, now);
  const tried = [...made, ...skipped];
  if (step.kind !== "call") return stay("no_provider");
  const save = noteAttempts(ledger, verification.id, withPlanned(tried, step));
  const moved = { from: command.provider, earlier: made.length };
  return { save, result: { verification, resent: true, send, attempts: tried, step, decision: null, moved } };
}

/** Null when a rule refuses the further message. */
async function reserve(
  { rateLimiter, numbering, clock }: OtpContext,
  { app, recipient }: Ledger,
  { sentFrom }: PendingVerification,
): Promise<Reservation | null> {
  const { sources, standing } = sentFrom ?? { sources: [], standing: "newcomer" as const };
  const sender = {
    app,
    recipient,
    operator: numbering.operator(recipient),
    sources: sources.map((source) => ({ ...source, approvalsPerDay: 0 })),
    standing,
    callerLimits: {},
    // The request that this message continues has met the guard.
    isChallengePassed: true,
  };
  const reservation = await rateLimiter.reserve(sender, clock.now());
  return reservation.kind === "reserved" ? reservation : null;
}
