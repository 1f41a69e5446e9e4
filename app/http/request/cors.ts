/** Cross-origin calls from browsers (Fetch standard, CORS): origins on an app's list, never `*`, never with credentials. */
import { LEGACY_PREFIX } from "../legacy/verdict-responses.ts";
import type { App } from "../../service/calling-app.ts";

const callers = new WeakMap<Request, App>();

/** Notes which app a request turned out to be from. */
export function noteApp(request: Request, app: App): void {
  callers.set(request, app);
}

const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers":
    "Authorization, Content-Type, Idempotency-Key, Accept-Language, traceparent",
  "access-control-max-age": "600",
};
const EXPOSED = {
  "access-control-expose-headers": "Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed",
};

type Fetch = (request: Request) => Promise<Response> | Response;

/**
 * Serves browsers, too. The origin must be on the list of the app that called; of any app while it is not known which one, as in a
 * preflight, which carries no key. Without any list nothing is added.
 */
export function withCors(serve: Fetch, apps: ReadonlyMap<string, App>): Fetch {
  const listed = new Set([...apps.values()].flatMap(({ origins }) => origins));
  if (listed.size === 0) return serve;
  const permitted = (request: Request, origin: string) =>
    callers.get(request)?.origins.includes(origin) ?? listed.has(origin);

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/v1/") && !pathname.startsWith(`${LEGACY_PREFIX}/`)) return serve(request);
    const origin = request.headers.get("origin");
    const isPreflight = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
    const answersPreflight = isPreflight && origin !== null && listed.has(origin);
    const response = answersPreflight
      ? new Response(null, { status: 204, headers: PREFLIGHT })
      : await serve(request);
    response.headers.append("vary", "Origin");
    if (origin === null || !permitted(request, origin)) return response;
    response.headers.set("access-control-allow-origin", origin);
    for (const [name, value] of Object.entries(answersPreflight ? {} : EXPOSED))
      response.headers.set(name, value);
    return response;
  };
}
