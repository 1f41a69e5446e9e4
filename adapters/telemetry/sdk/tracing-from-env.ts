/**
 * Sampler, span limits and batches, from the variables of the specification, as `@opentelemetry/sdk-node` reads them (it exports none
 * of these functions). What cannot be read counts as unset, and the library's `diag` says so.
 */
import { diag } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type BatchSpanProcessorOptions,
  ParentBasedSampler,
  type Sampler,
  type SpanLimits,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";

/** Which traces are exported: all, unless the caller or OTEL_TRACES_SAMPLER decides otherwise. */
export function samplerFromEnv(): Sampler {
  const name = getStringFromEnv("OTEL_TRACES_SAMPLER") ?? "parentbased_always_on";
  switch (name) {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return ratioSampler();
    case "parentbased_always_on":
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case "parentbased_always_off":
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case "parentbased_traceidratio":
      return new ParentBasedSampler({ root: ratioSampler() });
    default:
      diag.warn(
        `OTEL_TRACES_SAMPLER is "${name}", which is not supported; parentbased_always_on is used instead.`,
      );
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
}

const ARG = "OTEL_TRACES_SAMPLER_ARG";

/** A mistake must not drop spans in silence, so it exports all of them. */
function ratioSampler(): Sampler {
  const ratio = getNumberFromEnv(ARG) ?? 1;
  if (ratio >= 0 && ratio <= 1) return new TraceIdRatioBasedSampler(ratio);
  diag.warn(`${ARG} is ${ratio}, not a number from 0 to 1; all traces are sampled.`);
  return new TraceIdRatioBasedSampler(1);
}

/** What a span holds at most, by the variables that set it, the more particular one first. */
const LIMITS: readonly (readonly [keyof SpanLimits, readonly string[]])[] = [
  ["attributeCountLimit", ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT"]],
  [
    "attributeValueLengthLimit",
    ["OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
  ],
  ["eventCountLimit", ["OTEL_SPAN_EVENT_COUNT_LIMIT"]],
  ["linkCountLimit", ["OTEL_SPAN_LINK_COUNT_LIMIT"]],
  [
    "attributePerEventCountLimit",
    ["OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT"],
  ],
  [
    "attributePerLinkCountLimit",
    ["OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT"],
  ],
];

/** Those that are set; the library has defaults for the others. It takes a negative limit as it is, and drops everything. */
export function spanLimitsFromEnv(): SpanLimits {
  const limits: SpanLimits = {};
  for (const [limit, names] of LIMITS) {
    const name = names.find((one) => getNumberFromEnv(one) !== undefined);
    const value = name === undefined ? undefined : getNumberFromEnv(name);
    if (value === undefined) continue;
    limits[limit] = value;
    if (value < 0) diag.warn(`${name} is ${value}: a limit below 0 drops everything it limits.`);
  }
  return limits;
}

/** When spans are exported, and how many may wait. */
export type BatchLimits = Pick<BatchSpanProcessorOptions, (typeof BATCHES)[number][0]>;

const BATCHES = [
  ["scheduledDelayMillis", "OTEL_BSP_SCHEDULE_DELAY"],
  ["exportTimeoutMillis", "OTEL_BSP_EXPORT_TIMEOUT"],
  ["maxQueueSize", "OTEL_BSP_MAX_QUEUE_SIZE"],
  ["maxExportBatchSize", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"],
] as const;

/** Those that are set; the library has defaults for the others. */
export function batchLimitsFromEnv(): BatchLimits {
  const limits: BatchLimits = {};
  for (const [limit, name] of BATCHES) {
    const value = positiveFromEnv(name);
    if (value !== undefined) limits[limit] = value;
  }
  return limits;
}

/** A number above 0, or undefined where the variable has none. */
export function positiveFromEnv(name: string): number | undefined {
  const value = getNumberFromEnv(name);
  if (value === undefined || value > 0) return value;
  diag.warn(`${name} is ${value}, not a number above 0; the default is used instead.`);
  return undefined;
}
