/** The way of a batch of spans out of the process: the library's OTLP transport, with its settings and its retries. */
import type { MeterProvider } from "@opentelemetry/api";
import { OTLPExporterBase } from "@opentelemetry/otlp-exporter-base";
import { createLegacyOtlpBrowserExportDelegate } from "@opentelemetry/otlp-exporter-base/browser-http";
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from "@opentelemetry/otlp-exporter-base/node-http";
import { type ISerializer, JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { type Batch, type BatchLimits, batchSpans } from "./span-queue.ts";
import type { RecordedSpan } from "./span.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface SpanExport {
  add(span: RecordedSpan): void;
  /** Sends what waits and ends. */
  shutdown(): Promise<void>;
}

/** The library reads the OTEL_EXPORTER_OTLP_* variables. The queue counts on `meters` what it holds, sent and dropped. */
export function createSpanExport(
  env: Environment,
  head: Uint8Array,
  limits: BatchLimits,
  meters: MeterProvider,
): SpanExport {
  const exporter = new OTLPExporterBase(overHttp(env));
  const send = (batch: Batch) =>
    new Promise<Error | null>((resolve) => exporter.export(batch, ({ error }) => resolve(error ?? null)));
  const { add, flush } = batchSpans(head, limits, meters, send);
  return {
    add,
    async shutdown() {
      await flush();
      await exporter.shutdown();
    },
  };
}

const PATH = "v1/traces";
const HEADERS = { "Content-Type": "application/json" };
const COUNTED = { name: "span", countItems: ({ spans }: Batch) => spans } as const;

/** As the library's own exporter, but for how a batch becomes bytes, and for the way they take. */
function overHttp(env: Environment) {
  const options = convertLegacyHttpOptions({}, "TRACES", PATH, HEADERS);
  const more = ["otlp_http_json_span_exporter", COUNTED, undefined] as const;
  // What only the library's transport for Node can do. It keeps this thread busy; `fetch` sends from another one.
  return options.compression === "gzip" || hasCertificates(env)
    ? createOtlpHttpExportDelegate(options, serializer, ...more)
    : createLegacyOtlpBrowserExportDelegate(options, serializer, ...more, PATH, HEADERS);
}

const CERTIFICATES = /^OTEL_EXPORTER_OTLP_(TRACES_)?(CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY)$/;

function hasCertificates(env: Environment): boolean {
  return Object.entries(env).some(([name, file]) => CERTIFICATES.test(name) && Boolean(file));
}

const serializer: ISerializer<Batch, unknown> = {
  serializeRequest: ({ bytes }) => bytes,
  deserializeResponse: (data) => JsonTraceSerializer.deserializeResponse(data),
};
