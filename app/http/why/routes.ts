/** `/why/{token}`: what happened to a code, for the person who waits for it (decision 0045). It changes nothing. */
import { findSent } from "../../explain/find-sent.ts";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { failureOf, failureProblem } from "../problems/failure.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import type { Language } from "../../language/language.ts";
import type { RequestContext } from "../request/context.ts";
import { openSurface } from "../request/surface.ts";
import { describeWhy } from "../schemas/why-docs.ts";
import { openWhyToken } from "./link.ts";
import { failedPage, gonePage, whyFilesFor, whyPage } from "./page.tsx";

export function whyRoutes(service: Service, assets: Assets) {
  const { routes } = openSurface(service, { prefix: "/why", refuse: failureProblem, browsers: false });
  for (const app of [null, ...service.apps.values()]) assets.expect(whyFilesFor(app));
  return routes.get(
    "/:token",
    ({ context, params: { token } }) =>
      service.request({ span: "otp.read", route: context.route }, context.request, async (traceId) => {
        context.traceId = traceId;
        const asked = new URL(context.request.url).searchParams.get("lang");
        const wanted = asked === "fa" || asked === "en" ? asked : null;
        try {
          return await answer(service, assets, token, wanted, context);
        } catch (error) {
          const { code } = failureOf(error);
          service.report(error, traceId);
          return failedPage(assets, wanted ?? context.language, PROBLEMS[code].status);
        }
      }),
    { detail: describeWhy },
  );
}

async function answer(
  service: Service,
  assets: Assets,
  token: string,
  wanted: Language | null,
  context: RequestContext,
): Promise<Response> {
  const subject = openWhyToken(service, token);
  const found = subject === null ? null : await findSent(service, subject.id, subject.app);
  if (found === null) return gonePage(assets, wanted ?? context.language);
  const { app, view } = found;
  // The language that the code was asked for in is the person's own; many browsers say another one.
  const language = wanted ?? ("locale" in view ? view.locale : context.language);
  return whyPage(assets, { view, app, language, now: service.now() });
}
