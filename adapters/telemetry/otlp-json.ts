/**
 * Spans as OTLP's JSON (opentelemetry-proto, trace.proto and "JSON Protobuf Encoding"), one at a time: the library writes whole
 * batches only, long after their spans have left the processor's cache, at several times the cost. The same JSON, by contract.
 */
import type { HrTime, SpanContext } from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** Ramz's spans have attributes that are text, numbers or truth values, and no links. */
export function spanAsJson(span: ReadableSpan): string {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  return JSON.stringify({
    traceId: context.traceId,
    spanId: context.spanId,
    parentSpanId: parent?.spanId,
    traceState: context.traceState?.serialize(),
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: unixNano(span.startTime),
    endTimeUnixNano: unixNano(span.endTime),
    attributes: attributeList(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(({ name, time, attributes = {}, droppedAttributesCount = 0 }) => ({
      attributes: attributeList(attributes),
      name,
      timeUnixNano: unixNano(time),
      droppedAttributesCount,
    })),
    droppedEventsCount: span.droppedEventsCount,
    status: span.status,
    links: [],
    droppedLinksCount: span.droppedLinksCount,
    flags: flagsOf(context, parent),
  });
}

/** The body of an export, around spans that are written already. */
export function requestAsJson(
  resource: Resource,
  { name, version }: InstrumentationScope,
  spans: readonly string[],
): string {
  const process = JSON.stringify({
    attributes: attributeList(resource.attributes),
    droppedAttributesCount: 0,
  });
  const scope = JSON.stringify({ name, version });
  return `{"resourceSpans":[{"resource":${process},"scopeSpans":[{"scope":${scope},"spans":[${spans.join()}]}]}]}`;
}

type Attributes = Readonly<Record<string, unknown>>;

function attributeList(attributes: Attributes) {
  return Object.keys(attributes).map((key) => ({ key, value: anyValue(attributes[key]) }));
}

function anyValue(value: unknown) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  return {};
}

/** Nanoseconds do not fit a JavaScript number, so seconds and the rest are written one after the other. */
function unixNano([seconds, nanos]: HrTime): string {
  return `${seconds}${String(nanos).padStart(9, "0")}`;
}

/** SpanFlags: the eight bits of W3C, whether it is known that the parent is remote (always), and whether it is. */
function flagsOf({ traceFlags }: SpanContext, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0);
}
