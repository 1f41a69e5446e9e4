/** Plans the send of a verification: the one that is pending is sent again, or a new one is opened. */
import { nextStep } from "../../delivery/fallback-chain.ts";
import { emptyLedger, findById, withVerification } from "../../ledger/ledger.ts";
import { noteAttempts, openSend } from "../../ledger/sends.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import { newId } from "../../ledger/verification-id.ts";
import type { StartCommand } from "../../otp.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { OtpContext } from "../context.ts";
import type { Content } from "./deliver.ts";
import { orderSend } from "./route-send.ts";
import { type Plan, type PlannedSend, type Reserved, type SendFacts, withPlanned } from "./reserve-send.ts";
import { sendOf } from "./send-of.ts";

export interface PlannedVerification extends PlannedSend {
  readonly verification: PendingVerification;
  readonly resent: boolean;
}

export type ReservedVerification = Reserved<PlannedVerification>;

/** Plans over the facts of one send; the draft is the same for every try. */
export function planVerification(
  context: OtpContext,
  command: StartCommand,
  { key, recipient }: { readonly key: string; readonly recipient: Recipient },
): (facts: SendFacts) => Plan<PlannedVerification> {
  const { policy, breakers } = context;
  // Made once, and not before the ledger is loaded: its life begins then, and its id decides its order.
  let drafted: PendingVerification | undefined;
  return ({ providers, sentFrom, learned }) => {
    drafted ??= draftOf(context, command, key);
    const draft: PendingVerification = { ...drafted, sentFrom };
    return (current, now) => {
      // The number as the command has it: the stored one may be masked.
      const ledger = { ...(current ?? emptyLedger(command.app, recipient)), recipient };
      const opening = openSend(ledger, draft, policy, now);
      if (opening.kind === "refused") return { result: opening.refusal };
      const { sendAt, resent } = opening;
      const unordered = { ...opening.verification, at: sendAt, resent, providers };
      const { providers: ordered, decision, routed } = orderSend(context, unordered, learned);
      const verification = { ...opening.verification, ...(routed && { routed }) };
      const send = sendOf(context, ledger, { ...verification, at: sendAt, providers: ordered }, now);
      const { skipped: attempts, step } = nextStep(send, [], breakers, now);
      const opened = withVerification(opening.ledger, verification);
      const save = noteAttempts(opened, verification.id, withPlanned(attempts, step));
      return { save, result: { verification, resent, send, attempts, step, decision, routed } };
    };
  };
}

/** A verification as a chain carries it. Its code is derived at each call; once it is settled, nothing more is sent. */
export function contentOf(
  { codeOf }: OtpContext,
  verification: PendingVerification,
  recipient: Recipient,
): Content {
  const { id, purpose, locale, expiresAt } = verification;
  return {
    id,
    purpose,
    locale,
    expiresAt,
    recipient,
    code: () => codeOf(verification),
    noted: (ledger, attempts) =>
      findById(ledger, id)?.status === "pending" ? noteAttempts(ledger, id, attempts) : null,
  };
}

function draftOf(
  { clock, random, secrets, policy }: OtpContext,
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
    ...(command.knownSession && { trustLevel: "known-session" }),
    attempts: [],
    traceId: command.traceId,
  };
}
