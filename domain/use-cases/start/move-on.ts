/**
 * Moves a chain on: a vendor says that the message it accepted did not arrive, and the code still lives. It is the same send for the
 * limits of the number, and one more message for the rules across recipients, which may refuse it.
 */
import { findById, type Ledger } from "../../ledger/ledger.ts";
import { noteAttempts } from "../../ledger/sends.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import { ledgerKeyOf, ledgerKeyOfDelivery } from "../../ledger/verification-id.ts";
import type { MoveOnCommand, Otp } from "../../otp.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import { questionOf, readsOf, type RouteQuestion } from "../../routing/routing.ts";
import type { StoredLedger } from "../../storage/store.ts";
import type { EpochMs } from "../../time.ts";
import type { OtpContext } from "../context.ts";
import { operatorOf } from "../note-outcomes.ts";
import { carrierFor } from "../receipts/carriers.ts";
import { withReceipts } from "../receipts/expect-receipts.ts";
import { forRecipient } from "../test-numbers.ts";
import { deliver } from "./deliver.ts";
import { contentOf } from "./plan-verification.ts";
import { chainOf, type Move, nameOf, planNext, type PlannedMove, type Stayed } from "./plan-next.ts";
import { type Reserved, reservedFrom } from "./reserve-send.ts";
import { learnedFrom } from "./route-send.ts";
import { saveReserved } from "./save-reserved.ts";
import { saveOutcome } from "./save-outcome.ts";

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

/** The receipts are read once: what comes later moves the chain on by itself. */
async function lostAttempts(
  context: OtpContext,
  ledger: Ledger,
  { id }: MoveOnCommand,
): Promise<ReadonlySet<string>> {
  const received = await withReceipts(context, findById(ledger, id)?.attempts ?? []);
  return new Set(received.filter(({ receipt }) => receipt?.state === "undelivered").map(nameOf));
}

/** As a start does: decides, reserves with the rules across recipients, and decides again as it saves. */
async function reserveNext(
  context: OtpContext,
  move: Move & { readonly key: string },
  preloaded: StoredLedger,
): Promise<Reserved<PlannedMove> | Stayed> {
  const { clock } = context;
  const planned = planNext(context, { ...move, learned: null }, preloaded.ledger, clock.now());
  if (planned.save === undefined) return planned.result;
  const { ledger } = preloaded;
  const { verification } = planned.result;
  const question = await questionFor(context, ledger, verification, move.command);
  const reservation = await reserve(context, ledger, verification, question);
  if (reservation === null) return { kind: "stayed", because: "limited" };

  const learned = learnedFrom(context, question, reservation);
  const plan = (current: Ledger | null, now: EpochMs) =>
    planNext(context, { ...move, learned }, current, now);
  const done = await saveReserved(context, move.key, plan, preloaded, reservation);
  if (done.kind === "saved") return reservedFrom(context, done, { key: move.key, reservation });
  return done.kind === "unchanged" ? done.result : { kind: "stayed", because: "busy" };
}

/** Asks for the operator that its send was ordered for: a first send's is remembered, a resend goes by the carrier of its number. */
async function questionFor(
  context: OtpContext,
  ledger: Ledger,
  verification: PendingVerification,
  { send }: MoveOnCommand,
): Promise<RouteQuestion | null> {
  const { routing, secrets, numbering, clock } = context;
  const { channel, routed, attempts } = verification;
  const { recipient } = ledger;
  const chain = chainOf(context, ledger, verification);
  const isResend = attempts.some((attempt) => attempt.send < send);
  const operator = isResend
    ? ((await carrierFor(context, chain, recipient)) ?? numbering.operator(recipient))
    : operatorOf(context, recipient, routed);
  return questionOf(routing, chain, { channel, operator }, { secrets, now: clock.now() });
}

/** Null when a rule refuses the further message. */
async function reserve(
  { rateLimiter, numbering, clock }: OtpContext,
  { app, recipient }: Ledger,
  { sentFrom }: PendingVerification,
  question: RouteQuestion | null,
): Promise<Reservation | null> {
  const { sources, standing } = sentFrom ?? { sources: [], standing: "newcomer" as const };
  const sender = {
    app,
    recipient,
    // As for every send, the guard keeps the operator of the plan.
    operator: numbering.operator(recipient),
    sources: sources.map((source) => ({ ...source, approvalsPerDay: 0 })),
    standing,
    callerLimits: {},
    // The request that this message continues has met the guard.
    isChallengePassed: true,
  };
  const reservation = await rateLimiter.reserve(sender, clock.now(), readsOf(question));
  return reservation.kind === "reserved" ? reservation : null;
}
