/** What every step of a visit needs, and how its failures are shown to a person. */
import type { OtpSpan } from "../../../adapters/telemetry/telemetry.ts";
import type { Service } from "../../service/service.ts";
import { type Failure, failureOf } from "../problems/failure.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import type { Language } from "../problems/language.ts";
import type { RequestContext } from "../request/context.ts";
import type { Assets } from "../pages/assets.ts";
import { languageOfPage } from "../pages/page-language.ts";
import { errorScreen } from "./screens.tsx";
import type { NoTarget } from "./target.ts";
import { say } from "./texts.ts";

export interface Visit {
  readonly service: Service;
  readonly assets: Assets;
  readonly context: RequestContext;
  readonly language: Language;
  readonly traceId: string;
}

/** Runs a step within its span; whatever keeps it from an answer becomes a page. */
export function inVisit(
  service: Service,
  assets: Assets,
  context: RequestContext,
  span: OtpSpan,
  work: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  return service.request({ span, route: context.route }, context.request, async (traceId) => {
    context.traceId = traceId;
    const visit = { service, assets, context, traceId, language: languageOfPage(context) };
    try {
      return await work(visit);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === "internal" || failure.code === "store_unavailable") service.report(error, traceId);
      return failed(visit, failure);
    }
  });
}

export const inLanguage = (visit: Visit, asked: string | null | undefined): Visit =>
  asked === "fa" || asked === "en" ? { ...visit, language: asked } : visit;

function failed({ assets, language }: Visit, { code }: Failure): Promise<Response> {
  const text = code === "cross_origin_refused" ? "other_origin" : "failed";
  return errorScreen(assets, language, { status: PROBLEMS[code].status, text: say(text, language) });
}

/** A visit that has no page. It never leads on to the address that it names. */
export function refuseVisit(visit: Visit, why: NoTarget | "too_old"): Promise<Response> {
  const { assets, language } = visit;
  const status = why === "unknown_app" ? 404 : 400;
  return errorScreen(assets, language, { status, text: say(why, language) });
}
