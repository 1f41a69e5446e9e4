/** Spans of our own making are written as the library records and writes the same ones. */
import {
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from "@opentelemetry/api";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { describe, expect, test } from "bun:test";
import { ByteText } from "../../../../adapters/telemetry/sdk/byte-buffer.ts";
import {
  REQUEST_END,
  requestStart,
  SPAN_BREAK,
  writeSpan,
} from "../../../../adapters/telemetry/sdk/otlp-json.ts";
import type { RecordedSpan } from "../../../../adapters/telemetry/sdk/span.ts";
import { createTracer, type StartSpan } from "../../../../adapters/telemetry/sdk/tracer.ts";

const resource = resourceFromAttributes({ "service.name": 'a "name"', "process.pid": 7 });
const scope = { name: "ramz", version: "1.0.0" };
const remote = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: createTraceState("vendor=opaque"),
};
const callers = trace.setSpanContext(ROOT_CONTEXT, remote);

/** What the library wrote of the spans that `record` made, and what Ramz did. */
function writtenOf(record: (startSpan: StartSpan) => void) {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  const tracer = new TracerProvider({ resource, spanProcessors }).getTracer(scope.name, scope.version);
  record((name, kind, within) => tracer.startSpan(name, { kind }, within));
  const theirs = new TextDecoder().decode(JsonTraceSerializer.serializeRequest(exporter.getFinishedSpans()));

  const ended: RecordedSpan[] = [];
  record(createTracer(new AlwaysOnSampler(), (span) => ended.push(span)));
  return { theirs: comparable(theirs), ours: comparable(asText(ended)) };
}

/** The body of an export of these spans. */
function asText(spans: readonly RecordedSpan[]): string {
  const body = new ByteText();
  body.add(requestStart(resource, scope));
  for (const [place, span] of spans.entries()) {
    if (place > 0) body.add(SPAN_BREAK);
    writeSpan(span, body);
  }
  body.add(REQUEST_END);
  return new TextDecoder().decode(body.take());
}

/**
 * Without what has its default value, which the encoding may leave out (zeros, empty lists and messages), and with the n-th chance id
 * as its number and every time as how far it is from now.
 */
function comparable(json: string): unknown {
  const ids: string[] = ["", remote.traceId, remote.spanId];
  return JSON.parse(json, (key, value: unknown) => {
    if (typeof value === "string" && /^(trace|span|parentSpan)Id$/.test(key)) {
      expect(value).toMatch(/^([0-9a-f]{16}|[0-9a-f]{32})$/);
      if (!ids.includes(value)) ids.push(value);
      return ids.indexOf(value);
    }
    if (typeof value === "string" && /TimeUnixNano$|^timeUnixNano$/.test(key)) {
      expect(value).toMatch(/^\d{19}$/);
      return Math.round((Number(value) / 1e6 - Date.now()) / 10_000);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([, field]) => !isDefault(field)));
  });
}

function isDefault(field: unknown): boolean {
  return field === 0 || (typeof field === "object" && field !== null && Object.keys(field).length === 0);
}

function expectAlike(record: (startSpan: StartSpan) => void): void {
  const { ours, theirs } = writtenOf(record);
  expect(ours).toEqual(theirs);
  expect(JSON.stringify(ours)).toContain('"name"');
}

/** A span of its own trace, which does one thing before it ends. */
const doing = (work: (span: Span) => unknown) => (startSpan: StartSpan) => {
  const span = startSpan("otp.start", SpanKind.SERVER, ROOT_CONTEXT);
  work(span);
  span.end();
};

describe("as the library's", () => {
  test("spans below a caller's, with its trace state, and one of a trace of its own", () =>
    expectAlike((startSpan) => {
      const parent = startSpan("otp.start", SpanKind.SERVER, callers);
      startSpan("otp.delivery.attempt", SpanKind.CLIENT, trace.setSpan(callers, parent)).end();
      parent.end();
      startSpan("a root", SpanKind.INTERNAL, ROOT_CONTEXT).end();
    }));

  test("attributes of every kind; of one set twice the last", () =>
    expectAlike(
      doing((span) => {
        const text = 'رمز "\\\n\u2028';
        span.setAttributes({ text, whole: 201, fraction: 0.25, yes: true, list: ["a", "b"], again: 1 });
        span.setAttributes({ 'a "key"': "x", left: undefined });
        span.setAttribute("again", 2);
      }),
    ));

  test("events, with and without attributes and a time of their own", () =>
    expectAlike(
      doing((span) => {
        span.addEvent("skipped", { "otp.provider": "console" });
        span.addEvent("bare");
        span.addEvent("then", new Date(Date.now() - 60_000));
        span.addEvent("earlier", { why: "late" }, [Math.floor(Date.now() / 1000) - 120, 5]);
      }),
    ));

  test("what went wrong", () =>
    expectAlike(
      doing((span) => {
        span.setStatus({ code: SpanStatusCode.ERROR, message: "template_not_found" });
        span.recordException({ name: "TypeError", message: "no such thing", stack: "at home" });
        span.recordException("just a text");
      }),
    ));

  test("a success, which no later error changes, and another name", () =>
    expectAlike(
      doing((span) => {
        span.setStatus({ code: SpanStatusCode.OK });
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.updateName("otp.check");
      }),
    ));

  test("nothing of what is said after the end", () =>
    expectAlike(
      doing((span) => {
        span.end(Date.now() + 60_000);
        span.setAttribute("late", true).addEvent("late").updateName("late");
        span.setStatus({ code: SpanStatusCode.ERROR });
      }),
    ));

  test("an end before the beginning", () => expectAlike(doing((span) => span.end(Date.now() - 60_000))));

  test("as many attributes as the specification lets a span have", () =>
    expectAlike(
      doing((span) => {
        for (let count = 0; count < 130; count++) span.setAttribute(`key.${count}`, count);
        span.setAttribute("key.5", "changed");
      }),
    ));
});

test("numbers that JSON has no words for are written as the encoding says", () => {
  const ended: RecordedSpan[] = [];
  doing((span) => span.setAttributes({ none: Number.NaN, most: Infinity, least: -Infinity }))(
    createTracer(new AlwaysOnSampler(), (span) => ended.push(span)),
  );
  for (const word of ["NaN", "Infinity", "-Infinity"])
    expect(asText(ended)).toContain(`{"doubleValue":"${word}"}`);
});

test("what is kept for the next time is kept apart: a name and a key may be the same word", () => {
  const ended: RecordedSpan[] = [];
  const startSpan = createTracer(new AlwaysOnSampler(), (span) => ended.push(span));
  for (const turn of [1, 2, 3]) {
    const span = startSpan("twin", SpanKind.SERVER, ROOT_CONTEXT);
    span.setAttributes({ twin: SpanKind.SERVER, list: [turn], id: `id ${turn}` }).end();
  }
  const written = JSON.parse(asText(ended)).resourceSpans[0].scopeSpans[0].spans;
  expect(written).toHaveLength(3);
  for (const [place, span] of written.entries()) {
    expect(span).toMatchObject({ name: "twin", kind: 2 });
    expect(span.attributes).toEqual([
      { key: "twin", value: { intValue: 1 } },
      { key: "list", value: { arrayValue: { values: [{ intValue: place + 1 }] } } },
      { key: "id", value: { stringValue: `id ${place + 1}` } },
    ]);
  }
});

test("beyond 128 events the newer ones are dropped and counted", () => {
  const ended: RecordedSpan[] = [];
  doing((span) => {
    for (let count = 0; count < 130; count++) span.addEvent("again");
  })(createTracer(new AlwaysOnSampler(), (span) => ended.push(span)));
  expect(ended[0]?.events).toHaveLength(128);
  expect(asText(ended)).toContain('"droppedEventsCount":2');
});
