/** What every step of a visit needs, and how its failures are shown to a person. */
import type { OtpSpan } from "../../../adapters/telemetry/telemetry.ts";
import type { Service } from "../../service/service.ts";
import { type Failure, failureOf } from "../problems/failure.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import type { Language } from "../../language/language.ts";
import type { RequestContext } from "../request/context.ts";
import { readForm } from "../request/form-body.ts";
import { requireOwnForm } from "../request/own-origin.ts";
import type { Assets } from "../pages/assets.ts";
import { errorScreen } from "./screens.tsx";
import { type Fields, type NoTarget, type Target, targetOf, targetOfTicket } from "./target.ts";
import { say } from "./texts.ts";
import { openTicket, type Ticket } from "./ticket.ts";

export interface Visit {
  readonly service: Service;
  readonly assets: Assets;
  readonly context: RequestContext;
  readonly language: Language;
  readonly traceId: string;
  readonly fields: Fields;
  readonly target: Target;
  /** What the steps before left; null at the first. */
  readonly ticket: Ticket | null;
  /** The ticket as the page carries it. */
  readonly sealed: string;
}

export interface LaterVisit extends Visit {
  readonly ticket: Ticket;
}

type Step = (visit: Visit) => Promise<Response>;

/** Runs a step within its span; whatever keeps it from an answer becomes a page. */
export function inVisit(
  service: Service,
  assets: Assets,
  context: RequestContext,
  span: OtpSpan,
  step: Step,
): Promise<Response> {
  return service.request({ span, route: context.route }, context.request, async (traceId) => {
    context.traceId = traceId;
    let { language } = context;
    let target: Target | null = null;
    try {
      const fields = await fieldsOf(context, service);
      language = languageOf(fields, context);
      const opened = open(service, fields);
      if (typeof opened === "string") return await errorScreen(assets, language, refusal(opened, language));
      ({ target } = opened);
      return await step({ service, assets, context, traceId, language, fields, ...opened });
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === "internal" || failure.code === "store_unavailable") service.report(error, traceId);
      return errorScreen(assets, language, said(failure, language), target);
    }
  });
}

/** A step that needs what the steps before left. */
export function later(step: (visit: LaterVisit) => Promise<Response>): Step {
  return async (visit) => {
    const { assets, language, ticket } = visit;
    if (ticket === null) return errorScreen(assets, language, refusal("too_old", language));
    return step({ ...visit, ticket });
  };
}

/** The query, or the form that the page itself sent. */
async function fieldsOf(context: RequestContext, { publicUrl }: Service): Promise<Fields> {
  if (context.request.method !== "POST") return new URL(context.request.url).searchParams;
  requireOwnForm(context, publicUrl);
  return readForm(context.request);
}

/** As the step before had it, else as the browser asks. */
function languageOf(fields: Fields, context: RequestContext): Language {
  const asked = fields.get("lang");
  return asked === "fa" || asked === "en" ? asked : context.language;
}

function open(service: Service, fields: Fields) {
  const sealed = fields.get("ticket") ?? null;
  if (sealed === null) {
    const target = targetOf(service.apps, fields);
    return typeof target === "string" ? target : { target, ticket: null, sealed: "" };
  }
  const ticket = openTicket(service.sealing, sealed, service.now());
  if (ticket === null) return "too_old";
  const target = targetOfTicket(service.apps, ticket);
  return typeof target === "string" ? target : { target, ticket, sealed };
}

/** A visit that has no page. It never leads on to the address that it names, and no page may frame it. */
function refusal(why: NoTarget | "too_old", language: Language) {
  return { status: why === "unknown_app" ? 404 : 400, text: say(why, language) };
}

function said({ code }: Failure, language: Language) {
  const text = code === "cross_origin_refused" ? "other_origin" : "failed";
  return { status: PROBLEMS[code].status, text: say(text, language) };
}
