import { randomBytes } from "node:crypto";

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = "0".repeat(32);

/** The trace this request belongs to: the caller's when it sends `traceparent` (W3C Trace Context), else a new one. */
export function traceIdOf(headers: Headers): string {
  const given = TRACEPARENT.exec(headers.get("traceparent") ?? "")?.[1];
  return given === undefined || given === NO_TRACE ? randomBytes(16).toString("hex") : given;
}
