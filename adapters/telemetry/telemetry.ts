/** Telemetry, put together: give it ports, it gives them back traced, counted and logged. */
import { randomBytes } from "node:crypto";
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_URL_FULL,
} from "@opentelemetry/semantic-conventions";
import type { DeliveryObserver } from "../../domain/delivery/observer.ts";
import type { Otp } from "../../domain/otp.ts";
import type { Clock } from "../../domain/ports.ts";
import type { RateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import { type ExpiryWatch, watchExpiry } from "./observers/expiry-poll.ts";
import type { Log } from "./log/log.ts";
import {
  type BudgetState,
  createInstruments,
  observeBreakers,
  observeBudgets,
  observeConversion,
} from "./metrics.ts";
import type { Redact } from "./log/redact-secrets.ts";
import { type Environment, startSdk } from "./sdk/sdk.ts";
import { createDeliveryObserver } from "./observers/observe-deliveries.ts";
import { traceOtp } from "./observers/observe-use-cases.ts";
import { type QuotaOwner, traceQuotas } from "./observers/observe-rate-limits.ts";

export type OtpSpan = "otp.start" | "otp.check" | "otp.cancel" | "otp.read" | "otp.redeem";

export interface Telemetry {
  /** Spans, metrics and log lines of every attempt. */
  readonly deliveries: DeliveryObserver;
  otp(otp: Otp): Otp;
  quotas(quotas: RateLimiter, owner: QuotaOwner): RateLimiter;
  /** Runs the work of a request in a server span, joined to the caller's `traceparent` (W3C Trace Context). */
  request(name: OtpSpan, request: Request, work: (traceId: string) => Promise<Response>): Promise<Response>;
  /** The trace that the headers of a request name, for one that no span serves; a new one when they name none. */
  traceId(headers: Headers): string;
  /** Notes an outgoing call on the span under way, with secrets taken out of its URL. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  breakers(read: () => Iterable<readonly [provider: string, open: boolean]>): void;
  /** The metrics in Prometheus' text format. */
  metrics(): Promise<string>;
  shutdown(): Promise<void>;
}

export interface TelemetryOptions {
  readonly env: Environment;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly redact: Redact;
}

const propagator = new W3CTraceContextPropagator();
const fromHeaders = {
  get: (headers: Headers, key: string) => headers.get(key) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

function traceIdIn(headers: Headers): string {
  const remote = trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, fromHeaders));
  return remote?.traceId ?? randomBytes(16).toString("hex");
}

export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { env, version, clock, log, redact } = options;
  const sdk = await startSdk({ env, version, log });
  const instruments = createInstruments(sdk.meter);
  const { startSpan } = sdk;
  const tally = { approved: 0, ended: 0 };
  const watches: ExpiryWatch[] = [];
  const budgets = new Map<string, BudgetState>();
  const budget = (state: BudgetState) => void budgets.set(`${state.name} ${state.app}`, state);

  observeConversion(sdk.meter, () => tally);
  observeBudgets(sdk.meter, () => budgets.values());
  return {
    deliveries: createDeliveryObserver({ startSpan, instruments, log }),
    otp(otp) {
      const watch = watchExpiry(
        clock,
        (command) => otp.read(command),
        (status) => {
          if (status === "pending") return;
          if (status === "expired") instruments.verifications({ event: "expired" });
          tally.ended += 1;
          if (status === "approved") tally.approved += 1;
        },
      );
      watches.push(watch);
      return traceOtp(otp, { instruments, log }, watch);
    },
    quotas: (quotas, owner) => traceQuotas(quotas, owner, { clock, log, instruments, budget }),
    request(name, request, work) {
      const parent = propagator.extract(ROOT_CONTEXT, request.headers, fromHeaders);
      const span = startSpan(name, SpanKind.SERVER, parent);
      return context.with(trace.setSpan(parent, span), async () => {
        span.setAttribute(ATTR_HTTP_REQUEST_METHOD, request.method);
        try {
          const response = await work(span.spanContext().traceId);
          span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.status);
          if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          return response;
        } catch (error) {
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: redact(error instanceof Error ? error.message : String(error)),
          });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    traceId: traceIdIn,
    async fetch(url, init) {
      const span = trace.getSpan(context.active());
      span?.setAttributes({
        [ATTR_HTTP_REQUEST_METHOD]: init.method ?? "GET",
        [ATTR_URL_FULL]: redact(url),
        [ATTR_SERVER_ADDRESS]: new URL(url).hostname,
      });
      const response = await fetch(url, init);
      span?.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.status);
      return response;
    },
    breakers: (read) => observeBreakers(sdk.meter, read),
    metrics: () => sdk.prometheus(),
    async shutdown() {
      for (const watch of watches) watch.stop();
      await sdk.shutdown();
    },
  };
}
