/** The trace a request belongs to, by `traceparent` (W3C Trace Context, level 2): the same rule with a span (a start) and without one (a 404). */
import { describe, expect, test } from "bun:test";
import { freshNumber, problemIn, verificationIn } from "../../../support/http.ts";
import { sharedInProcess } from "../in-process.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

const ramz = sharedInProcess();

async function tracesOf(traceparent: string): Promise<readonly string[]> {
  const headers = { traceparent };
  const started = await ramz.api.post("/v1/verifications", { to: freshNumber() }, headers);
  const missing = await ramz.api.get("/nowhere", headers);
  return [verificationIn(started).trace_id, problemIn(missing).trace_id];
}

describe("the trace is the caller's with", () => {
  test.each([
    ["version 00", `00-${TRACE}-${SPAN}-01`],
    ["a later version", `01-${TRACE}-${SPAN}-01`],
    ["a later version that says more", `cc-${TRACE}-${SPAN}-01-what-the-future-brings`],
  ])("%s", async (_, traceparent) => {
    expect(await tracesOf(traceparent)).toEqual([TRACE, TRACE]);
  });
});

describe("the trace is a new one with", () => {
  test.each([
    ["the forbidden version ff", `ff-${TRACE}-${SPAN}-01`],
    ["a fifth field in version 00", `00-${TRACE}-${SPAN}-01-more`],
    ["an empty fifth field in version 00", `00-${TRACE}-${SPAN}-01-`],
    ["text after the flags", `01-${TRACE}-${SPAN}-01x`],
    ["flags too long", `00-${TRACE}-${SPAN}-012`],
    ["a trace of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["a parent of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["capital letters", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["three fields", `00-${TRACE}-${SPAN}`],
  ])("%s", async (_, traceparent) => {
    for (const trace of await tracesOf(traceparent))
      expect(trace).toMatch(/^(?!4bf92f)(?!0{32})[0-9a-f]{32}$/);
  });
});
