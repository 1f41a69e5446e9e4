/**
 * Plans how a send goes on whose message did not arrive: the providers that have not had their turn in it are asked, in its order and
 * with the same code.
 */
import { type Attempt, mayHaveArrived } from "../../delivery/attempt.ts";
import { chainFor } from "../../delivery/chain-rules.ts";
import { nextStep } from "../../delivery/fallback-chain.ts";
import type { Provider } from "../../delivery/provider.ts";
import { findById, type Ledger } from "../../ledger/ledger.ts";
import { isWorthSending, noteAttempts } from "../../ledger/sends.ts";
import { type PendingVerification, resolveAt } from "../../ledger/verification.ts";
import type { MoveOnCommand } from "../../otp.ts";
import { isMasked } from "../../recipient/recipient.ts";
import type { Decision } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { MoveOnVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import type { Moved } from "./deliver.ts";
import type { PlannedVerification } from "./plan-verification.ts";
import { withPlanned } from "./reserve-send.ts";
import { type Learned, type OrderedSend, orderSend } from "./route-send.ts";
import { sendOf } from "./send-of.ts";

export interface Move {
  readonly command: MoveOnCommand;
  /** The attempts of the verification whose messages did not arrive, by `nameOf`. */
  readonly lost: ReadonlySet<string>;
}

/** Names an attempt within its verification. */
export function nameOf({ send, index }: Pick<Attempt, "send" | "index">): string {
  return `${send}.${index}`;
}

export interface PlannedMove extends PlannedVerification {
  readonly moved: Moved;
}

export type Stayed = Extract<MoveOnVerdict, { kind: "stayed" }>;

/** `learned`: what the order is made from; null where it is fixed, and before the sums were read. */
export function planNext(
  context: OtpContext,
  { command, lost, learned }: Move & { readonly learned: Learned | null },
  ledger: Ledger | null,
  now: EpochMs,
): Decision<PlannedMove, Stayed> {
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
  const { channel, expiresAt } = verification;
  const { providers, decision } = orderOfSend(context, { command, learned }, ledger, verification);
  const draft = { at: command.send, channel, providers, expiresAt };
  const send = { ...sendOf(context, ledger, draft, now), lost: lostHere };
  const { skipped, step } = nextStep(send, made, context.breakers, now);
  const tried = [...made, ...skipped];
  if (step.kind !== "call") return stay("no_provider");
  const save = noteAttempts(ledger, verification.id, withPlanned(tried, step));
  const moved = { from: command.provider, earlier: made.length };
  return { save, result: { verification, resent: true, send, attempts: tried, step, decision, moved } };
}

/** The providers of its app for it, as configured. */
export function chainOf(
  { chains, providers }: OtpContext,
  { recipient }: Ledger,
  { purpose, channel }: PendingVerification,
): readonly Provider[] {
  return chainFor({ recipient, purpose, channel }, [...chains, { providers }]);
}

/** The order that the send was given, made again: from the same draw, and from what comes back now. The ledger does not keep it. */
function orderOfSend(
  context: OtpContext,
  { command: { send: at }, learned }: { readonly command: MoveOnCommand; readonly learned: Learned | null },
  ledger: Ledger,
  verification: PendingVerification,
): OrderedSend {
  const attempts = verification.attempts.filter(({ send }) => send < at);
  const providers = chainOf(context, ledger, verification);
  const unordered = {
    id: verification.id,
    at,
    resent: attempts.length > 0,
    moved: true,
    attempts,
    providers,
  };
  return orderSend(context, unordered, learned);
}
