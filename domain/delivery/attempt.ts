/** One call of one provider for one send, as the ledger remembers it. Planned before the call, settled after it. */
import { type DeliveryResult, type Fault } from "./provider.ts";
import type { EpochMs } from "../time.ts";

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

/** What the attempts of one send used up: messages that went out or may have, and their price as far as it is known. */
export function usageOf(attempts: readonly Attempt[]): {
  readonly messages: number;
  readonly costRial: number | null;
} {
  const out = attempts.filter(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  // Budgets count whole Rial, and no word of a provider may give any back.
  const costs = out.map(({ costRial }) => (costRial === undefined ? null : Math.max(0, Math.ceil(costRial))));
  const costRial = costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
  return { messages: out.length, costRial };
}
