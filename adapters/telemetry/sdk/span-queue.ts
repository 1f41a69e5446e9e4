/**
 * Spans that wait for their export, as the bytes of whole requests: objects or texts that wait would cost the garbage collector more
 * than all else about a span. A bounded queue as the specification of the batching span processor has it (OpenTelemetry, Trace SDK).
 */
import type { Attributes, MeterProvider } from "@opentelemetry/api";
import { ByteText } from "./byte-buffer.ts";
import { REQUEST_END, SPAN_BREAK, writeSpan } from "./otlp-json.ts";
import type { RecordedSpan } from "./span.ts";

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

/** Where spans go when they end. */
export interface SpanQueue {
  add(span: RecordedSpan): void;
  /** Sends what waits, all at once. */
  flush(): Promise<void>;
}

/** Every batch begins with `head`, which tells of the process. */
export function batchSpans(
  head: Uint8Array,
  limits: BatchLimits,
  meters: MeterProvider,
  send: Send,
): SpanQueue {
  const batchSize = Math.min(limits.maxExportBatchSize, limits.maxQueueSize);
  const full: Batch[] = [];
  const body = new ByteText();
  /** Spans in `body`. */
  let open = 0;
  /** Those and the spans of full batches. */
  let waiting = 0;
  let exporting = false;
  let timer: Timer | undefined;
  const count = countSpans(meters, limits.maxQueueSize, () => waiting);

  function add(span: RecordedSpan): void {
    if (waiting >= limits.maxQueueSize) {
      count(1, "queue_full");
      return;
    }
    body.add(open === 0 ? head : SPAN_BREAK);
    writeSpan(span, body);
    open += 1;
    waiting += 1;
    if (open === batchSize) closeBatch();
    if (!exporting) schedule();
  }

  function closeBatch(): void {
    if (open === 0) return;
    body.add(REQUEST_END);
    full.push({ bytes: body.take(), spans: open });
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

  async function flush(): Promise<void> {
    closeBatch();
    await Promise.all(full.splice(0).map(exportBatch));
  }

  return { add, flush };
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
