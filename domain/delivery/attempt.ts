/** One call of one provider for one send, as the ledger remembers it. Planned before the call, settled after it. */
import type { Clock, EpochMs, Timer } from "../ports.ts";
import {
  type DeliveryMessage,
  type DeliveryResult,
  type Fault,
  type Provider,
  readDeliveryResult,
} from "./provider.ts";

/** `planned` is written before the call; `skipped` means the provider was not called at all. */
export type Outcome = DeliveryResult["outcome"] | "planned" | "skipped";

export interface Attempt {
  /** The send it belongs to, named by the moment the send was reserved; with `index` it names the attempt. */
  readonly send: EpochMs;
  readonly index: number;
  readonly provider: string;
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly fault?: Fault;
  readonly reason?: string;
  readonly vendorCode?: string;
  readonly messageId?: string;
  readonly costRial?: number;
}

/** Why a provider was passed over without a call. */
export type SkipReason = "breaker_open" | "account_refused" | "too_late" | "stopped";

/** A planned attempt that was not made after all. */
export function skippedOver(planned: Attempt, reason: SkipReason): Attempt {
  return { ...planned, outcome: "skipped", reason };
}

/** The result of an attempt as remembered. */
export function settled(planned: Attempt, result: DeliveryResult, now: EpochMs): Attempt {
  const { send, index, provider, startedAt } = planned;
  // That is for the breaker, which has learned it.
  const { numberOnly: _numberOnly, ...kept } = { numberOnly: undefined, ...result };
  return { send, index, provider, startedAt, durationMs: now - startedAt, ...kept };
}

/**
 * The attempt as it reads at `now`: one still planned long after its call must have ended (the process died in between)
 * may have gone out, so it reads as `unknown`.
 */
export function attemptAt(attempt: Attempt, now: EpochMs, longestCallMs: number): Attempt {
  if (attempt.outcome !== "planned" || now - attempt.startedAt <= longestCallMs) return attempt;
  return { ...attempt, outcome: "unknown", reason: "interrupted" };
}

/** Time a provider gets to answer on its own after its deadline, before the domain stops waiting. */
export const GRACE_MS = 250;

/** What is known of a call without an answer that can be used: the message may have gone out. */
export const UNANSWERED: Readonly<Record<"nonsense" | "threw" | "overdue" | "stopped", DeliveryResult>> = {
  nonsense: { outcome: "unknown", reason: "provider_answered_nonsense" },
  threw: { outcome: "unknown", reason: "provider_failed" },
  overdue: { outcome: "unknown", reason: "timeout" },
  stopped: { outcome: "unknown", reason: "stopped" },
};

/**
 * Calls the provider once. Never rejects and never waits past the deadline: a provider that hangs, throws or answers
 * nonsense is `unknown`, because the message may have gone out. "stopped" when `stopped` came first.
 */
export async function deliverOnce(
  provider: Provider,
  message: DeliveryMessage,
  deadline: EpochMs,
  clock: Clock,
  stopped: Promise<void>,
): Promise<DeliveryResult | "stopped"> {
  const timer = clock.timer(Math.max(0, deadline - clock.now()) + GRACE_MS);
  try {
    return await Promise.race([
      ask(provider, message, deadline),
      timeOut(timer),
      stopped.then(() => "stopped" as const),
    ]);
  } finally {
    timer.cancel();
  }
}

async function ask(provider: Provider, message: DeliveryMessage, deadline: EpochMs): Promise<DeliveryResult> {
  try {
    const answer: unknown = await provider.deliver(message, deadline);
    return readDeliveryResult(answer, message.code) ?? UNANSWERED.nonsense;
  } catch {
    return UNANSWERED.threw;
  }
}

async function timeOut(timer: Timer): Promise<DeliveryResult> {
  await timer.elapsed;
  return UNANSWERED.overdue;
}

/** What the attempts of one send used up: messages that went out or may have, and their price as far as it is known. */
export function useOf(attempts: readonly Attempt[]): {
  readonly messages: number;
  readonly costRial: number | null;
} {
  const out = attempts.filter(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  // Budgets count whole Rial, and no word of a provider may give any back.
  const costs = out.map(({ costRial }) => (costRial === undefined ? null : Math.max(0, Math.ceil(costRial))));
  const costRial = costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
  return { messages: out.length, costRial };
}
