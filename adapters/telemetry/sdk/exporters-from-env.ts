/**
 * Where spans and metrics go, from OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER and OTEL_EXPORTER_OTLP_PROTOCOL, as
 * `@opentelemetry/sdk-node` reads them, with one difference: without a variable that says where to, nothing is exported, while the
 * library sends to a collector on this machine. The exporters read the rest of OTEL_EXPORTER_OTLP_* themselves.
 */
import { diag } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv, getStringListFromEnv } from "@opentelemetry/core";
import {
  AggregationType,
  ConsoleMetricExporter,
  InstrumentType,
  type AggregationOption,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { ConsoleSpanExporter, type SpanExporter } from "@opentelemetry/sdk-trace";

export type Signal = "TRACES" | "METRICS";

/** Settings of an OTLP exporter that count more than its variables. */
export interface OtlpOptions {
  readonly timeoutMillis?: number;
}

export interface SpanExporters {
  readonly otlp: SpanExporter | null;
  readonly console: SpanExporter | null;
}

export interface MetricExporters {
  readonly otlp: PushMetricExporter | null;
  readonly console: PushMetricExporter | null;
  /** Where to serve metrics on a port of their own, beside `/metrics`. */
  readonly prometheus: { readonly host?: string; readonly port?: number } | null;
}

/** Loads only the packages that are needed. */
export async function spanExportersFromEnv(options: OtlpOptions = {}): Promise<SpanExporters> {
  const names = exporterNames("TRACES", ["otlp", "console"]);
  return {
    otlp: names.has("otlp") ? await orNone("TRACES", () => otlpSpans(options)) : null,
    console: names.has("console") ? new ConsoleSpanExporter() : null,
  };
}

/** Loads only the packages that are needed. */
export async function metricExportersFromEnv(options: OtlpOptions = {}): Promise<MetricExporters> {
  const names = exporterNames("METRICS", ["otlp", "console", "prometheus"]);
  return {
    otlp: names.has("otlp") ? await orNone("METRICS", () => otlpMetrics(options)) : null,
    console: names.has("console") ? new ConsoleMetricExporter() : null,
    prometheus: names.has("prometheus") ? prometheusFromEnv() : null,
  };
}

function prometheusFromEnv() {
  const host = getStringFromEnv("OTEL_EXPORTER_PROMETHEUS_HOST");
  const port = getNumberFromEnv("OTEL_EXPORTER_PROMETHEUS_PORT");
  return { ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
}

function exporterNames(signal: Signal, supported: readonly string[]): ReadonlySet<string> {
  const variable = `OTEL_${signal}_EXPORTER`;
  const named = getStringListFromEnv(variable) ?? [];
  if (named.includes("none")) return new Set();
  for (const name of named.filter((one) => !supported.includes(one)))
    diag.warn(
      `${variable} has "${name}", which is not supported and left out. There are: ${supported.join(", ")}, none.`,
    );
  if (named.length > 0) return new Set(named);
  return new Set(endpointVariable(signal) === null ? [] : ["otlp"]);
}

/** The variable that says where a signal goes to; null where none does. */
export function endpointVariable(signal: Signal): string | null {
  const names = [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, "OTEL_EXPORTER_OTLP_ENDPOINT"];
  return names.find((name) => getStringFromEnv(name) !== undefined) ?? null;
}

export type Protocol = "grpc" | "http/json" | "http/protobuf";

export function protocolFromEnv(signal: Signal): Protocol {
  const names = [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, "OTEL_EXPORTER_OTLP_PROTOCOL"];
  const name = names.find((one) => getStringFromEnv(one) !== undefined);
  const protocol = name === undefined ? "http/protobuf" : getStringFromEnv(name)?.trim();
  if (protocol === "grpc" || protocol === "http/json" || protocol === "http/protobuf") return protocol;
  diag.warn(`${name} is "${protocol}", which is not supported; http/protobuf is used instead.`);
  return "http/protobuf";
}

/** An exporter that cannot be made must not keep codes from going out. */
async function orNone<T>(signal: Signal, make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    const what = signal === "TRACES" ? "spans" : "metrics";
    diag.warn(
      `${endpointVariable(signal) ?? `OTEL_${signal}_EXPORTER`}: ${String(error)}; no ${what} are exported.`,
    );
    return null;
  }
}

const SPAN_PACKAGES = {
  grpc: () => import("@opentelemetry/exporter-trace-otlp-grpc"),
  "http/json": () => import("@opentelemetry/exporter-trace-otlp-http"),
  "http/protobuf": () => import("@opentelemetry/exporter-trace-otlp-proto"),
};

async function otlpSpans(options: OtlpOptions): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await SPAN_PACKAGES[protocolFromEnv("TRACES")]();
  return new OTLPTraceExporter(options);
}

const METRIC_PACKAGES = {
  grpc: () => import("@opentelemetry/exporter-metrics-otlp-grpc"),
  "http/json": () => import("@opentelemetry/exporter-metrics-otlp-http"),
  "http/protobuf": () => import("@opentelemetry/exporter-metrics-otlp-proto"),
};

async function otlpMetrics(options: OtlpOptions): Promise<PushMetricExporter> {
  const { OTLPMetricExporter } = await METRIC_PACKAGES[protocolFromEnv("METRICS")]();
  return new OTLPMetricExporter({ ...options, aggregationPreference: aggregationFromEnv() });
}

const AGGREGATION = "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION";

/** The specification has this variable; the library has the option, and does not read the variable. */
function aggregationFromEnv(): (type: InstrumentType) => AggregationOption {
  const name = getStringFromEnv(AGGREGATION)?.trim().toLowerCase() ?? "explicit_bucket_histogram";
  if (name !== "explicit_bucket_histogram" && name !== "base2_exponential_bucket_histogram")
    diag.warn(`${AGGREGATION} is "${name}", which is not supported; explicit_bucket_histogram is used.`);
  const isExponential = name === "base2_exponential_bucket_histogram";
  return (type) =>
    isExponential && type === InstrumentType.HISTOGRAM
      ? { type: AggregationType.EXPONENTIAL_HISTOGRAM }
      : { type: AggregationType.DEFAULT };
}
