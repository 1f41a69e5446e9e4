/** Reserves a send: the rules of its number and those across recipients are passed, and its first attempt is planned, before any call. */
import { type Reserved, withPlanned } from "./deliver.ts";
import { nextStep, providersFor } from "../../delivery/fallback-chain.ts";
import { newId } from "../../ledger/verification-id.ts";
import { emptyLedger, type Ledger, noteAttempts, open } from "../../ledger/ledger.ts";
import type { StartCommand } from "../../otp.ts";
import { loadWithRetry, nullOnOutage } from "../../patience.ts";
import type { Refused, Reservation } from "../../rate-limits/rate-limiter.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import { transact } from "../../storage/transact.ts";
import type { Busy, StartVerdict } from "../../verdicts.ts";
import type { PendingVerification } from "../../ledger/verification.ts";
import type { Sender } from "../../rate-limits/sender.ts";
import type { OtpContext } from "../context.ts";

/** Why a send was not reserved. */
export type NotReserved = Extract<StartVerdict, { until: unknown } | { kind: "channel_unavailable" }> | Busy;

type Decided = Omit<Reserved, "stored"> | Exclude<NotReserved, Busy>;

/** Two store round trips on the ledger under `key`, and one for the rules across recipients in between. */
export async function reserveSend(
  parts: OtpContext,
  command: StartCommand,
  { key, recipient }: { readonly key: string; readonly recipient: Recipient },
): Promise<Reserved | NotReserved> {
  const { clock, policy, store, breakers } = parts;
  const providers = providersFor(command.channel, parts.providers);
  if (providers.length === 0) return { kind: "channel_unavailable" };
  const entrance = entranceOf(parts, command, recipient);
  const stored = await loadWithRetry(parts, key);
  const fresh = draft(parts, command, key, entrance.network);
  const decide = async (known: Ledger | null): Promise<{ save?: Ledger; result: Decided }> => {
    // The number as it was given now: the one in the ledger may be masked.
    const ledger = { ...(known ?? emptyLedger(command.app, recipient)), recipient };
    const opening = open(ledger, fresh, policy, clock.now());
    if (opening.kind === "closed") return { result: opening.gate };
    const entered = await entrance.pass(ledger);
    if (entered.kind === "refused") return { result: { ...entered.refusal, quotas: entered.quotas } };

    const { verification, sendAt, resent } = opening;
    const now = clock.now();
    const deadline = Math.min(now + policy.chainDeadlineMs, verification.expiresAt);
    const send = { at: sendAt, providers, deadline, attemptTimeoutMs: policy.attemptTimeoutMs };
    const { skipped: attempts, step } = nextStep(send, [], breakers, now);
    const save = noteAttempts(opening.ledger, verification.id, withPlanned(attempts, step));
    const planned = { key, verification, resent, send, attempts, step, taken: entered };
    return { save, result: { kind: "reserved", ...planned } };
  };

  const done = await transact(store, clock, key, decide, stored).catch(async (error: unknown) => {
    await entrance.leave();
    throw error;
  });
  if (done.kind === "done" && done.result.kind === "reserved") {
    if (done.stored === null) throw new Error("a reserved send has a stored ledger");
    return { ...done.result, stored: done.stored };
  }
  await entrance.leave();
  if (done.kind === "busy") return done;
  if (done.result.kind === "reserved") throw new Error("a reserved send was answered above");
  return done.result;
}

/** The rules across recipients: passed once, however often the save behind them has to be tried. */
function entranceOf(
  { clock, rateLimiter, secrets, numbering }: OtpContext,
  command: StartCommand,
  recipient: Recipient,
) {
  const { app, client, limits: callerLimits = {}, knownSession = false } = command;
  const network = client === undefined ? undefined : secrets.windowKey(`network\n${client.subnet}`);
  const sender: Omit<Sender, "proved"> = {
    app,
    recipient,
    operator: numbering.operator(recipient),
    client,
    network,
    callerLimits,
  };
  let taken: Reservation | null = null;
  return {
    network,
    async pass({ verifications }: Ledger): Promise<Reservation | Refused> {
      if (taken !== null) return taken;
      // Strangers can make the guard doubt a number, so an app that vouches for its session settles the matter (anchors V23).
      const proved = knownSession || verifications.some(({ status }) => status === "approved");
      const answer = await rateLimiter.reserve({ ...sender, proved }, clock.now());
      if (answer.kind === "taken") taken = answer;
      return answer;
    },
    /** The send came to nothing after all. */
    async leave(): Promise<void> {
      if (taken !== null) await nullOnOutage(rateLimiter.settle(taken, { messages: 0, costRial: null }));
    },
  };
}

function draft(
  { clock, random, secrets, policy }: OtpContext,
  command: StartCommand,
  key: string,
  network: string | undefined,
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
    ...(command.knownSession && { lane: "known" }),
    ...(network !== undefined && { network }),
    attempts: [],
    traceId: command.traceId,
  };
}
