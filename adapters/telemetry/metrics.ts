/** The instruments. Names are the same in Prometheus with `_` for `.`; see docs/reference/telemetry.md. */
import type { Attributes, Histogram, Meter } from "@opentelemetry/api";
import type { QuotaState } from "../../domain/rate-limits/rule.ts";

/** Counts one more of what has these labels. */
export type Tally = (labels: Readonly<Record<string, string>>) => void;

export interface Instruments {
  /** Attempts by `otp_provider` and `otp_attempt_outcome`. */
  readonly attempts: Tally;
  /** Seconds an attempt took, by the same. */
  readonly attemptDuration: Histogram;
  /** A later provider was tried because an earlier one failed, by both names. */
  readonly fallbacks: Tally;
  /** Verifications by `event`: started, resent, approved, expired, exhausted, canceled, undelivered. */
  readonly verifications: Tally;
  /** Guesses by verdict. */
  readonly checks: Tally;
  /** Starts that were not sent, by reason: cooldown, send_limit, recipient_invalid, … */
  readonly refusals: Tally;
  /** What the rules across recipients had to tell, by `decision`, `rule` and `mode`. */
  readonly quotaDecisions: Tally;
}

export function createInstruments(meter: Meter): Instruments {
  return {
    attempts: tallied(meter, "otp.delivery.attempts", "Calls of providers and skips, by outcome."),
    attemptDuration: meter.createHistogram("otp.delivery.attempt.duration", {
      description: "How long one call of a provider took.",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15] },
    }),
    fallbacks: tallied(meter, "otp.delivery.fallbacks", "Sends that went on to another provider."),
    verifications: tallied(meter, "otp.verifications", "What became of verifications."),
    checks: tallied(meter, "otp.checks", "Guesses by verdict."),
    refusals: tallied(meter, "otp.refusals", "Starts that sent nothing because a rule said no."),
    quotaDecisions: tallied(
      meter,
      "otp.quota.decisions",
      "Limits exceeded, budgets near their end, sends the guard doubts, exemptions used.",
    ),
  };
}

/** Counts here, and tells when asked: the library's counter works out the labels of every count again, for every reader. */
function tallied(meter: Meter, name: string, description: string): Tally {
  const tallies = new Map<string, { readonly labels: Attributes; count: number }>();
  meter.createObservableCounter(name, { description }).addCallback((result) => {
    for (const { labels, count } of tallies.values()) result.observe(count, labels);
  });
  return (labels) => {
    const key = JSON.stringify(labels);
    const tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, { labels, count: 1 });
    else tally.count += 1;
  };
}

/** Which breaker stands how: 0 closed, 1 open, as a gauge read at collection. */
export function observeBreakers(
  meter: Meter,
  read: () => Iterable<readonly [provider: string, open: boolean]>,
): void {
  meter
    .createObservableGauge("otp.breaker.open", { description: "1 while a provider is rested." })
    .addCallback((result) => {
      for (const [provider, open] of read()) {
        const attributes: Attributes = { "otp.provider": provider };
        result.observe(open ? 1 : 0, attributes);
      }
    });
}

/** Share of ended verifications that were approved, over this process's life; absent until one has ended. */
export function observeConversion(
  meter: Meter,
  read: () => { readonly approved: number; readonly ended: number },
): void {
  meter
    .createObservableGauge("otp.conversion", { description: "Approved verifications over ended ones." })
    .addCallback((result) => {
      const { approved, ended } = read();
      if (ended > 0) result.observe(approved / ended);
    });
}

/** How a budget stood when it was last asked; `app` of one that is not the service's. */
export interface BudgetState extends QuotaState {
  readonly app: string | undefined;
}

/** How budgets stood when they were last asked. */
export function observeBudgets(meter: Meter, read: () => Iterable<BudgetState>): void {
  const gauge = (name: string, description: string, valueOf: (state: BudgetState) => number) =>
    meter.createObservableGauge(name, { description }).addCallback((result) => {
      for (const state of read())
        result.observe(valueOf(state), { rule: state.name, ...(state.app && { app: state.app }) });
    });
  gauge("otp.budget.used", "Used of a budget in 24 hours.", ({ limit, left }) => limit - left);
  gauge("otp.budget.limit", "What a budget allows in 24 hours.", ({ limit }) => limit);
}
