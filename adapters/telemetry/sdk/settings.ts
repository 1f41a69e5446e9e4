/** Everything the standard OTEL_* variables say, read once. */
import { getBooleanFromEnv } from "@opentelemetry/core";
import { AlwaysOffSampler } from "@opentelemetry/sdk-trace";
import { metricExportersFromEnv, type OtlpOptions, spanExportersFromEnv } from "./exporters-from-env.ts";
import { intervalsFromEnv } from "./metric-readers.ts";
import { propagatorFromEnv } from "./propagator-from-env.ts";
import { ownResource, resourceFromEnv } from "./resource.ts";
import { batchLimitsFromEnv, samplerFromEnv, spanLimitsFromEnv } from "./tracing-from-env.ts";
import { warnOfUnreadValues } from "./unread-values.ts";

export type SdkSettings = Awaited<ReturnType<typeof settingsFromEnv>>;

/**
 * The library reads the environment of the process itself, hence without an argument. `diag` has a warning of each value that cannot be
 * read. OTEL_SDK_DISABLED leaves the propagators, so that the log's trace ids are the caller's (OpenTelemetry environment variables).
 */
export async function settingsFromEnv(version: string, options: OtlpOptions = {}) {
  if (getBooleanFromEnv("OTEL_SDK_DISABLED")) return withoutExport(version);
  warnOfUnreadValues();
  return {
    resource: await resourceFromEnv(version),
    propagator: await propagatorFromEnv(),
    spans: await spanExportersFromEnv(options),
    sampler: samplerFromEnv(),
    limits: spanLimitsFromEnv(),
    batches: batchLimitsFromEnv(),
    metrics: await metricExportersFromEnv(options),
    intervals: intervalsFromEnv(),
  };
}

/** Nothing is exported, whatever the variables say. */
export async function withoutExport(version: string) {
  return {
    resource: ownResource(version),
    propagator: await propagatorFromEnv(),
    spans: { otlp: null, console: null },
    sampler: new AlwaysOffSampler(),
    limits: {},
    batches: {},
    metrics: { otlp: null, console: null, prometheus: null },
    intervals: {},
  };
}
