import { randomBytes } from "node:crypto";

/** No version is `ff`, no id is all zeros; version 00 ends after its four fields, where a later one may go on (W3C Trace Context). */
const TRACEPARENT =
  /^(?!ff|00-.{53})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

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
  return TRACEPARENT.exec(headers.get("traceparent") ?? "")?.[1] ?? randomBytes(16).toString("hex");
}
