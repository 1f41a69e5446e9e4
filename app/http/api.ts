/** The HTTP side of Ramz, put together: routes, errors, methods. */
import { type AnyElysia, Elysia, NotFoundError } from "elysia";
import type { Service } from "../service/service.ts";
import { devRoutes } from "./ops/dev-inbox.ts";
import { answerError } from "./request/error-handler.ts";
import { legacyRoutes } from "./legacy/routes.ts";
import { openapiRoutes } from "./ops/openapi.ts";
import { ProblemError } from "./problems/problem.ts";
import { noSuchPath } from "./problems/reasons.ts";
import { redeemRoutes } from "./v1/proofs.ts";
import { systemRoutes } from "./ops/health.ts";
import { verificationRoutes } from "./v1/verifications.ts";

export function createApi(service: Service) {
  const nowhere = noSuchPath(service.inbox !== null);
  const api = new Elysia({ normalize: false, handler: { standardHostname: false } })
    .onError({ as: "global" }, ({ error, request }) => {
      const cause = error instanceof NotFoundError ? missing(request) : error;
      return answerError(cause, request, service.report);
    })
    .use(verificationRoutes(service))
    .use(redeemRoutes(service))
    .use(legacyRoutes(service))
    .use(systemRoutes(service))
    .use(openapiRoutes((): AnyElysia => api, nowhere));
  if (service.inbox !== null) api.use(devRoutes(service.inbox, service.apps));

  /** A path without this method is 405 and says which methods it has (RFC 9110 §15.5.6); any other is 404. */
  function missing(request: Request): ProblemError {
    const path = new URL(request.url).pathname;
    const methods = api.routes.filter((route) => matches(route.path, path)).map((route) => route.method);
    if (methods.length === 0) return new ProblemError("not_found", { detail: nowhere });
    const allow = [
      ...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]))),
    ].join(", ");
    return new ProblemError("method_not_allowed", { values: { allow }, headers: { allow } });
  }
  return api;
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.replace(/\/$/, "").split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(":") || part === given[index])
  );
}
