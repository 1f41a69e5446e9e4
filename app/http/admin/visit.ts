/** A request to the console by an operator who is signed in: what its pages are given, and what every one of them requires. */
import type { AdminSession } from "../../access/admin-sessions.ts";
import type { AdminService } from "../../service/admin-service.ts";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { type Failure, failureOf } from "../problems/failure.ts";
import type { Language, Text } from "../../language/language.ts";
import { ProblemError } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";
import { ReaddressedRequest, type RequestContext } from "../request/context.ts";
import { type Form, readForm } from "../request/form-body.ts";
import { requireOwnForm } from "../request/own-origin.ts";
import { cookieIn, cookieNamesOf } from "./cookies.ts";

/** What the pages of a section are made of, besides the console's own. */
export interface SectionFiles {
  /** Paths of styles, after those of the console. */
  readonly styles: readonly string[];
  /** Path of a script in the place of the console's own, which it includes. */
  readonly script?: string;
}

/** A request to the console, before it is known whose. */
export interface Knock {
  readonly service: Service;
  readonly admin: AdminService;
  readonly assets: Assets;
  readonly context: RequestContext;
  readonly language: Language;
  readonly traceId: string;
  /** The sections, for the navigation. */
  readonly sections: readonly {
    readonly name: string;
    readonly title: Text;
    readonly files?: SectionFiles;
  }[];
}

export interface AdminVisit extends Knock {
  readonly session: AdminSession;
  /** The parts of the path that have a name. */
  readonly params: Readonly<Record<string, string>>;
  /** Of a GET, it is empty. */
  readonly form: Form;
  /** Goes into every form. */
  readonly token: string;
}

/** The name of the field with the token. */
export const TOKEN_FIELD = "token";

export type Render = (knock: Knock, failure: Failure) => Promise<Response>;

/** Runs the work of a request to the console within its span. What keeps it from an answer is rendered as a page. */
export function inConsole(
  parts: Pick<Knock, "service" | "admin" | "assets" | "context" | "sections">,
  renderFailure: Render,
  work: (knock: Knock) => Promise<Response>,
): Promise<Response> {
  const { service, admin, context } = parts;
  requireConsoleHost(context, admin.settings.origin);
  return service.request({ span: "otp.read", route: context.route }, context.request, async (traceId) => {
    context.traceId = traceId;
    const knock: Knock = { ...parts, traceId, language: languageOf(context, admin) };
    try {
      return await work(knock);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === "internal" || failure.code === "store_unavailable") service.report(error, traceId);
      return renderFailure(knock, failure);
    }
  });
}

/** The visit of the operator who sent the request; null when no operator is signed in. A POST brings a form that is proven to be its own. */
export async function visitOf(
  knock: Knock,
  params: Readonly<Record<string, string>>,
): Promise<AdminVisit | null> {
  const { admin, context } = knock;
  const session = await sessionOf(knock);
  if (session === null) return null;
  const token = admin.sessions.formToken(session);
  const form = context.request.method === "POST" ? await ownForm(knock, token) : NO_FORM;
  return { ...knock, session, params, form, token };
}

export async function sessionOf({ admin, context }: Knock): Promise<AdminSession | null> {
  const sealed = cookieIn(context.request, cookieNamesOf(admin.settings.origin).session);
  return sealed === null ? null : admin.sessions.read(sealed);
}

const NO_FORM: Form = new Map();

async function ownForm({ service, admin, context }: Knock, token: string): Promise<Form> {
  requireOwnForm(context, admin.settings.origin);
  const form = await readForm(context.request);
  if (!service.sealing.same(form.get(TOKEN_FIELD) ?? "", token))
    throw new ProblemError("cross_origin_refused");
  return form;
}

/** Under another name there is no console: a page of that name would be of another origin, with other cookies. */
function requireConsoleHost({ request }: RequestContext, origin: string): void {
  const isNamed = !(request instanceof ReaddressedRequest);
  if (isNamed && URL.parse(request.url)?.host === URL.parse(origin)?.host) return;
  throw new ProblemError("not_found", { detail: noSuchPath(false) });
}

function languageOf({ request, language }: RequestContext, { settings }: AdminService): Language {
  const asked = new URL(request.url).searchParams.get("lang");
  const chosen = asked ?? cookieIn(request, cookieNamesOf(settings.origin).language);
  return chosen === "fa" || chosen === "en" ? chosen : language;
}
