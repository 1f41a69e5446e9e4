/**
 * A surface is one family of routes under a prefix, with its own way to authenticate and its own shape of errors: `/v1`, the
 * predecessor's contract, operations. This is what all of them share.
 */
import type { OtpSpan } from "../../../adapters/telemetry/telemetry.ts";
import { Elysia } from "elysia";
import type { Scope } from "../../access/api-keys.ts";
import type { Caller } from "../../service/callers.ts";
import type { Service } from "../../service/service.ts";
import { type Failure, failureOf } from "../problems/failure.ts";
import type { Text } from "../../language/language.ts";
import { ProblemError, type ReplyContext } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";
import type { Authenticate } from "./authenticate.ts";
import { type RequestContext, withRequestContext } from "./context.ts";
import { createCors, narrowToApp } from "./cors.ts";
import { requireServedHost } from "./own-origin.ts";

export interface SurfaceRules {
  /** Where its paths begin; empty for the root, which also answers for paths of no other surface. */
  readonly prefix: string;
  /** Says that a request failed, in the shape of errors that its callers know. */
  readonly refuse: (failure: Failure, to: ReplyContext) => Response;
  /** Said of a path that it does not have; left out, where the paths there are can be seen. */
  readonly nowhere?: Text;
  /** Whether pages of an app's origins may call it from a browser. */
  readonly browsers: boolean;
}

/** A request that a use case serves: authenticated, within its span. */
export interface AuthenticatedRequest extends RequestContext, ReplyContext {
  readonly traceId: string;
  readonly caller: Caller;
}

/** What a route is: the span it runs in, and the scope its caller needs. */
export interface RouteSpec {
  readonly span: OtpSpan;
  readonly scope: Scope;
}

/** Serves a request. A ProblemError that `work` throws is answered in the surface's shape of errors. */
export type Serve = (
  context: RequestContext,
  spec: RouteSpec,
  work: (request: AuthenticatedRequest) => Promise<Response>,
) => Promise<Response>;

export type Routes = ReturnType<typeof openSurface>["routes"];

/** Opens a surface. What its routes and their errors do not answer is answered here: preflights, wrong methods and unknown paths. */
export function openSurface(service: Service, { prefix, refuse, browsers, ...rules }: SurfaceRules) {
  const cors = browsers ? createCors(service.apps) : null;
  const { nowhere = noSuchPath(service.inbox !== null) } = rules;

  /** Only what should not have happened is reported; its text never reaches the caller. */
  const fail = (error: unknown, { request, language, traceId }: RequestContext): Response => {
    const failure = failureOf(error);
    const reply = { language, traceId: traceId ?? service.traceId(request.headers) };
    if (failure.code === "internal" || failure.code === "store_unavailable")
      service.report(error, reply.traceId);
    return refuse(failure, reply);
  };

  const routes = new Elysia({ prefix, normalize: false })
    .use(withRequestContext)
    .onError(({ error, context }) => context && fail(error, context))
    .onTransform(({ context, params }) => {
      emptyUnreadable(params);
      requireServedHost(context, service.servesHost);
      cors?.permitListed(context);
    })
    .all(
      "/*",
      ({ context, path }) => {
        const preflight = cors?.preflight(context) ?? null;
        if (preflight !== null) return preflight;
        throw missing(routes.routes, path, nowhere);
      },
      { detail: { hide: true } },
    );

  /** Gives routes their way of serving a request: within its span, once `authenticate` knows the caller. */
  const authenticatedBy =
    (authenticate: Authenticate): Serve =>
    (context, { span, scope }, work) =>
      service.request({ span, route: context.route }, context.request, async (traceId) => {
        context.traceId = traceId;
        try {
          const caller = authenticate(context.request, scope);
          narrowToApp(context, caller.app);
          return await work({ ...context, traceId, caller });
        } catch (error) {
          // A refusal is an answer like any other; only what should not have happened fails the span.
          if (error instanceof ProblemError) return fail(error, context);
          throw error;
        }
      });

  return { routes, authenticatedBy };
}

/** The router gives null for a part of a path that cannot be decoded, such as `%`. An empty text names nothing either, and is a text. */
function emptyUnreadable(params: Record<string, unknown> = {}): void {
  for (const name of Object.keys(params)) params[name] ??= "";
}

/** A path without this method is 405 and says which methods it has (RFC 9110 §15.5.6); any other is 404. */
function missing(
  routes: readonly { readonly method: string; readonly path: string }[],
  path: string,
  detail: Text,
): ProblemError {
  const methods = routes
    .filter((route) => route.method !== "ALL" && matches(route.path, path))
    .map(({ method }) => method);
  if (methods.length === 0) return new ProblemError("not_found", { detail });
  const allow = [
    ...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))),
  ].join(", ");
  return new ProblemError("method_not_allowed", { values: { allow }, headers: { allow } });
}

function matches(pattern: string, path: string): boolean {
  const [wanted = [], given = []] = [pattern, path].map((one) => one.replace(/\/$/, "").split("/"));
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(":") || part === given[index])
  );
}
