/**
 * Reserves a send before any provider is called: limits of the number, rules across recipients, and the first planned attempt. What is
 * sent, and how the ledger has it, is the caller's plan.
 */
import type { Attempt } from "../../delivery/attempt.ts";
import { chainFor } from "../../delivery/chain-rules.ts";
import type { Send, Step } from "../../delivery/fallback-chain.ts";
import type { Provider } from "../../delivery/provider.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { SendRefusal } from "../../ledger/send-limits.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import type { Origin, Requester, Sender, SentFrom, Standing } from "../../rate-limits/sender.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import { questionOf, readsOf, type RouteDecision, type RoutedSend } from "../../routing/routing.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, loadWithRetry, nullOnOutage } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { NotReserved } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import { carrierFor } from "../receipts/carriers.ts";
import { hasPassedChallenge, refusalOf } from "./challenge.ts";
import { type Learned, learnedFrom } from "./route-send.ts";
import { saveReserved } from "./save-reserved.ts";
import type { SendCommand } from "./send-command.ts";

/** A send as it is written into the ledger: who may carry it, and its first step. */
export interface PlannedSend {
  readonly send: Send;
  readonly attempts: readonly Attempt[];
  readonly step: Step;
  /** How its providers were ordered by what came back; null where they are as configured. */
  readonly decision: RouteDecision | null;
}

/** Where a send is saved and counted. */
export interface SavedSend {
  readonly key: string;
  readonly stored: StoredLedger;
  readonly reservation: Reservation;
  /** Set where orders are learned from this send. */
  readonly routed?: RoutedSend | undefined;
}

/** A planned send that is saved, and counted by the rules across recipients. */
export type Reserved<P extends PlannedSend> = P & SavedSend & { readonly kind: "reserved" };

/** What a plan is made from, beside the ledger. */
export interface SendFacts {
  readonly providers: readonly Provider[];
  readonly sentFrom: SentFrom;
  /** What the order is made from; null where it is fixed, and before the sums were read. */
  readonly learned: Learned | null;
}

/** Plans a send over the ledger as it is. Pure: it runs again on every conflict. */
export type Plan<P> = (current: Ledger | null, now: EpochMs) => Decision<P, SendRefusal>;

/**
 * Decides on the loaded ledger, acquires a reservation of the rules across recipients, and decides again as it saves; the reservation
 * is released when that comes to nothing. Costs two round trips for the ledger under `key` and one for the rules; what is known of the
 * number beside its ledger is read with the first. Throws StoreUnavailable.
 */
export async function reserveSend<P extends PlannedSend>(
  context: OtpContext,
  command: SendCommand,
  { key, recipient }: { readonly key: string; readonly recipient: Recipient },
  planWith: (facts: SendFacts) => Plan<P>,
): Promise<Reserved<P> | NotReserved> {
  const { clock, policy, store, rateLimiter } = context;
  const providers = chainFor({ ...command, recipient }, [
    ...context.chains,
    { providers: context.providers },
  ]);
  if (providers.length === 0) return { kind: "channel_unavailable" };
  const requester = requesterOf(context, command, recipient);
  const identified = nullOnOutage(rateLimiter.identify(requester, clock.now()));
  const named = carrierFor(context, providers, recipient);
  const preloaded = await loadWithRetry(store, clock, key, policy.storeWaitMs);
  const origin = (await identified) ?? (await rateLimiter.identify(requester, clock.now()));
  const ledger = preloaded?.ledger ?? null;
  const standing = standingOf(command, origin, ledger);
  const sources = origin.sources.map(({ kind, key: name }) => ({ kind, key: name, sends: 1 }));
  const facts = { providers, sentFrom: { sources, standing } };

  const planned = planWith({ ...facts, learned: null })(ledger, clock.now());
  if (planned.save === undefined) return planned.result;
  const isChallengePassed = await hasPassedChallenge(context, command, recipient);
  const { isCarried = false } = command;
  const sender: Sender = {
    ...requester,
    sources: origin.sources,
    standing,
    isChallengePassed,
    ...(isCarried && { isCarried }),
  };
  // The guard keeps the operator of the plan: a receipt must not move a number out of a place that strangers flood.
  const operator = (await named) ?? requester.operator;
  const at = clock.now();
  const { routing, secrets } = context;
  const question = questionOf(routing, providers, { ...command, operator }, { secrets, now: at });
  const reservation = await rateLimiter.reserve(sender, at, readsOf(question));
  if (reservation.kind === "refused") return refusalOf(context, command, recipient, reservation);

  const plan = planWith({ ...facts, learned: learnedFrom(context, question, reservation) });
  const done = await saveReserved(context, key, plan, preloaded, reservation);
  if (done.kind === "saved") return reservedFrom(context, done, { key, reservation });
  return done.kind === "unchanged" ? done.result : done;
}

/** The send as it is reserved, once it is saved; outcomes hear of its order. */
export function reservedFrom<P extends PlannedSend>(
  { outcomes }: OtpContext,
  { result, stored }: { readonly result: P; readonly stored: StoredLedger },
  { key, reservation }: Pick<SavedSend, "key" | "reservation">,
): Reserved<P> {
  if (result.decision !== null) outcomes.routed(result.decision);
  return { ...result, kind: "reserved", key, stored, reservation };
}

/** The attempts with the one that the step plans. */
export function withPlanned(attempts: readonly Attempt[], step: Step): readonly Attempt[] {
  return step.kind === "call" ? [...attempts, step.attempt] : attempts;
}

function requesterOf(
  { numbering }: OtpContext,
  { app, client, limits: callerLimits = {} }: SendCommand,
  recipient: Recipient,
): Requester {
  return { app, recipient, operator: numbering.operator(recipient), client, callerLimits };
}

function standingOf(
  { knownSession = false }: SendCommand,
  { isNumberKnown }: Origin,
  ledger: Ledger | null,
): Standing {
  // Strangers can make the guard doubt a number, so the app's word for its session counts more than its history (anchors V23).
  if (knownSession) return "vouched";
  // A confirmation reaches the guard beside the answer of its check, and may be lost. The ledger has it in any case.
  const isProved = isNumberKnown || ledger?.verifications.some(({ status }) => status === "approved");
  return isProved === true ? "known" : "newcomer";
}
