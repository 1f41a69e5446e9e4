/**
 * Cross-origin calls from browsers (Fetch standard, CORS): origins on an app's list, never `*`, never with credentials. Not
 * `@elysiajs/cors`: it decides before the caller is known, so a page of one app could read the replies of another, and it answers
 * for every path of the server.
 */
import type { App } from "../../service/calling-app.ts";
import type { RequestContext } from "./context.ts";

const ALLOWED_ORIGIN = "access-control-allow-origin";
const EXPOSED_HEADERS = "access-control-expose-headers";
/** The three last are what OpenTelemetry in a browser sends (W3C Trace Context and Baggage). */
const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers":
    "Authorization, Content-Type, Idempotency-Key, Accept-Language, traceparent, tracestate, baggage",
  "access-control-max-age": "600",
};

export interface Cors {
  /** Lets a page read the reply when any app lists its origin: as long as the app is unknown, that is all there is to go by. */
  permitListed(context: RequestContext): void;
  /** The reply to a preflight; null when the request is none, or its origin is on no list. */
  preflight(context: RequestContext): Response | null;
}

/** Without any list nothing is added to any reply. */
export function createCors(apps: ReadonlyMap<string, App>): Cors {
  const listed = new Set([...apps.values()].flatMap(({ origins }) => origins));
  return {
    permitListed({ request, replyHeaders }) {
      if (listed.size === 0) return;
      replyHeaders["vary"] = "Origin";
      const origin = request.headers.get("origin");
      if (origin === null || !listed.has(origin)) return;
      replyHeaders[ALLOWED_ORIGIN] = origin;
      replyHeaders[EXPOSED_HEADERS] = "Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed";
    },
    preflight({ request, replyHeaders }) {
      if (request.method !== "OPTIONS" || !request.headers.has("access-control-request-method")) return null;
      if (replyHeaders[ALLOWED_ORIGIN] === undefined) return null;
      delete replyHeaders[EXPOSED_HEADERS];
      return new Response(null, { status: 204, headers: PREFLIGHT });
    },
  };
}

/** Once the app is known, only pages of its own list may read the reply. */
export function narrowToApp({ request, replyHeaders }: RequestContext, app: App): void {
  const origin = request.headers.get("origin");
  if (origin !== null && app.origins.includes(origin)) return;
  delete replyHeaders[ALLOWED_ORIGIN];
  delete replyHeaders[EXPOSED_HEADERS];
}
