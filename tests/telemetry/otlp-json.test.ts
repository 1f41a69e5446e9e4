/** What is written a span at a time is what the library would have written, whatever a span holds. */
import {
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from "@opentelemetry/api";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "bun:test";
import { REQUEST_END, requestStart, spanAsJson } from "../../adapters/telemetry/otlp-json.ts";

const exporter = new InMemorySpanExporter();
const resource = resourceFromAttributes({ "service.name": 'a "name"', "process.pid": 7 });
const scope = { name: "ramz", version: "1.0.0" };
const provider = new TracerProvider({
  resource,
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
  spanLimits: { attributeCountLimit: 4, eventCountLimit: 2 },
});
const tracer = provider.getTracer(scope.name, scope.version);

function recordSpans(): void {
  const remote = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState: createTraceState("vendor=opaque"),
  };
  const callers = trace.setSpanContext(ROOT_CONTEXT, remote);
  const parent = tracer.startSpan(
    "otp.start",
    { kind: SpanKind.SERVER, startTime: [1_700_000_000, 5] },
    callers,
  );
  parent.setAttributes({
    text: 'رمز "\\\n\u2028',
    whole: 201,
    fraction: 0.25,
    yes: true,
    beyond: "the limit",
  });
  const child = tracer.startSpan(
    "otp.delivery.attempt",
    { kind: SpanKind.CLIENT },
    trace.setSpan(callers, parent),
  );
  for (const name of ["first", "second", "third"]) child.addEvent(name, { "otp.provider": "console" });
  child.addEvent("without attributes");
  child.setStatus({ code: SpanStatusCode.ERROR, message: "template_not_found" });
  child.end();
  parent.setStatus({ code: SpanStatusCode.ERROR });
  parent.end();
  tracer.startSpan("a root with nothing", { root: true }).end();
}

/** Without what has its default value, which the encoding may leave out: zeros and empty lists and messages. */
function withoutDefaults(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => !isDefault(field)));
}

function isDefault(field: unknown): boolean {
  return field === 0 || (typeof field === "object" && field !== null && Object.keys(field).length === 0);
}

test("spans are written as the library writes them, but for defaults", () => {
  recordSpans();
  const spans = exporter.getFinishedSpans();
  const written = `${requestStart(resource, scope)}${spans.map(spanAsJson).join()}${REQUEST_END}`;
  const ours: unknown = JSON.parse(written, withoutDefaults);
  const theirs: unknown = JSON.parse(
    new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans)),
    withoutDefaults,
  );
  expect(spans).toHaveLength(3);
  expect(ours).toEqual(theirs);
});
