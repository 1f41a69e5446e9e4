/** The HTTP side of Ramz: one surface beside the other. */
import { type AnyElysia, Elysia } from "elysia";
import type { Service } from "../service/service.ts";
import { adminRoutes } from "./admin/routes.ts";
import { preludeRoutes } from "./compat/prelude/routes.ts";
import { twilioRoutes } from "./compat/twilio/routes.ts";
import { embedRoutes } from "./hosted/embed/route.ts";
import { hasHosted, hostedRoutes } from "./hosted/routes.ts";
import { createAssets } from "./pages/assets.ts";
import { hookRoutes } from "./hooks/routes.ts";
import { legacyRoutes } from "./legacy/routes.ts";
import { opsRoutes } from "./ops/routes.ts";
import { receiptRoutes } from "./receipts/routes.ts";
import { v1Routes } from "./v1/routes.ts";
import { hasWhy } from "./why/link.ts";
import { whyRoutes } from "./why/routes.ts";

export function createApi(service: Service): AnyElysia {
  const api = new Elysia({ normalize: false, handler: { standardHostname: false } });
  if (service.receipts !== null) api.use(receiptRoutes(service, service.receipts));
  if (service.compat.prelude) api.use(preludeRoutes(service));
  if (service.compat.twilio) api.use(twilioRoutes(service));
  if ([...service.apps.values()].some(({ hooks }) => hooks.size > 0)) api.use(hookRoutes(service));
  const assets = createAssets();
  if (hasHosted(service)) api.use(hostedRoutes(service, assets)).use(embedRoutes(service, assets));
  if (service.admin !== null) api.use(adminRoutes(service, service.admin, assets));
  if (hasWhy(service)) api.use(whyRoutes(service, assets));
  return api
    .use(v1Routes(service))
    .use(legacyRoutes(service))
    .use(opsRoutes(service, assets, () => api));
}
