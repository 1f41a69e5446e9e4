/** Reserves a send before any provider is called: limits of the number, rules across recipients, and the first planned attempt. */
import type { Attempt } from "../../delivery/attempt.ts";
import { chainFor } from "../../delivery/chain-rules.ts";
import { notAUserOf } from "../../delivery/not-a-user.ts";
import { nextStep, type Send, type Step } from "../../delivery/fallback-chain.ts";
import type { Provider } from "../../delivery/provider.ts";
import { rotated } from "../../delivery/resend-order.ts";
import { attemptsIn, emptyLedger, type Ledger } from "../../ledger/ledger.ts";
import type { SendRefusal } from "../../ledger/send-limits.ts";
import { noteAttempts, openSend } from "../../ledger/sends.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import { newId } from "../../ledger/verification-id.ts";
import type { StartCommand } from "../../otp.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import type { Origin, Requester, Sender, Standing } from "../../rate-limits/sender.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, loadWithRetry, nullOnOutage, transact } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { Busy, StartVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { hasPassedChallenge, refusalOf } from "./challenge.ts";

/** A send as it is written into the ledger: who may carry it, and its first step. */
interface Planned {
  readonly kind: "planned";
  readonly verification: PendingVerification;
  readonly resent: boolean;
  readonly send: Send;
  readonly attempts: readonly Attempt[];
  readonly step: Step;
  /** The chain moves on because a message did not arrive. */
  readonly moved?: {
    /** The provider that had accepted it. */
    readonly from: string;
    /** Attempts that the send had before. */
    readonly earlier: number;
  };
}

/** A planned send that is saved, and counted by the rules across recipients. */
export interface ReservedSend extends Omit<Planned, "kind"> {
  readonly kind: "reserved";
  readonly key: string;
  readonly stored: StoredLedger;
  readonly reservation: Reservation;
}

/** Why a send was not reserved. */
export type NotReserved =
  Extract<StartVerdict, { until: unknown } | { kind: "channel_unavailable" | "challenge_required" }> | Busy;

/**
 * Decides on the loaded ledger, acquires a reservation of the rules across recipients, and decides again as it saves; the reservation
 * is released when that comes to nothing. Costs two round trips for the ledger under `key` and one for the rules. Throws
 * StoreUnavailable.
 */
export async function reserveSend(
  context: OtpContext,
  command: StartCommand,
  { key, recipient }: { readonly key: string; readonly recipient: Recipient },
): Promise<ReservedSend | NotReserved> {
  const { clock, policy, store, rateLimiter } = context;
  const providers = chainFor({ ...command, recipient }, [
    ...context.chains,
    { providers: context.providers },
  ]);
  if (providers.length === 0) return { kind: "channel_unavailable" };
  const requester = requesterOf(context, command, recipient);
  const identified = nullOnOutage(rateLimiter.identify(requester, clock.now()));
  const preloaded = await loadWithRetry(store, clock, key, policy.storeWaitMs);
  const origin = (await identified) ?? (await rateLimiter.identify(requester, clock.now()));
  const ledger = preloaded?.ledger ?? null;
  const standing = standingOf(command, origin, ledger);
  const draft = draftOf(context, command, key, { sources: origin.sources, standing });
  const plan = (current: Ledger | null, now: EpochMs) =>
    planSend(context, { app: command.app, recipient, draft, providers }, current, now);

  const planned = plan(ledger, clock.now());
  if (planned.save === undefined) return planned.result;
  const isChallengePassed = await hasPassedChallenge(context, command, recipient);
  const sender: Sender = { ...requester, sources: origin.sources, standing, isChallengePassed };
  const reservation = await rateLimiter.reserve(sender, clock.now());
  if (reservation.kind === "refused") return refusalOf(context, command, recipient, reservation);

  const release = () => nullOnOutage(rateLimiter.settle(reservation, { messages: 0, costRial: null }));
  const done = await transact(store, clock, key, plan, preloaded).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (done.kind === "saved")
    return { ...done.result, kind: "reserved", key, stored: done.stored, reservation };
  await release();
  return done.kind === "unchanged" ? done.result : done;
}

interface SendRequest {
  readonly app: string;
  readonly recipient: Recipient;
  /** Opened unless a pending verification is sent again. */
  readonly draft: PendingVerification;
  readonly providers: readonly Provider[];
}

function planSend(
  { policy, breakers, resendOrder }: OtpContext,
  { app, recipient, draft, providers }: SendRequest,
  current: Ledger | null,
  now: EpochMs,
): Decision<Planned, SendRefusal> {
  // The number as the command has it: the stored one may be masked.
  const ledger = { ...(current ?? emptyLedger(app, recipient)), recipient };
  const opening = openSend(ledger, draft, policy, now);
  if (opening.kind === "refused") return { result: opening.refusal };
  const { verification, sendAt, resent } = opening;
  const deadline = Math.min(now + policy.chainDeadlineMs, verification.expiresAt);
  const isRotated = resent && resendOrder === "rotate";
  const send = {
    at: sendAt,
    channel: verification.channel,
    providers: isRotated ? rotated(providers, verification.attempts) : providers,
    notAUserOf: notAUserOf(attemptsIn(ledger), now),
    deadline,
    attemptTimeoutMs: policy.attemptTimeoutMs,
  };
  const { skipped: attempts, step } = nextStep(send, [], breakers, now);
  const save = noteAttempts(opening.ledger, verification.id, withPlanned(attempts, step));
  return { save, result: { kind: "planned", verification, resent, send, attempts, step } };
}

/** The attempts with the one that the step plans. */
export function withPlanned(attempts: readonly Attempt[], step: Step): readonly Attempt[] {
  return step.kind === "call" ? [...attempts, step.attempt] : attempts;
}

function requesterOf(
  { numbering }: OtpContext,
  { app, client, limits: callerLimits = {} }: StartCommand,
  recipient: Recipient,
): Requester {
  return { app, recipient, operator: numbering.operator(recipient), client, callerLimits };
}

function standingOf(
  { knownSession = false }: StartCommand,
  { isNumberKnown }: Origin,
  ledger: Ledger | null,
): Standing {
  // Strangers can make the guard doubt a number, so the app's word for its session counts more than its history (anchors V23).
  if (knownSession) return "vouched";
  // A confirmation reaches the guard beside the answer of its check, and may be lost. The ledger has it in any case.
  const isProved = isNumberKnown || ledger?.verifications.some(({ status }) => status === "approved");
  return isProved === true ? "known" : "newcomer";
}

function draftOf(
  { clock, random, secrets, policy }: OtpContext,
  command: StartCommand,
  key: string,
  { sources, standing }: Pick<Sender, "sources" | "standing">,
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
    sentFrom: { sources: sources.map(({ kind, key: name }) => ({ kind, key: name, sends: 1 })), standing },
    attempts: [],
    traceId: command.traceId,
  };
}
