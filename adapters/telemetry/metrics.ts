/** The instruments. Names are the same in Prometheus with `_` for `.`; see docs/reference/telemetry.md. */
import type { Attributes, Counter, Histogram, Meter } from "@opentelemetry/api";
import type { AccountUsage } from "../../domain/delivery/bulkhead.ts";
import type { QuotaState } from "../../domain/rate-limits/rule.ts";

export interface Instruments {
  /** Seconds a request took, by `http.request.method`, `http.route` and `http.response.status_code`. */
  readonly requestDuration: Histogram;
  /** Attempts by `otp.provider` and `otp.attempt.outcome`; of refusals also by `otp.attempt.fault`. */
  readonly attempts: Counter;
  /** Seconds an attempt took, by the same. */
  readonly attemptDuration: Histogram;
  /** Seconds a message waited for a place at its provider's account, by `otp.provider` and whether it got one. */
  readonly placeWait: Histogram;
  /** A later provider was tried because an earlier one failed, by both names. */
  readonly fallbacks: Counter;
  /** Verifications by `event`: started, resent, approved, exhausted, canceled, undelivered. */
  readonly verifications: Counter;
  /** Carried codes by `event`: accepted, uncertain, undelivered, carrying (the caller was answered before the end), used, unused. */
  readonly carried: Counter;
  /** Guesses by verdict. */
  readonly checks: Counter;
  /** Starts that were not sent, by reason: cooldown, send_limit, recipient_invalid, … */
  readonly refusals: Counter;
  /** Notices of the rules across recipients, by `decision`, `rule` and `mode`. */
  readonly quotaDecisions: Counter;
  /** Receipts by `otp.provider`, `otp.operator` and `otp.receipt.state`: delivered, undelivered, unexpected, unanswered. */
  readonly receipts: Counter;
  /** Seconds from the acceptance of a message to its receipt, by the same. */
  readonly receiptDelay: Histogram;
  /** Messages by `otp.provider`, `otp.operator` and `outcome`: sent, and approved for the newest one of an approved verification. */
  readonly conversions: Counter;
  /** Seconds from a send to the approval, by `otp.provider` and `otp.operator`. */
  readonly conversionTime: Histogram;
  /** Sends whose order was not the configured one, by `otp.operator`, `otp.provider`, `why` and `mode`. */
  readonly routeChanges: Counter;
  /** Operations of the store that failed, by `operation`: load, save, count, … */
  readonly storeFailures: Counter;
}

export function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, description: string) => meter.createCounter(name, { description });
  return {
    requestDuration: meter.createHistogram("http.server.request.duration.seconds", {
      description: "How long a request took, the calls of providers included.",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] },
    }),
    attempts: counter("otp.delivery.attempts", "Calls of providers and skips, by outcome."),
    // The unit is in the name, since the library's Prometheus exporter does not put it there.
    attemptDuration: meter.createHistogram("otp.delivery.attempt.duration.seconds", {
      description: "How long one call of a provider took.",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15] },
    }),
    placeWait: meter.createHistogram("otp.bulkhead.wait.seconds", {
      description: "How long a message waited for a place at the provider's account.",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10] },
    }),
    fallbacks: counter("otp.delivery.fallbacks", "Sends that went on to another provider."),
    verifications: counter("otp.verifications", "What became of verifications."),
    carried: counter("otp.carried", "What became of codes that were made elsewhere."),
    checks: counter("otp.checks", "Guesses by verdict."),
    refusals: counter("otp.refusals", "Starts that sent nothing because a rule said no."),
    quotaDecisions: counter(
      "otp.quota.decisions",
      "Limits exceeded, budgets near their end, sends the guard doubts, exemptions used.",
    ),
    receipts: counter("otp.receipts", "What vendors said of messages that they had accepted."),
    receiptDelay: meter.createHistogram("otp.receipt.delay.seconds", {
      description: "From the acceptance of a message to its receipt.",
      unit: "s",
      advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600] },
    }),
    conversions: counter("otp.conversion", "Messages that went out, and those whose code came back."),
    conversionTime: meter.createHistogram("otp.conversion.seconds", {
      description: "From a send to the approval of its code.",
      unit: "s",
      advice: { explicitBucketBoundaries: [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600] },
    }),
    routeChanges: counter("otp.route.changes", "Sends whose order was not the configured one."),
    storeFailures: counter("otp.store.failures", "Operations that the store did not carry out."),
  };
}

/** Which breaker is open: 0 closed, 1 open, as a gauge read at collection. */
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

/** Calls under way and messages that wait, by vendor account, as gauges read at collection. */
export function observeBulkheads(meter: Meter, read: () => Iterable<AccountUsage>): void {
  const gauge = (name: string, description: string, valueOf: (usage: AccountUsage) => number) =>
    meter.createObservableGauge(name, { description }).addCallback((result) => {
      for (const usage of read()) result.observe(valueOf(usage), { "otp.account": usage.account });
    });
  gauge("otp.bulkhead.used", "Calls under way at a vendor account.", ({ inUse }) => inUse);
  gauge("otp.bulkhead.waiting", "Messages that wait for a place at it.", ({ waiting }) => waiting);
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

/** What the last examination of a provider found. */
export type ProviderFindings = readonly [
  provider: string,
  findings: readonly {
    readonly subject: string;
    readonly level: "ok" | "warning" | "problem";
    readonly amount?: number;
  }[],
];

const SEVERITY = { ok: 0, warning: 1, problem: 2 } as const;

/** The severity of what the last examinations found, and the credits, as gauges read at collection. */
export function observeExaminations(meter: Meter, read: () => Iterable<ProviderFindings>): void {
  meter
    .createObservableGauge("otp.provider.examination", {
      description: "What the last examination of a provider found: 0 ok, 1 a warning, 2 a problem.",
    })
    .addCallback((result) => {
      for (const [provider, findings] of read())
        // Of several findings about one subject, e.g. templates, the worst is last.
        for (const { subject, level } of findings.toSorted((a, b) => SEVERITY[a.level] - SEVERITY[b.level]))
          result.observe(SEVERITY[level], { "otp.provider": provider, subject });
    });
  meter
    .createObservableGauge("otp.provider.credit", { description: "The credit, in the vendor's unit." })
    .addCallback((result) => {
      for (const [provider, findings] of read())
        for (const { subject, amount } of findings)
          if (subject === "credit" && amount !== undefined)
            result.observe(amount, { "otp.provider": provider });
    });
}
