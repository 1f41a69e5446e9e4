/** `/why/{token}`: what happened to a code, for the person who waits for it (decision 0045). It changes nothing. */
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { failureOf, failureProblem } from "../problems/failure.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import type { Language } from "../problems/language.ts";
import type { RequestContext } from "../request/context.ts";
import { openSurface } from "../request/surface.ts";
import { describeWhy } from "../schemas/why-docs.ts";
import { openWhyToken } from "./link.ts";
import { failedPage, gonePage, whyFilesFor, whyPage } from "./page.tsx";
import type { SentView } from "./story.ts";

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
  const app = subject === null ? undefined : service.apps.get(subject.app);
  const view = subject === null || app === undefined ? null : await read(app, subject.id);
  if (app === undefined || view === null) return gonePage(assets, wanted ?? context.language);
  // The language that the code was asked for in is the person's own; many browsers say another one.
  const language = wanted ?? ("locale" in view ? view.locale : context.language);
  return whyPage(assets, { view, app, language, now: service.now() });
}

/** Each use case knows the form of its own ids, and reads nothing for another. */
async function read({ name: app, otp }: App, id: string): Promise<SentView | null> {
  const started = await otp.read({ app, id });
  if (started.kind === "found") return started.verification;
  const carried = await otp.readDelivery({ app, id });
  return carried.kind === "found" ? carried.delivery : null;
}
