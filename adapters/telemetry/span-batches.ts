/**
 * Spans that wait for their export, as the bytes of whole requests: objects or texts that wait would cost the garbage collector more
 * than all else about a span. A bounded queue as the specification of the batching span processor has it (OpenTelemetry, Trace SDK).
 */
import type { Attributes, MeterProvider } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import { REQUEST_END, requestStart, spanAsJson } from "./otlp-json.ts";

/** As the OTEL_BSP_* variables set them. */
export interface BatchLimits {
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
}

/** The body of one export. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly spans: number;
}

/** Sends a batch; says what kept it from arriving, or `null`. Never throws. */
export type Send = (batch: Batch) => Promise<Error | null>;

export function batchSpans(limits: BatchLimits, meters: MeterProvider, send: Send): SpanProcessor {
  const batchSize = Math.min(limits.maxExportBatchSize, limits.maxQueueSize);
  const full: Batch[] = [];
  const body = new Bun.ArrayBufferSink();
  body.start({ asUint8Array: true, stream: true });
  /** Spans in `body`. */
  let open = 0;
  /** Those and the spans of full batches. */
  let waiting = 0;
  let exporting = false;
  let timer: Timer | undefined;
  const count = countSpans(meters, limits.maxQueueSize, () => waiting);

  function onEnd(span: ReadableSpan): void {
    if (waiting >= limits.maxQueueSize) {
      count(1, "queue_full");
      return;
    }
    body.write(
      (open === 0 ? requestStart(span.resource, span.instrumentationScope) : ",") + spanAsJson(span),
    );
    open += 1;
    waiting += 1;
    if (open === batchSize) closeBatch();
    if (!exporting) schedule();
  }

  function closeBatch(): void {
    if (open === 0) return;
    body.write(REQUEST_END);
    const bytes = body.flush();
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a sink gave no bytes");
    full.push({ bytes, spans: open });
    open = 0;
  }

  function schedule(): void {
    if (full.length > 0) void exportNext();
    else if (open > 0) timer ??= setTimeout(() => void exportNext(), limits.scheduledDelayMillis).unref();
  }

  async function exportNext(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (full.length === 0) closeBatch();
    const batch = full.shift();
    if (batch === undefined) return;
    exporting = true;
    await exportBatch(batch);
    exporting = false;
    schedule();
  }

  async function exportBatch(batch: Batch): Promise<void> {
    waiting -= batch.spans;
    const { promise: late, resolve } = Promise.withResolvers<Error>();
    const timeout = setTimeout(() => resolve(new Error("Timeout")), limits.exportTimeoutMillis);
    const error = await Promise.race([send(batch), late]);
    clearTimeout(timeout);
    count(batch.spans, error?.name);
  }

  async function forceFlush(): Promise<void> {
    closeBatch();
    await Promise.all(full.splice(0).map(exportBatch));
  }

  return { onStart() {}, onEnd, forceFlush, shutdown: forceFlush };
}

const NAME = "otel.sdk.processor.span";
const QUEUE: Attributes = {
  "otel.component.type": "batching_span_processor",
  "otel.component.name": "batching_span_processor/0",
};

/** The metrics of a span processor (semantic conventions, "OpenTelemetry SDK metrics"). Returns what counts spans done with. */
function countSpans(meters: MeterProvider, capacity: number, queued: () => number) {
  const meter = meters.getMeter("ramz");
  const processed = meter.createCounter(`${NAME}.processed`, {
    description: "Spans that are done with: sent, or lost by an error.",
    unit: "{span}",
  });
  meter
    .createUpDownCounter(`${NAME}.queue.capacity`, {
      description: "How many spans may wait.",
      unit: "{span}",
    })
    .add(capacity, QUEUE);
  meter
    .createObservableUpDownCounter(`${NAME}.queue.size`, {
      description: "Spans that wait to be sent.",
      unit: "{span}",
    })
    .addCallback((result) => result.observe(queued(), QUEUE));
  return (spans: number, error?: string) =>
    processed.add(spans, { ...QUEUE, ...(error && { "error.type": error }) });
}
