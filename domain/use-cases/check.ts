import { readGuess } from "../ledger/code.ts";
import { check, findById, findByPurpose, type Ledger } from "../ledger/ledger.ts";
import { ledgerKeyOf } from "../ledger/verification-id.ts";
import type { CheckCommand, Otp } from "../otp.ts";
import { nullOnOutage } from "../patience.ts";
import { admit, isMasked, type Recipient } from "../recipient/recipient.ts";
import { codeFor, contextFor } from "./test-numbers.ts";
import { type Decision, transact } from "../storage/transact.ts";
import { type CheckVerdict, type NotAdmitted, type NotFound, settledKind } from "../verdicts.ts";
import { resolveAt, mayHaveArrivedBy, settle, type SettledVerification } from "../ledger/verification.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { EpochMs } from "../time.ts";
import type { OtpContext } from "./context.ts";

/** A verdict before its proof is signed. */
type Unsigned =
  Exclude<CheckVerdict, { kind: "approved" }> | Omit<Extract<CheckVerdict, { kind: "approved" }>, "proof">;

/**
 * Compares a guess and counts it. The outcome is told only once the save went through: however many processes race,
 * N parallel guesses cost N checks and a right code is approved once (anchors V1, V2).
 */
export function createCheck(parts: OtpContext): Otp["check"] {
  const { store, clock, sendsInFlight, proofs } = parts;
  return async (command) => {
    const target = locate(parts, command);
    if (target.kind !== "located") return target;
    const done = await transact(store, clock, target.ledgerKey, (ledger) =>
      decide(parts, command, ledger && { ...ledger, ...target.number }, clock.now()),
    );
    if (done.kind === "busy") return done;
    const { result } = done;
    if (result.kind !== "approved") return result;
    const { id, purpose, recipient, readAt } = result.verification;
    sendsInFlight.stop(id);
    tellGuard(parts, done.stored?.ledger, id);
    const claims = { verificationId: id, app: command.app, purpose, recipient, approvedAt: readAt };
    return { ...result, proof: await proofs.sign(claims) };
  };
}

interface Located {
  readonly kind: "located";
  readonly ledgerKey: string;
  /** The number as it was given; nothing when the check is by id. */
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

function decide(
  parts: OtpContext,
  command: CheckCommand,
  ledger: Ledger | null,
  now: EpochMs,
): Decision<Unsigned> {
  if (ledger === null || ledger.app !== command.app) return { result: { kind: "not_found" } };
  const { secrets, policy } = contextFor(parts, ledger.recipient);
  const found = "id" in command ? findById(ledger, command.id) : findMeant(ledger, command);
  if (found === undefined) return { result: { kind: "not_found" } };
  const current = resolveAt(found, now);
  const over = (settled: SettledVerification) => ({
    result: { kind: settledKind(settled.status), verification: viewOf(ledger, settled, policy, now) },
  });
  if (current.status !== "pending") return over(current);
  // Its secret is not configured any more, so neither its code nor its number can be had: a rotation that spared none.
  const isLost = isMasked(ledger.recipient) || !secrets.knows(current.keyId);
  if (isLost) return over(settle(current, "canceled", now));
  const guess = readGuess(command.code, current.codeLength);
  if (guess === null) return { result: { kind: "malformed", codeLength: current.codeLength } };

  const isRight = () => secrets.same(guess, codeFor(parts, ledger.recipient, current));
  const checking = check(ledger, current, isRight, policy, now);
  if (checking.kind === "guess_limit") return { result: checking };
  const verification = viewOf(checking.ledger, checking.verification, policy, now);
  return { save: checking.ledger, result: { kind: checking.right ? "approved" : "incorrect", verification } };
}

function findMeant(ledger: Ledger, { purpose, knownSession }: Extract<CheckCommand, { to: string }>) {
  return findByPurpose(ledger, purpose, knownSession ? "known" : "anyone");
}

/** The guard hears of it beside the answer: a check waits for nothing more than its own ledger. */
function tellGuard(parts: OtpContext, ledger: Ledger | undefined, id: string): void {
  const verification = ledger && findById(ledger, id);
  if (verification === undefined || ledger === undefined) return;
  const { app, recipient } = ledger;
  const { rateLimiter, numbering, clock } = contextFor(parts, recipient);
  const sends = new Set(verification.attempts.filter(mayHaveArrivedBy).map(({ send }) => send)).size;
  const watched = { app, recipient, operator: numbering.operator(recipient), network: verification.network };
  void nullOnOutage(rateLimiter.confirm(watched, sends, clock.now()));
}
