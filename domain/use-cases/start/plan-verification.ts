/** Plans the send of a verification: the one that is pending is sent again, or a new one is opened. */
import { nextStep } from "../../delivery/fallback-chain.ts";
import { rotated } from "../../delivery/resend-order.ts";
import { emptyLedger, findById } from "../../ledger/ledger.ts";
import { noteAttempts, openSend } from "../../ledger/sends.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import { newId } from "../../ledger/verification-id.ts";
import type { StartCommand } from "../../otp.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { OtpContext } from "../context.ts";
import type { Content } from "./deliver.ts";
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
  const { policy, breakers, resendOrder } = context;
  return ({ providers, sentFrom }) => {
    const draft: PendingVerification = { ...draftOf(context, command, key), sentFrom };
    return (current, now) => {
      // The number as the command has it: the stored one may be masked.
      const ledger = { ...(current ?? emptyLedger(command.app, recipient)), recipient };
      const opening = openSend(ledger, draft, policy, now);
      if (opening.kind === "refused") return { result: opening.refusal };
      const { verification, sendAt, resent } = opening;
      const isRotated = resent && resendOrder === "rotate";
      const ordered = isRotated ? rotated(providers, verification.attempts) : providers;
      const send = sendOf(context, ledger, { ...verification, at: sendAt, providers: ordered }, now);
      const { skipped: attempts, step } = nextStep(send, [], breakers, now);
      const save = noteAttempts(opening.ledger, verification.id, withPlanned(attempts, step));
      return { save, result: { verification, resent, send, attempts, step } };
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
