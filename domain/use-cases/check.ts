/** Compares a guess with the code and counts it. */
import { readGuess } from "../ledger/code.ts";
import { countGuess, countWrongRepeat } from "../ledger/guesses.ts";
import { findById, findByPurpose, type Ledger } from "../ledger/ledger.ts";
import type { Policy } from "../ledger/policy.ts";
import { compareWithLast, lastCheckOf } from "../ledger/repeated-check.ts";
import { mayHaveArrived } from "../delivery/attempt.ts";
import { resolveAt, settle, type SettledVerification, type Verification } from "../ledger/verification.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { CheckCommand, Otp } from "../otp.ts";
import { plainDigits } from "../recipient/digits.ts";
import { admit, isMasked, type Recipient } from "../recipient/recipient.ts";
import { type Decision, nullOnOutage, transact } from "../storage/transact.ts";
import type { EpochMs } from "../time.ts";
import { type CheckVerdict, type NotAdmitted, type NotFound, settledKind } from "../verdicts.ts";
import type { OtpContext } from "./context.ts";
import { noteApproved } from "./note-outcomes.ts";
import { giveFeedback } from "./receipts/give-feedback.ts";
import { forRecipient } from "./test-numbers.ts";

/**
 * The verdict is given only once the save went through: however many processes race, N parallel guesses cost N checks and a right
 * code is approved once (anchors V1, V2).
 */
export function createCheck(context: OtpContext): Otp["check"] {
  const { store, clock, sendsInFlight, proofs } = context;
  return async (command) => {
    const target = locate(context, command);
    if (target.kind !== "located") return target;
    const done = await transact(store, clock, target.ledgerKey, (ledger, now) =>
      decide(context, command, ledger && { ...ledger, ...target.number }, now),
    );
    if (done.kind === "busy") return done;
    if (done.result.kind !== "approved") return done.result;
    const { verification, repeated } = done.result;
    const { id, purpose, recipient, readAt } = verification;
    sendsInFlight.stop(id);
    const own = forRecipient(context, recipient, readAt);
    if (done.kind === "saved") {
      confirmToGuard(context, done.stored.ledger, id);
      noteApproved(own, recipient, findById(done.stored.ledger, id) ?? NOTHING_SENT);
      giveFeedback(own, done.stored.ledger, id, "approved", plainDigits(command.code));
    }
    const claims = {
      verificationId: id,
      app: command.app,
      purpose,
      recipient,
      approvedAt: readAt,
      ...(own.isTestNumber && { isTestNumber: true as const }),
    };
    return { kind: "approved", verification, repeated, proof: await proofs.sign(claims) };
  };
}

const NOTHING_SENT = { attempts: [] };

interface Located {
  readonly kind: "located";
  readonly ledgerKey: string;
  /** The number as the command has it, because the stored one may be masked; empty for a check by id. */
  readonly number: { readonly recipient?: Recipient };
}

function locate(
  { secrets, recipients, numbering }: OtpContext,
  command: CheckCommand,
): Located | NotAdmitted | NotFound {
  if ("id" in command) {
    const ledgerKey = ledgerKeyOf(command.id);
    return ledgerKey === null ? { kind: "not_found" } : { kind: "located", ledgerKey, number: {} };
  }
  const admission = admit(command.to, recipients, numbering);
  if (admission.kind !== "admitted") return admission;
  const { recipient } = admission;
  return { kind: "located", ledgerKey: secrets.ledgerKey(command.app, recipient), number: { recipient } };
}

type WithoutProof<V> = V extends { readonly proof: string } ? Omit<V, "proof"> : V;

/** A verdict before its proof is signed. */
type Unsigned = WithoutProof<CheckVerdict>;

function decide(
  context: OtpContext,
  command: CheckCommand,
  ledger: Ledger | null,
  now: EpochMs,
): Decision<Unsigned, Unsigned> {
  if (ledger === null || ledger.app !== command.app) return { result: { kind: "not_found" } };
  const { secrets, policy, codeOf, isTestNumber } = forRecipient(context, ledger.recipient, now);
  const found = "id" in command ? findById(ledger, command.id) : findMeant(ledger, command);
  if (found === undefined) return { result: { kind: "not_found" } };
  const current = resolveAt(found, now);
  const { code, repeatable } = command;
  const relation = compareWithLast(repeatable, current, code, secrets, now);
  if (relation === "same") {
    const again = repeatedAnswer(ledger, current, policy, now);
    if (again !== null) return { result: again };
  }
  const over = (settled: SettledVerification): Decision<Unsigned, Unsigned> => ({
    result: { kind: settledKind(settled.status), verification: viewOf(ledger, settled, policy, now) },
  });
  if (current.status === "approved" && relation === "other_guess")
    return { ...over(current), save: countWrongRepeat(ledger, current, now) };
  if (current.status !== "pending") return over(current);
  // The number cannot be read any more, so an approval would prove nothing. Treat as canceled.
  if (isMasked(ledger.recipient)) return over(settle(current, "canceled", now));
  const guess = readGuess(code, current.codeLength);
  if (guess === null) return { result: { kind: "malformed", codeLength: current.codeLength } };

  const counted = countGuess(
    ledger,
    current,
    {
      isRight: () => secrets.same(guess, codeOf(current)),
      countsRight: !isTestNumber,
      lastCheck(isRight) {
        const isKept = repeatable !== undefined && (isRight || repeatable.remembers === "every_guess");
        return isKept ? lastCheckOf(repeatable, current, code, secrets, now) : undefined;
      },
    },
    policy,
    now,
  );
  if (counted.kind === "guess_limit") return { result: counted };
  const verification = viewOf(counted.ledger, counted.verification, policy, now);
  const kind = counted.isRight ? "approved" : "incorrect";
  return { save: counted.ledger, result: { kind, verification, repeated: false } };
}

/**
 * The answer that the last check of this verification had; null when the verification has changed since. It is made again from the
 * ledger as it was at the approval, so no answer and no proof is stored.
 */
function repeatedAnswer(ledger: Ledger, last: Verification, policy: Policy, now: EpochMs): Unsigned | null {
  switch (last.status) {
    case "approved": {
      if (isMasked(ledger.recipient)) return null;
      const verification = viewOf(ledger, last, policy, last.settledAt);
      return { kind: "approved", verification, repeated: true };
    }
    case "pending":
    case "exhausted":
      return { kind: "incorrect", verification: viewOf(ledger, last, policy, now), repeated: true };
    case "canceled":
    case "expired":
    case "undelivered":
      return null;
  }
}

function findMeant(ledger: Ledger, { purpose, knownSession }: Extract<CheckCommand, { to: string }>) {
  return findByPurpose(ledger, purpose, knownSession ? "known-session" : "unknown");
}

/** Runs beside the answer: a check waits for its own ledger and nothing else. */
function confirmToGuard(context: OtpContext, ledger: Ledger, id: string): void {
  const verification = findById(ledger, id);
  if (verification === undefined) return;
  const { app, recipient } = ledger;
  const now = context.clock.now();
  const { rateLimiter, numbering } = forRecipient(context, recipient, now);
  const sends = new Set(verification.attempts.filter(mayHaveArrived).map(({ send }) => send)).size;
  const { sources, standing } = verification.sentFrom ?? { sources: [], standing: "newcomer" };
  const watched = { app, recipient, operator: numbering.operator(recipient), sources, standing };
  void nullOnOutage(rateLimiter.confirm(watched, sends, now));
}
