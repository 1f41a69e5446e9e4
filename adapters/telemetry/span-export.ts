/**
 * The way of a span out of the process. It becomes text the moment it ends, while all of it is at hand, and is let go; texts wait
 * in the SDK's bounded queue, which drops and counts what does not fit, and leave in batches by the library's OTLP transport.
 */
import type { MeterProvider } from "@opentelemetry/api";
import { OTLPExporterBase } from "@opentelemetry/otlp-exporter-base";
import { createLegacyOtlpBrowserExportDelegate } from "@opentelemetry/otlp-exporter-base/browser-http";
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from "@opentelemetry/otlp-exporter-base/node-http";
import {
  type ISerializer,
  JsonTraceSerializer,
  TraceExporterMetricsHelper,
} from "@opentelemetry/otlp-transformer";
import { BatchSpanProcessor, type ReadableSpan, type SpanProcessor } from "@opentelemetry/sdk-trace";
import { requestAsJson, spanAsJson } from "./otlp-json.ts";

/** As the OTEL_BSP_* variables set them. */
export interface BatchLimits {
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The library reads the OTEL_EXPORTER_OTLP_* variables. The queue counts on `meters` what it holds, sent and dropped. */
export function createSpanExport(
  env: Environment,
  limits: BatchLimits,
  meters: MeterProvider,
): SpanProcessor {
  const exporter = new OTLPExporterBase(overHttp(env));
  const batches = new BatchSpanProcessor({ ...limits, exporter, selfObsMeterProvider: meters });
  return {
    onStart() {},
    onEnd: (span) => batches.onEnd(written(span)),
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
}

interface WrittenSpan extends ReadableSpan {
  readonly json: string;
}

function written(span: ReadableSpan): WrittenSpan {
  const context = span.spanContext();
  const { resource, instrumentationScope } = span;
  const kept = { spanContext: () => context, resource, instrumentationScope, json: spanAsJson(span) };
  // The queue looks at no more of a span than this, and to hold all of it costs as much as to record it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  return kept as unknown as WrittenSpan;
}

const PATH = "v1/traces";
const HEADERS = { "Content-Type": "application/json" };

/** As the library's own exporter, but for how a batch becomes bytes, and for the way they take. */
function overHttp(env: Environment) {
  const options = convertLegacyHttpOptions({}, "TRACES", PATH, HEADERS);
  const more = ["otlp_http_json_span_exporter", TraceExporterMetricsHelper, undefined] as const;
  // What only the library's transport for Node can do. It keeps this thread busy; `fetch` sends from another one.
  return options.compression === "gzip" || hasCertificates(env)
    ? createOtlpHttpExportDelegate(options, serializer, ...more)
    : createLegacyOtlpBrowserExportDelegate(options, serializer, ...more, PATH, HEADERS);
}

const CERTIFICATES = /^OTEL_EXPORTER_OTLP_(TRACES_)?(CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY)$/;

function hasCertificates(env: Environment): boolean {
  return Object.entries(env).some(([name, file]) => CERTIFICATES.test(name) && Boolean(file));
}

const encoder = new TextEncoder();
const serializer: ISerializer<WrittenSpan[], unknown> = {
  serializeRequest(spans) {
    const [first] = spans;
    if (first === undefined) return undefined;
    const texts = spans.map(({ json }) => json);
    return encoder.encode(requestAsJson(first.resource, first.instrumentationScope, texts));
  },
  deserializeResponse: (data) => JsonTraceSerializer.deserializeResponse(data),
};
