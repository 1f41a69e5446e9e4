/** The HTTP API, version 1 (design §6.1). */
import type { Service } from "../../service/service.ts";
import { failureProblem } from "../problems/failure.ts";
import { byKey } from "../request/authenticate.ts";
import { openSurface } from "../request/surface.ts";
import { addDeliveryRoutes } from "./deliveries.ts";
import { addProofRoutes } from "./proofs.ts";
import { addVerificationRoutes } from "./verifications.ts";

export function v1Routes(service: Service) {
  const { routes, authenticatedBy } = openSurface(service, {
    prefix: "/v1",
    refuse: failureProblem,
    browsers: true,
  });
  const serve = authenticatedBy(byKey(service.callers, service.callers.withoutKey));
  addVerificationRoutes(routes, serve, service);
  addDeliveryRoutes(routes, serve, service);
  addProofRoutes(routes, serve, service);
  return routes;
}
