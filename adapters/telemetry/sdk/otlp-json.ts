/**
 * Spans as OTLP's JSON (opentelemetry-proto, trace.proto and "JSON Protobuf Encoding"), one at a time: the library writes whole
 * batches only, long after their spans have left the processor's cache, at several times the cost. The same by contract, but what
 * has its default value is left out, as the encoding allows.
 */
import { type Attributes, type SpanContext, SpanStatusCode } from "@opentelemetry/api";
import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import { type ByteText, bytesOf } from "./byte-buffer.ts";
import type { RecordedSpan, SpanEvent } from "./span.ts";

/** The body of an export: this, spans with SPAN_BREAK between them, and REQUEST_END. */
export function requestStart({ attributes }: Resource, scope: InstrumentationScope): Uint8Array {
  const resource = `{"attributes":[${listOf(attributes)}]}`;
  const scopeSpans = `"scopeSpans":[{"scope":${JSON.stringify(scope)},"spans":[`;
  return bytesOf(`{"resourceSpans":[{"resource":${resource},${scopeSpans}`);
}

export const SPAN_BREAK: Uint8Array = bytesOf(",");
export const REQUEST_END: Uint8Array = bytesOf("]}]}]}");

const TRACE_ID = bytesOf('{"traceId":"');
const SPAN_ID = bytesOf('","spanId":"');
const PARENT_ID = bytesOf('","parentSpanId":"');
const NAME = bytesOf('","name":');
const STARTED = bytesOf(',"startTimeUnixNano":"');
const ENDED = bytesOf('","endTimeUnixNano":"');
const ATTRIBUTES = bytesOf('","attributes":[');
const COMMA = bytesOf(",");
const LIST_END = bytesOf("]");
const SPAN_END = bytesOf("}");

export function writeSpan(span: RecordedSpan, out: ByteText): void {
  const { context, parent, keys, values } = span;
  out.add(TRACE_ID);
  out.addAscii(context.traceId);
  out.add(SPAN_ID);
  out.addAscii(context.spanId);
  if (parent !== undefined) {
    out.add(PARENT_ID);
    out.addAscii(parent.spanId);
  }
  out.add(NAME);
  out.add(nameBytes(span.name, span.kind));
  out.addAscii(String(flagsOf(context, parent)));
  out.add(STARTED);
  addUnixNano(span.startedAt, out);
  out.add(ENDED);
  addUnixNano(span.endedAt, out);
  out.add(ATTRIBUTES);
  for (const [place, key] of keys.entries()) {
    if (place > 0) out.add(COMMA);
    out.add(attributeBytes(key, values[place]));
  }
  out.add(LIST_END);
  const rest = restOf(span);
  if (rest !== "") out.add(bytesOf(rest));
  out.add(SPAN_END);
}

/** What few spans have. */
function restOf({ context, status, events, droppedAttributes, droppedEvents }: RecordedSpan): string {
  let json = "";
  if (context.traceState) json += `,"traceState":${JSON.stringify(context.traceState.serialize())}`;
  if (droppedAttributes > 0) json += `,"droppedAttributesCount":${droppedAttributes}`;
  if (events.length > 0) json += `,"events":[${events.map(eventAsJson).join()}]`;
  if (droppedEvents > 0) json += `,"droppedEventsCount":${droppedEvents}`;
  if (status.code !== SpanStatusCode.UNSET) json += `,"status":${JSON.stringify(status)}`;
  return json;
}

function eventAsJson({ name, at, attributes }: SpanEvent): string {
  const [seconds, nanos] = unixNano(at);
  const time = `${seconds}${String(nanos).padStart(9, "0")}`;
  return `{"name":${JSON.stringify(name)},"timeUnixNano":"${time}","attributes":[${listOf(attributes)}]}`;
}

function listOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([key, value]) => keyValue(key, value))
    .join();
}

type Write = (key: string, value: unknown) => string;

const KEYS_KEPT = 64;
const VALUES_KEPT = 32;

/** The same as bytes, kept for the next time: most attributes come again and again. Ids do not, so there are bounds. */
function keeping(write: Write): (key: string, value: unknown) => Uint8Array {
  const kept = new Map<string, Map<unknown, Uint8Array>>();
  return (key, value) => {
    const ofKey = kept.get(key);
    const known = ofKey?.get(value);
    if (known !== undefined) return known;
    const bytes = bytesOf(write(key, value));
    // A list may change without becoming another one.
    if (Array.isArray(value)) return bytes;
    if (ofKey === undefined && kept.size < KEYS_KEPT) kept.set(key, new Map([[value, bytes]]));
    if (ofKey !== undefined && ofKey.size < VALUES_KEPT) ofKey.set(value, bytes);
    return bytes;
  };
}

const nameBytes = keeping(nameAndKind);
const attributeBytes = keeping(keyValue);

function nameAndKind(name: string, kind: unknown): string {
  return `${JSON.stringify(name)},"kind":${Number(kind) + 1},"flags":`;
}

function keyValue(key: string, value: unknown): string {
  return `{"key":${JSON.stringify(key)},"value":${anyValue(value)}}`;
}

function anyValue(value: unknown): string {
  if (typeof value === "string") return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (Number.isInteger(value)) return `{"intValue":${String(value)}}`;
  if (typeof value === "number") return `{"doubleValue":${Number.isFinite(value) ? value : `"${value}"`}}`;
  if (Array.isArray(value)) return `{"arrayValue":{"values":[${value.map(anyValue).join()}]}}`;
  return "{}";
}

/** Nanoseconds do not fit a JavaScript number, so seconds and the nine digits below are written one after the other. */
function unixNano(ms: number): readonly [seconds: number, nanos: number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.floor((ms - seconds * 1000) * 1e6)];
}

function addUnixNano(ms: number, out: ByteText): void {
  const [seconds, nanos] = unixNano(ms);
  // Ten digits last until the year 2286; as one number they would end in 2038.
  out.addDigits(seconds / 100_000, 5);
  out.addDigits(seconds % 100_000, 5);
  out.addDigits(nanos, 9);
}

/** SpanFlags: the eight bits of W3C, whether it is known that the parent is remote (always), and whether it is. */
function flagsOf({ traceFlags }: SpanContext, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0);
}
