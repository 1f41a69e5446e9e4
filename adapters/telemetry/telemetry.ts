/** Telemetry, put together: it observes deliveries, and wraps other ports so that they are traced, counted and logged. */
import { randomBytes } from "node:crypto";
import {
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { AccountUsage } from "../../domain/delivery/bulkhead.ts";
import type { DeliveryObserver } from "../../domain/delivery/observer.ts";
import type { Otp } from "../../domain/otp.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Redact } from "../../domain/redaction.ts";
import type { RateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import type { Outcomes } from "../../domain/routing/outcomes.ts";
import type { Store } from "../../domain/storage/store.ts";
import type { ReceiptObserver } from "../../domain/use-cases/receipts/receipts.ts";
import type { Log } from "./log/log.ts";
import {
  type BudgetState,
  createInstruments,
  observeBreakers,
  observeBudgets,
  observeBulkheads,
  observeExaminations,
  type ProviderFindings,
} from "./metrics.ts";
import {
  answerAttributes,
  callAttributes,
  requestAttributes,
  thrownAttributes,
} from "./observers/http-spans.ts";
import { createDeliveryObserver } from "./observers/observe-deliveries.ts";
import { type DecisionRecording, observeRateLimits } from "./observers/observe-rate-limits.ts";
import { observeOutcomes } from "./observers/observe-outcomes.ts";
import { observeStore } from "./observers/observe-store.ts";
import { createReceiptObserver, type ReceiptLabels } from "./observers/observe-receipts.ts";
import { observeUseCases } from "./observers/observe-use-cases.ts";
import { type ProcessMetrics, prometheusText } from "./sdk/added-metrics.ts";
import { startSdk } from "./sdk/sdk.ts";

export type OtpSpan =
  | "otp.start"
  | "otp.carry"
  | "otp.report"
  | "otp.check"
  | "otp.cancel"
  | "otp.read"
  | "otp.redeem"
  | "otp.receipt"
  | "otp.receipts.poll";

/** The span of a request, and the route it came in by, e.g. `/v1/verifications/:id`. */
export interface TracedRoute {
  readonly span: OtpSpan;
  readonly route: string;
}

export interface Telemetry {
  /** Spans, metrics and log lines of every attempt. `labelOf`, here and below: a provider's name among those of all chains. */
  deliveries(labelOf: LabelOf): DeliveryObserver;
  /** Receipts as events, metrics and log lines. */
  receipts(labels: ReceiptLabels): ReceiptObserver;
  /** The use cases, whose verdicts become span attributes and metrics. */
  otp(otp: Otp): Otp;
  /** The rate limiter, whose decisions become metrics, log lines and records. */
  rateLimiter(rateLimiter: RateLimiter, recording: DecisionRecording): RateLimiter;
  /** What became of messages, as metrics. */
  outcomes(outcomes: Outcomes, labelOf: LabelOf): Outcomes;
  /** The store, whose failures become metrics and log lines. */
  store(store: Store): Store;
  /** Runs the work of a request in a server span, joined to the caller's trace (OTEL_PROPAGATORS; W3C Trace Context by default). */
  request(
    traced: TracedRoute,
    request: Request,
    work: (traceId: string) => Promise<Response>,
  ): Promise<Response>;
  /** The trace that the headers of a request name, for one that no span serves; a new one when they name none. */
  traceId(headers: Headers): string;
  /** Runs what no request asked for in a span and a trace of its own. */
  command<T>(name: OtpSpan, work: (traceId: string) => Promise<T>): Promise<T>;
  /** Notes an outgoing call on the span under way, with secrets taken out of its URL. */
  readonly fetch: Fetch;
  /** Reads the gauge of breakers from here from now on. */
  breakers(read: () => Iterable<readonly [provider: string, open: boolean]>): void;
  /** Reads the gauges of bulkheads from here from now on. */
  bulkheads(read: () => Iterable<AccountUsage>): void;
  /** Reads the gauges of providers' accounts from here from now on. */
  examinations(read: () => Iterable<ProviderFindings>): void;
  /** The metrics in Prometheus' text format. */
  metrics(): Promise<string>;
  /** The same as data, to be added to those of other processes. */
  collectMetrics(): Promise<ProcessMetrics>;
  shutdown(): Promise<void>;
}

export interface TelemetryOptions {
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly redact: Redact;
  /** False: nothing is exported, whatever the OTEL_* variables of the process say. */
  readonly exports?: boolean;
  /** Makes the calls that spans note; the runtime's own `fetch` by default. */
  readonly fetch?: Fetch | undefined;
}

type LabelOf = (provider: string) => string;
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const fromHeaders = {
  get: (headers: Headers, key: string) => headers.get(key) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { version, clock, log, redact, exports = true } = options;
  const sdk = await startSdk({ version, log, exports });
  const { tracer, meter, propagator } = sdk;
  const instruments = createInstruments(meter);
  const budgets = new Map<string, BudgetState>();
  const budget = (state: BudgetState) => void budgets.set(`${state.name} ${state.app}`, state);

  const breakers = createSource<readonly [provider: string, open: boolean]>();
  const bulkheads = createSource<AccountUsage>();
  const examinations = createSource<ProviderFindings>();
  const within = withinSpan(redact);
  const command: Telemetry["command"] = (name, work) =>
    within(ROOT_CONTEXT, tracer.startSpan(name, {}, ROOT_CONTEXT), work);

  observeBudgets(meter, () => budgets.values());
  observeBreakers(meter, breakers.read);
  observeBulkheads(meter, bulkheads.read);
  observeExaminations(meter, examinations.read);
  return {
    deliveries: (labelOf) => createDeliveryObserver({ tracer, instruments, log, labelOf }),
    receipts: (labels) =>
      createReceiptObserver({
        instruments,
        log,
        clock,
        redact,
        labels,
        command: (work) => command("otp.receipts.poll", work),
      }),
    otp: (otp) => observeUseCases(otp, { instruments, log }),
    rateLimiter: (rateLimiter, recording) =>
      observeRateLimits(rateLimiter, recording, { clock, log, instruments, budget }),
    outcomes: (outcomes, labelOf) => observeOutcomes(outcomes, { instruments, clock, log, labelOf }),
    store: (store) => observeStore(store, { clock, log, instruments }),
    request(traced, request, work) {
      const parent = propagator.extract(ROOT_CONTEXT, request.headers, fromHeaders);
      const attributes = requestAttributes(request, traced.route);
      const span = tracer.startSpan(traced.span, { kind: SpanKind.SERVER, attributes }, parent);
      const startedAt = performance.now();
      return within(parent, span, async (traceId) => {
        const response = await work(traceId);
        instruments.requestDuration.record((performance.now() - startedAt) / 1000, {
          "http.request.method": request.method,
          "http.route": traced.route,
          "http.response.status_code": response.status,
        });
        span.setAttributes(answerAttributes(response.status, 500));
        if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return response;
      });
    },
    traceId(headers) {
      const remote = trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, fromHeaders));
      return remote?.traceId ?? randomBytes(16).toString("hex");
    },
    command,
    fetch: tracedFetch(options.fetch ?? fetch, redact),
    breakers: breakers.readFrom,
    bulkheads: bulkheads.readFrom,
    examinations: examinations.readFrom,
    metrics: async () => prometheusText(await sdk.collect()),
    collectMetrics: () => sdk.collect(),
    shutdown: () => sdk.shutdown(),
  };
}

function tracedFetch(send: Fetch, redact: Redact): Fetch {
  return async (url, init) => {
    const span = trace.getSpan(context.active());
    span?.setAttributes(callAttributes(url, init, redact));
    try {
      const response = await send(url, init);
      span?.setAttributes(answerAttributes(response.status, 400));
      return response;
    } catch (error) {
      span?.setAttributes(thrownAttributes(error));
      throw error;
    }
  };
}

const nothing = () => [];

/** What a gauge reads, which a reload replaces. */
function createSource<T>() {
  let current: () => Iterable<T> = nothing;
  return {
    read: () => current(),
    readFrom(read: () => Iterable<T>) {
      current = read;
    },
  };
}

/** Runs the work in the span and ends it; what the work throws is an error of the span. */
function withinSpan(redact: Redact) {
  return <T>(parent: Context, span: Span, work: (traceId: string) => Promise<T>): Promise<T> =>
    context.with(trace.setSpan(parent, span), async () => {
      try {
        return await work(span.spanContext().traceId);
      } catch (error) {
        span.setAttributes(thrownAttributes(error));
        const message = redact(error instanceof Error ? error.message : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        span.end();
      }
    });
}
