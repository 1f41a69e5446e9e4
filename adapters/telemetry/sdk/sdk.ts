/** OpenTelemetry, set up from the standard OTEL_* variables. Export happens in the background and never holds up a request. */
import { context, type Meter } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { AlwaysOffSampler } from "@opentelemetry/sdk-trace";
import {
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
} from "@opentelemetry/semantic-conventions";
import type { Log } from "../log/log.ts";
import { requestStart } from "./otlp-json.ts";
import { samplerOf } from "./sampler.ts";
import type { SpanExport } from "./otlp-http.ts";
import { createTracer, type StartSpan } from "./tracer.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Sdk {
  readonly startSpan: StartSpan;
  readonly meter: Meter;
  /** The metrics in Prometheus' text format. */
  prometheus(): Promise<string>;
  /** Sends what is still held and stops; bounded, so that a dead collector does not hold up the end. */
  shutdown(): Promise<void>;
}

export interface SdkOptions {
  readonly env: Environment;
  readonly version: string;
  readonly log: Log;
}

const SHUTDOWN_MS = 2_000;
const METRIC_INTERVAL_MS = 60_000;

export async function startSdk({ env, version, log }: SdkOptions): Promise<Sdk> {
  // Refused when there is one already, which is as good.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const resource = defaultResource()
    .merge(resourceFromAttributes(ownAttributes(version)))
    .merge(detectResources({ detectors: [envDetector] }));
  const pull = new PrometheusExporter({ preventServerStart: true });
  const push = exportsTo(env, "METRICS") ? [await otlpMetrics(env)] : [];
  const meters = new MeterProvider({ resource, readers: [pull, ...push] });
  const scope = { name: "ramz", version };
  const spans = exportsTo(env, "TRACES") ? await otlpSpans(env, requestStart(resource, scope), meters) : null;
  const serializer = new PrometheusSerializer();

  return {
    startSpan:
      spans === null
        ? createTracer(new AlwaysOffSampler(), () => {})
        : createTracer(samplerOf(env, log), spans.add),
    meter: meters.getMeter(scope.name, scope.version),
    async prometheus() {
      const { resourceMetrics } = await pull.collect();
      return serializer.serialize(resourceMetrics);
    },
    async shutdown() {
      const flushed = Promise.allSettled([spans?.shutdown(), meters.shutdown()]);
      const { promise: givenUp, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, SHUTDOWN_MS);
      await Promise.race([flushed, givenUp]);
      clearTimeout(timer);
    },
  };
}

/** Each process is an instance of its own, also where several share a machine and a port (semantic conventions, service). */
function ownAttributes(version: string) {
  return {
    [ATTR_SERVICE_NAME]: "ramz",
    [ATTR_SERVICE_VERSION]: version,
    [ATTR_SERVICE_INSTANCE_ID]: crypto.randomUUID(),
  };
}

/** The OTLP exporters read their own OTEL_EXPORTER_OTLP_* variables; they are loaded only when there is somewhere to send to. */
async function otlpSpans(env: Environment, head: Uint8Array, meters: MeterProvider): Promise<SpanExport> {
  const { createSpanExport } = await import("./otlp-http.ts");
  // The library reads these variables no more; the defaults are those of the specification.
  const limits = {
    scheduledDelayMillis: positive(env["OTEL_BSP_SCHEDULE_DELAY"], 5_000),
    exportTimeoutMillis: positive(env["OTEL_BSP_EXPORT_TIMEOUT"], 30_000),
    maxQueueSize: positive(env["OTEL_BSP_MAX_QUEUE_SIZE"], 2_048),
    maxExportBatchSize: positive(env["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"], 512),
  };
  return createSpanExport(env, head, limits, meters);
}

async function otlpMetrics(env: Environment): Promise<PeriodicExportingMetricReader> {
  const { OTLPMetricExporter } = await import("@opentelemetry/exporter-metrics-otlp-http");
  const exportIntervalMillis = positive(env["OTEL_METRIC_EXPORT_INTERVAL"], METRIC_INTERVAL_MS);
  return new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(), exportIntervalMillis });
}

/** Exported when an endpoint is set and the exporter is not switched off (OpenTelemetry environment variables). */
function exportsTo(env: Environment, signal: "TRACES" | "METRICS"): boolean {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env[`OTEL_${signal}_EXPORTER`] === "none")
    return false;
  const isSet = (name: string) => Boolean(env[name]?.trim());
  return isSet("OTEL_EXPORTER_OTLP_ENDPOINT") || isSet(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`);
}

/** What is empty or no positive whole number counts as unset (OpenTelemetry environment variables). */
function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text);
  return number > 0 && Number.isInteger(number) ? number : otherwise;
}
