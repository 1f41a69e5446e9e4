/** The instruments. Names are the same in Prometheus with `_` for `.`; see docs/reference/telemetry.md. */
import type { Attributes, Counter, Histogram, Meter } from "@opentelemetry/api";
import type { QuotaState } from "../../domain/share.ts";

export interface Instruments {
  /** Attempts by `otp_provider` and `otp_attempt_outcome`. */
  readonly attempts: Counter;
  /** Seconds an attempt took, by the same. */
  readonly attemptDuration: Histogram;
  /** A later provider was tried because an earlier one failed, by both names. */
  readonly fallbacks: Counter;
  /** Verifications by `event`: started, resent, approved, expired, exhausted, canceled, undelivered. */
  readonly verifications: Counter;
  /** Guesses by verdict. */
  readonly checks: Counter;
  /** Starts that were not sent, by reason: cooldown, send_limit, recipient_invalid, … */
  readonly refusals: Counter;
  /** What the rules across recipients had to tell, by `decision`, `rule` and `mode`. */
  readonly quotaDecisions: Counter;
}

export function createInstruments(meter: Meter): Instruments {
  return {
    attempts: meter.createCounter("otp.delivery.attempts", {
      description: "Calls of providers and skips, by outcome.",
    }),
    attemptDuration: meter.createHistogram("otp.delivery.attempt.duration", {
      description: "How long one call of a provider took.",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15] },
    }),
    fallbacks: meter.createCounter("otp.delivery.fallbacks", {
      description: "Sends that went on to another provider.",
    }),
    verifications: meter.createCounter("otp.verifications", { description: "What became of verifications." }),
    checks: meter.createCounter("otp.checks", { description: "Guesses by verdict." }),
    refusals: meter.createCounter("otp.refusals", {
      description: "Starts that sent nothing because a rule said no.",
    }),
    quotaDecisions: meter.createCounter("otp.quota.decisions", {
      description: "Limits exceeded, budgets near their end, sends the guard doubts, exemptions used.",
    }),
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
