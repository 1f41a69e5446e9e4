/** When metrics are exported, from OTEL_METRIC_EXPORT_INTERVAL and OTEL_METRIC_EXPORT_TIMEOUT. */
import { diag } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { type IMetricReader, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { MetricExporters } from "./exporters-from-env.ts";
import { positiveFromEnv } from "./tracing-from-env.ts";

/** As the library's reader takes them. */
export interface Intervals {
  readonly exportIntervalMillis?: number;
  readonly exportTimeoutMillis?: number;
}

const INTERVAL_MS = 60_000;
const TIMEOUT_MS = 30_000;

export function intervalsFromEnv(): Intervals {
  const exportIntervalMillis = positiveFromEnv("OTEL_METRIC_EXPORT_INTERVAL") ?? INTERVAL_MS;
  const timeoutMs = positiveFromEnv("OTEL_METRIC_EXPORT_TIMEOUT");
  if (timeoutMs !== undefined && timeoutMs > exportIntervalMillis)
    diag.warn(
      `OTEL_METRIC_EXPORT_TIMEOUT is longer than the interval; ${exportIntervalMillis} ms, the interval, is used.`,
    );
  return {
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(timeoutMs ?? TIMEOUT_MS, exportIntervalMillis),
  };
}

/** One for each exporter; the one of `prometheus` listens at once. */
export function createMetricReaders(
  { otlp, console, prometheus }: MetricExporters,
  intervals: Intervals,
): readonly IMetricReader[] {
  const pushed = [otlp, console].flatMap((exporter) => exporter ?? []);
  return [
    ...pushed.map((exporter) => new PeriodicExportingMetricReader({ exporter, ...intervals })),
    ...(prometheus === null ? [] : [new PrometheusExporter(prometheus)]),
  ];
}
