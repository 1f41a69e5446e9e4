/** Prelude's API, version 2: its clients need only a new base URL and a key of Ramz. Same use cases, same ledgers, same limits. */
import type { Service } from "../../../service/service.ts";
import { openSurface } from "../../request/surface.ts";
import { refusePrelude } from "./error-handler.ts";

export const PRELUDE_PREFIX = "/compat/prelude";

export function preludeRoutes(service: Service) {
  const { routes } = openSurface(service, { prefix: PRELUDE_PREFIX, refuse: refusePrelude, browsers: false });
  return routes;
}
