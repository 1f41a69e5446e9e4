/**
 * OpenTelemetry's own SDK, put together from its parts as the standard OTEL_* variables say (decision 0024). Export happens in the
 * background and never holds up a request.
 */
import { context, type Meter, type TextMapPropagator, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Log } from "../log/log.ts";
import { plainMetrics, type ProcessMetrics } from "./added-metrics.ts";
import { logDiagnostics } from "./diagnostics.ts";
import { createExportResults, type ExportResults } from "./export-results.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { settingsFromEnv, type SdkSettings, withoutExport } from "./settings.ts";

export interface Sdk {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly propagator: TextMapPropagator;
  /** The metrics since the start. */
  collect(): Promise<ProcessMetrics>;
  /** Sends what is still held and stops; bounded, so that a dead collector does not hold up the end. */
  shutdown(): Promise<void>;
}

export interface SdkOptions {
  readonly version: string;
  readonly log: Log;
  /** False: nothing is exported, whatever the variables say. Trace ids and `collect` are there all the same. */
  readonly exports: boolean;
}

const SHUTDOWN_MS = 2_000;

// Once a process: the API keeps one manager, and refuses another with an error.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

export async function startSdk({ version, log, exports }: SdkOptions): Promise<Sdk> {
  const results = createExportResults(log);
  if (exports) logDiagnostics({ log, ...results });
  const settings = await (exports ? settingsFromEnv(version) : withoutExport(version));
  const { resource, propagator, limits } = settings;

  const pull = new PrometheusExporter({ preventServerStart: true });
  const meters = new MeterProvider({ resource, readers: [pull, ...pushReaders(settings, results)] });
  const spanProcessors = processorsOf(settings, results, meters);
  // Without an exporter a span has an id, for the log, and nothing else.
  const sampler = spanProcessors.length > 0 ? settings.sampler : new AlwaysOffSampler();
  const tracers = new TracerProvider({ resource, sampler, spanProcessors, spanLimits: limits });
  const meter = meters.getMeter("ramz", version);
  if (exports) results.countOn(meter);

  return {
    tracer: tracers.getTracer("ramz", version),
    meter,
    propagator,
    async collect() {
      const { resourceMetrics } = await pull.collect();
      return plainMetrics(resourceMetrics);
    },
    async shutdown() {
      const { promise: givenUp, resolve } = Promise.withResolvers<"given up">();
      const timer = setTimeout(() => resolve("given up"), SHUTDOWN_MS);
      const flushed = Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
      if ((await Promise.race([flushed, givenUp])) === "given up")
        log(
          "warn",
          `the collector did not take the last spans and metrics in ${SHUTDOWN_MS} ms; they are lost`,
        );
      clearTimeout(timer);
    },
  };
}

function pushReaders({ metrics, intervals }: SdkSettings, results: ExportResults) {
  const otlp = metrics.otlp && results.metrics(metrics.otlp);
  return createMetricReaders({ ...metrics, otlp }, intervals);
}

function processorsOf(
  { spans: { otlp, console }, batches }: SdkSettings,
  results: ExportResults,
  meters: MeterProvider,
): SpanProcessor[] {
  const counted = { selfObsMeterProvider: meters };
  return [
    ...(otlp === null
      ? []
      : [new BatchSpanProcessor({ exporter: results.spans(otlp), ...batches, ...counted })]),
    ...(console === null ? [] : [new SimpleSpanProcessor({ exporter: console, ...counted })]),
  ];
}
