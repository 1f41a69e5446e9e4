/** The root of the server: health, metrics, keys of proofs, the API's own description, and in console mode the inbox. */
import type { AnyElysia } from "elysia";
import type { Service } from "../../service/service.ts";
import { hasHosted } from "../hosted/routes.ts";
import { hasWhy } from "../why/link.ts";
import { devRoutes } from "../dev/routes.ts";
import type { Assets } from "../pages/assets.ts";
import { failureProblem } from "../problems/failure.ts";
import { noSuchPath } from "../problems/reasons.ts";
import { openSurface } from "../request/surface.ts";
import { healthRoutes } from "./health.ts";
import { openapiRoutes } from "./openapi.ts";

/** `described` is what the OpenAPI document describes. */
export function opsRoutes(service: Service, assets: Assets, described: () => AnyElysia) {
  const { routes } = openSurface(service, { prefix: "", refuse: failureProblem, browsers: false });
  const nowhere = noSuchPath(service.inbox !== null);
  routes.use(healthRoutes(service)).use(openapiRoutes(service, described, nowhere));
  const hasPages = service.inbox !== null || service.admin !== null || hasHosted(service) || hasWhy(service);
  if (hasPages) routes.use(assets.routes);
  if (service.inbox !== null) routes.use(devRoutes(service, service.inbox, assets));
  return routes;
}
