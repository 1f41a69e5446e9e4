/** One attempt as the ledger remembers it: planned before the provider is called, ended after. */
import { CLOCK_SKEW_MS, type EpochMs } from "../time.ts";
import type { Channel, DeliveryResult, Fault, SentWith } from "./provider.ts";
import type { Receipt } from "./receipt.ts";

/** `planned` is written before the call. `skipped` means that the provider was not called. */
export type Outcome = DeliveryResult["outcome"] | "planned" | "skipped";

export interface Attempt {
  /** When its send was reserved, which names the send; with `index` it names the attempt. */
  readonly send: EpochMs;
  readonly index: number;
  readonly provider: string;
  /** Absent for `sms`; read it with `channelOf`. */
  readonly channel?: Exclude<Channel, "sms">;
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly fault?: Fault;
  readonly reason?: string;
  readonly vendorCode?: string;
  readonly messageId?: string;
  readonly costRial?: number;
  /** The vendor's template, or the line, if the provider says it. For operators. */
  readonly sentWith?: SentWith;
}

/** An attempt of the timeline, with its receipt if there is one. */
export type ReceiptedAttempt = Attempt & { readonly receipt?: Receipt };

/** Why a provider was not called. */
export type SkipReason =
  | "breaker_open"
  | "operator_rest"
  | "account_refused"
  | "account_busy"
  | "known_not_a_user"
  | "too_late"
  | "stopped"
  | "internal_error";

/** How its message reaches the person. */
export function channelOf({ channel }: Pick<Attempt, "channel">): Channel {
  return channel ?? "sms";
}

/** The planned attempt as one that was not made. */
export function skippedAttempt(planned: Attempt, reason: SkipReason): Attempt {
  return { ...planned, outcome: "skipped", reason };
}

/** The planned attempt with its result. */
export function endedAttempt(planned: Attempt, result: DeliveryResult, now: EpochMs): Attempt {
  const { send, index, provider, channel, startedAt } = planned;
  // The breaker reads `numberOnly`; it is not stored.
  const { numberOnly: _numberOnly, ...kept } = { numberOnly: undefined, ...result };
  const durationMs = Math.max(0, now - startedAt);
  return { send, index, provider, ...(channel && { channel }), startedAt, durationMs, ...kept };
}

/** The attempt as it reads at `now`: one still planned long after its call must have ended was interrupted, and may have gone out. */
export function attemptAt(attempt: Attempt, now: EpochMs, longestCallMs: number): Attempt {
  const ageMs = now - attempt.startedAt;
  if (attempt.outcome !== "planned" || (ageMs <= longestCallMs && ageMs >= -CLOCK_SKEW_MS)) return attempt;
  return { ...attempt, outcome: "unknown", reason: "interrupted" };
}

/** Whether the message of this attempt may have reached the phone. */
export function mayHaveArrived({ outcome }: Attempt): boolean {
  return outcome === "accepted" || outcome === "unknown" || outcome === "planned";
}

/** What the attempts of one send used up: messages that went out or may have, and their price; null when a price is not known. */
export function usageOf(attempts: readonly Attempt[]): {
  readonly messages: number;
  readonly costRial: number | null;
} {
  const out = attempts.filter(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  // Budgets count whole Rial, and a negative price from a provider gives nothing back.
  const costs = out.map(({ costRial }) => (costRial === undefined ? null : Math.max(0, Math.ceil(costRial))));
  const costRial = costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
  return { messages: out.length, costRial };
}
