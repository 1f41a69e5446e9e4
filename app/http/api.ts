/** The HTTP side of Ramz, put together: routes, body reading, errors, methods. */
import { type AnyElysia, Elysia, NotFoundError } from "elysia";
import type { Service } from "../service.ts";
import { readJson } from "./body.ts";
import { devRoutes } from "./dev.ts";
import { answerError } from "./failures.ts";
import { legacyRoutes } from "./legacy.ts";
import { openapiRoutes } from "./openapi.ts";
import { ProblemError } from "./problem.ts";
import { systemRoutes } from "./system.ts";
import { noteTraceId } from "./trace.ts";
import { verificationRoutes } from "./verifications.ts";

export function createApi(ramz: Service) {
  const service = { ...ramz, request: withTraceNoted(ramz.request) };
  const api = new Elysia({ normalize: false, handler: { standardHostname: false } })
    // Only POST has a body here; null keeps the framework from reading one.
    .onParse({ as: "global" }, ({ request }) => (request.method === "POST" ? readJson(request) : null))
    .onError({ as: "global" }, ({ error, request }) => {
      const cause = error instanceof NotFoundError ? missing(request) : error;
      return answerError(cause, request, service.report);
    })
    .use(verificationRoutes(service))
    .use(legacyRoutes(service))
    .use(systemRoutes(service))
    .use(openapiRoutes((): AnyElysia => api));
  if (service.inbox !== null) api.use(devRoutes(service.inbox, service.canonical));

  /** A path without this method is 405 and says which methods it has (RFC 9110 §15.5.6); any other is 404. */
  function missing(request: Request): ProblemError {
    const path = new URL(request.url).pathname;
    const methods = api.routes.filter((route) => matches(route.path, path)).map((route) => route.method);
    if (methods.length === 0) return new ProblemError("not_found");
    const allow = [
      ...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))),
    ].join(", ");
    return new ProblemError("method_not_allowed", { values: { allow }, headers: { allow } });
  }
  return api;
}

/** A failure outside the span still names its trace. */
function withTraceNoted(serve: Service["request"]): Service["request"] {
  return (name, request, work) =>
    serve(name, request, (traceId) => {
      noteTraceId(request, traceId);
      return work(traceId);
    });
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.replace(/\/$/, "").split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(":") || part === given[index])
  );
}
