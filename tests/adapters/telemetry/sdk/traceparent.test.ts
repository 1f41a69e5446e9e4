/** Whose trace a request is in that no use case serves, e.g. a 404: by the rule of those that one does (W3C Trace Context, level 2). */
import { describe, expect, test } from "bun:test";
import { defaultTextMapGetter, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { traceIdOf } from "../../../../app/http/request/trace-id.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

/** The trace of this header for the library that joins served requests to it. */
function traceOfServed(traceparent: string): string | undefined {
  const within = new W3CTraceContextPropagator().extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
  return trace.getSpanContext(within)?.traceId;
}

const traceOf = (traceparent: string) =>
  traceIdOf(new Request("http://localhost/nowhere", { headers: { traceparent } }));

describe("the caller's, with", () => {
  test.each([
    ["version 00", `00-${TRACE}-${SPAN}-01`],
    ["a later version", `01-${TRACE}-${SPAN}-01`],
    ["a later version that says more", `cc-${TRACE}-${SPAN}-01-what-the-future-brings`],
  ])("%s", (_, traceparent) => {
    expect([traceOf(traceparent), traceOfServed(traceparent)]).toEqual([TRACE, TRACE]);
  });
});

describe("a new one, with", () => {
  test.each([
    ["the version that is none", `ff-${TRACE}-${SPAN}-01`],
    ["a fifth field in version 00", `00-${TRACE}-${SPAN}-01-more`],
    ["an empty fifth field in version 00", `00-${TRACE}-${SPAN}-01-`],
    ["more behind the flags", `01-${TRACE}-${SPAN}-01x`],
    ["flags too long", `00-${TRACE}-${SPAN}-012`],
    ["a trace of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["a parent of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["large letters", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["three fields", `00-${TRACE}-${SPAN}`],
  ])("%s", (_, traceparent) => {
    expect(traceOf(traceparent)).toMatch(/^(?!4bf92f)[0-9a-f]{32}$/);
    expect(traceOfServed(traceparent)).toBeUndefined();
  });
});
