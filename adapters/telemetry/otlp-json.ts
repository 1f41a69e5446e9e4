/**
 * Spans as OTLP's JSON (opentelemetry-proto, trace.proto and "JSON Protobuf Encoding"), one at a time: the library writes whole
 * batches only, long after their spans have left the processor's cache, at several times the cost. The same by contract, but what
 * has its default value is left out, as the encoding allows, and text is put together rather than made from objects.
 */
import { type HrTime, type SpanContext, SpanStatusCode } from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** Ramz's spans have attributes that are text, numbers or truth values, and no links. */
export function spanAsJson(span: ReadableSpan): string {
  const context = span.spanContext();
  const { name, kind, parentSpanContext: parent, status, events } = span;
  let json = `{"traceId":"${context.traceId}","spanId":"${context.spanId}"`;
  if (parent) json += `,"parentSpanId":"${parent.spanId}"`;
  if (context.traceState) json += `,"traceState":${quoted(context.traceState.serialize())}`;
  json += `,"name":${quoted(name)},"kind":${kind + 1},"flags":${flagsOf(context, parent)}`;
  json += `,"startTimeUnixNano":${unixNano(span.startTime)},"endTimeUnixNano":${unixNano(span.endTime)}`;
  json += attributesAsJson(span.attributes, span.droppedAttributesCount);
  if (events.length > 0) json += `,"events":[${events.map(eventAsJson).join()}]`;
  if (span.droppedEventsCount > 0) json += `,"droppedEventsCount":${span.droppedEventsCount}`;
  if (status.code !== SpanStatusCode.UNSET) json += `,"status":${JSON.stringify(status)}`;
  return `${json}}`;
}

type SpanEvent = ReadableSpan["events"][number];

function eventAsJson({ name, time, attributes = {}, droppedAttributesCount = 0 }: SpanEvent): string {
  return `{"name":${quoted(name)},"timeUnixNano":${unixNano(time)}${attributesAsJson(attributes, droppedAttributesCount)}}`;
}

/** The body of an export: this, spans with commas between them, and REQUEST_END. */
export function requestStart(resource: Resource, { name, version }: InstrumentationScope): string {
  const process = attributesAsJson(resource.attributes, 0).slice(1);
  const scope = JSON.stringify({ name, version });
  return `{"resourceSpans":[{"resource":{${process}},"scopeSpans":[{"scope":${scope},"spans":[`;
}

export const REQUEST_END = "]}]}]}";

function attributesAsJson(attributes: Readonly<Record<string, unknown>>, droppedCount: number): string {
  let list = "";
  for (const key in attributes) list += `${list && ","}{"key":"${key}","value":${anyValue(attributes[key])}}`;
  return `,"attributes":[${list}]${droppedCount > 0 ? `,"droppedAttributesCount":${droppedCount}` : ""}`;
}

function anyValue(value: unknown): string {
  if (typeof value === "string") return `{"stringValue":${quoted(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (typeof value === "number")
    return `{"${Number.isInteger(value) ? "intValue" : "doubleValue"}":${value}}`;
  return "{}";
}

const PLAIN = /^[\w +*./:-]*$/;

/** Most texts need no escapes, and to see that is cheaper than to escape. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Nanoseconds do not fit a JavaScript number, so seconds and the rest are written one after the other. */
function unixNano([seconds, nanos]: HrTime): string {
  return `"${seconds}${String(nanos).padStart(9, "0")}"`;
}

/** SpanFlags: the eight bits of W3C, whether it is known that the parent is remote (always), and whether it is. */
function flagsOf({ traceFlags }: SpanContext, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0);
}
