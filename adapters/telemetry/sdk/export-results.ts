/**
 * What became of every export: counted, and written to the log when a collector begins to refuse and when it takes again. The library
 * writes a line for every failed batch, and counts spans that the collector rejected of a batch as sent.
 */
import type { Meter } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { PushMetricExporter, ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Log } from "../log/log.ts";
import { errorTypeOf, reasonOf } from "./export-error.ts";

export interface ExportResults {
  /** The exporter, watched. */
  spans(exporter: SpanExporter): SpanExporter;
  /** The exporter, watched. What it could not send is reported here, not to its reader, which would only write it to the log again. */
  metrics(exporter: PushMetricExporter): PushMetricExporter;
  /** Takes a collector's partial success, which the library has just before the result of the same export; false if it rejects nothing. */
  partialSuccess(answer: string): boolean;
  /** Whether an error was reported here. */
  isReported(error: unknown): boolean;
  /** Counts on this meter, by the semantic conventions "OpenTelemetry SDK metrics". */
  countOn(meter: Meter): void;
}

export function createExportResults(log: Log): ExportResults {
  const [spans, metrics] = [createOutcomes("spans", log), createOutcomes("metrics", log)];
  const reported = new WeakSet<object>();
  let partial = NOTHING_REJECTED;

  function note(outcomes: Outcomes, count: number, { code, error }: ExportResult): void {
    const { rejected, message } = partial;
    partial = NOTHING_REJECTED;
    if (error !== undefined) reported.add(error);
    if (code !== ExportResultCode.SUCCESS)
      outcomes.note({ sent: 0, lost: count, type: errorTypeOf(error), reason: reasonOf(error) });
    else if (rejected > 0) {
      const reason = `it rejects ${rejected} of ${count}: ${message}`;
      outcomes.note({ sent: count - rejected, lost: rejected, type: "rejected", reason });
    } else outcomes.note({ sent: count, lost: 0 });
  }

  return {
    spans: (exporter) => ({
      export: (batch, done) =>
        exporter.export(batch, (result) => {
          note(spans, batch.length, result);
          done(result);
        }),
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    }),
    metrics: (exporter) => ({
      export: (batch, done) =>
        exporter.export(batch, (result) => {
          note(metrics, dataPointsOf(batch), result);
          done({ code: ExportResultCode.SUCCESS });
        }),
      forceFlush: () => exporter.forceFlush(),
      shutdown: () => exporter.shutdown(),
      ...selectorsOf(exporter),
    }),
    partialSuccess(answer) {
      partial = partialSuccessOf(answer);
      return partial.rejected > 0;
    },
    isReported: (error) => typeof error === "object" && error !== null && reported.has(error),
    countOn(meter) {
      spans.countOn(meter, "span");
      metrics.countOn(meter, "metric_data_point");
    },
  };
}

type Outcome =
  | { readonly sent: number; readonly lost: 0 }
  | { readonly sent: number; readonly lost: number; readonly type: string; readonly reason: string };

interface Outcomes {
  note(outcome: Outcome): void;
  countOn(meter: Meter, item: string): void;
}

function createOutcomes(items: "spans" | "metrics", log: Log): Outcomes {
  let sent = 0;
  /** By `error.type`. */
  const lost = new Map<string, number>();
  /** Since the collector began to refuse; null while it takes everything. */
  let missing: number | null = null;
  return {
    note(outcome) {
      sent += outcome.sent;
      if ("type" in outcome) {
        lost.set(outcome.type, (lost.get(outcome.type) ?? 0) + outcome.lost);
        if (missing === null)
          log("warn", `the collector does not take ${items}: ${outcome.reason}`, { hint: HINT });
        missing = (missing ?? 0) + outcome.lost;
      } else if (missing !== null) {
        log("info", `the collector takes ${items} again; ${missing} were lost`);
        missing = null;
      }
    },
    countOn(meter, item) {
      const description = "What the collector took, or, with an error, did not.";
      meter
        .createObservableCounter(`otel.sdk.exporter.${item}.exported`, { description, unit: `{${item}}` })
        .addCallback((result) => {
          if (sent > 0) result.observe(sent);
          for (const [type, count] of lost) result.observe(count, { "error.type": type });
        });
    },
  };
}

const HINT = "ramz doctor examines the collector. Codes go out without it.";

const NOTHING_REJECTED = { rejected: 0, message: "" };

/** OTLP's ExportTracePartialSuccess or ExportMetricsPartialSuccess as the library writes it; in JSON 64-bit numbers are text. */
function partialSuccessOf(answer: string): typeof NOTHING_REJECTED {
  const { rejectedSpans, rejectedDataPoints, errorMessage } = Object(JSON.parse(answer));
  return { rejected: Number(rejectedSpans ?? rejectedDataPoints ?? 0), message: String(errorMessage ?? "") };
}

function dataPointsOf({ scopeMetrics }: ResourceMetrics): number {
  const metrics = scopeMetrics.flatMap((scope) => scope.metrics);
  return metrics.reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
}

/** How the exporter wants its metrics. */
function selectorsOf(exporter: PushMetricExporter): Partial<PushMetricExporter> {
  return {
    ...(exporter.selectAggregation && { selectAggregation: exporter.selectAggregation.bind(exporter) }),
    ...(exporter.selectAggregationTemporality && {
      selectAggregationTemporality: exporter.selectAggregationTemporality.bind(exporter),
    }),
  };
}
