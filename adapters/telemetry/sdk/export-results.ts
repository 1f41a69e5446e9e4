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
  /** From now on the results of this exporter are noted. Returns it. */
  spans(exporter: SpanExporter): SpanExporter;
  /** As `spans`. Its reader gets successes only, because it would write each failure to the log again. */
  metrics(exporter: PushMetricExporter): PushMetricExporter;
  /** Takes a collector's partial success, which the library has just before the result of the same export; false if it rejects nothing. */
  partialSuccess(answer: string): boolean;
  /** Whether an error was reported here. */
  isReported(error: unknown): boolean;
  /** Counts on this meter, by the semantic conventions "OpenTelemetry SDK metrics". */
  countOn(meter: Meter): void;
}

export function createExportResults(log: Log): ExportResults {
  const [ofSpans, ofMetrics] = [createOutcomes("spans", log), createOutcomes("metrics", log)];
  const reported = new WeakSet<object>();
  let partial = NOTHING_REJECTED;

  function outcomeOf(count: number, { code, error }: ExportResult): Outcome {
    const { rejected, message } = partial;
    partial = NOTHING_REJECTED;
    if (error !== undefined) reported.add(error);
    if (code !== ExportResultCode.SUCCESS)
      return { sent: 0, lost: count, type: errorTypeOf(error), reason: reasonOf(error) };
    if (rejected === 0) return { sent: count, lost: 0 };
    const reason = `it rejects ${rejected} of ${count}: ${message}`;
    return { sent: count - rejected, lost: rejected, type: "rejected", reason };
  }

  return {
    spans: (exporter) =>
      watched(exporter, (spans, result) => {
        ofSpans.note(outcomeOf(spans.length, result));
        return result;
      }),
    metrics: (exporter) =>
      watched(exporter, (metrics, result) => {
        ofMetrics.note(outcomeOf(dataPointsOf(metrics), result));
        return { code: ExportResultCode.SUCCESS };
      }),
    partialSuccess(answer) {
      partial = partialSuccessOf(answer);
      return partial.rejected > 0;
    },
    isReported: (error) => typeof error === "object" && error !== null && reported.has(error),
    countOn(meter) {
      ofSpans.countOn(meter, "span");
      ofMetrics.countOn(meter, "metric_data_point");
    },
  };
}

interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void;
}

/** The exporter itself, with every result passed through `note`. */
function watched<Batch, E extends Exporter<Batch>>(
  exporter: E & Exporter<Batch>,
  note: (batch: Batch, result: ExportResult) => ExportResult,
): E {
  const send = exporter.export.bind(exporter);
  exporter.export = (batch, done) => send(batch, (result) => done(note(batch, result)));
  return exporter;
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
