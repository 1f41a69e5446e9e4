import { randomBytes } from "node:crypto";

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = "0".repeat(32);

const traceIds = new WeakMap<Request, string>();

/** Notes the trace a request is served in, so that whatever goes wrong later names the same one. */
export function noteTraceId(request: Request, traceId: string): void {
  traceIds.set(request, traceId);
}

/**
 * The trace a request belongs to: as noted; else the caller's when it sends `traceparent` (W3C Trace Context); else a new one.
 */
export function traceIdOf(request: Request): string {
  const traceId = traceIds.get(request) ?? idFrom(request.headers);
  noteTraceId(request, traceId);
  return traceId;
}

function idFrom(headers: Headers): string {
  const given = TRACEPARENT.exec(headers.get("traceparent") ?? "")?.[1];
  return given === undefined || given === NO_TRACE ? randomBytes(16).toString("hex") : given;
}
