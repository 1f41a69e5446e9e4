/** `/admin`: the console of operators (decision 0041). Off unless keys and an origin are configured. */
import type { AdminService } from "../../service/admin-service.ts";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { failureProblem } from "../problems/failure.ts";
import { openSurface } from "../request/surface.ts";
import type { RequestContext } from "../request/context.ts";
import { failurePage, filesWith } from "./page.tsx";
import { SECTIONS } from "./sections/all.ts";
import { redirect, showSignIn, signIn, signOut, toSignIn } from "./sign-in.tsx";
import { type AdminVisit, inConsole, type Knock, visitOf } from "./visit.ts";

const HIDDEN = { detail: { hide: true } } as const;

export function adminRoutes(service: Service, admin: AdminService, assets: Assets) {
  for (const { files } of SECTIONS) assets.expect(filesWith(files));
  const { routes } = openSurface(service, { prefix: "/admin", refuse: failureProblem, browsers: false });
  const outside = (context: RequestContext, work: (knock: Knock) => Promise<Response>) =>
    inConsole({ service, admin, assets, context, sections: SECTIONS }, failurePage, work);
  const inside = (
    context: RequestContext,
    params: Readonly<Record<string, string>>,
    work: (visit: AdminVisit) => Promise<Response>,
  ) =>
    outside(context, async (knock) => {
      const visit = await visitOf(knock, params);
      return visit === null ? toSignIn(knock) : work(visit);
    });

  routes
    .get("", ({ context }) => inside(context, {}, first), HIDDEN)
    .get("/sign-in", ({ context }) => outside(context, showSignIn), HIDDEN)
    .post("/sign-in", ({ context }) => outside(context, signIn), HIDDEN)
    .post("/sign-out", ({ context }) => inside(context, {}, signOut), HIDDEN);
  for (const { name, pages } of SECTIONS)
    for (const { method, path, serve } of pages)
      routes[method](`/${name}${path}`, ({ context, params }) => inside(context, params, serve), HIDDEN);
  return routes;
}

async function first({ context }: AdminVisit): Promise<Response> {
  return redirect(`/admin/${SECTIONS[0].name}${new URL(context.request.url).search}`);
}
