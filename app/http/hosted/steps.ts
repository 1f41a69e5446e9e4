/** The steps of a visit: the number, the code, and back to the app with the proof. The same use cases and limits as of the API. */
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import type { Caller } from "../../service/callers.ts";
import type { App } from "../../service/calling-app.ts";
import { type Form, readForm } from "../request/form-body.ts";
import { clientOf, warnOfIgnoredHeader } from "../request/client-ip.ts";
import { requireOwnForm } from "../request/own-origin.ts";
import { codeIn } from "./code-in.ts";
import { type Said, said, saidOfCheck, saidOfStart, type Saying } from "./said.ts";
import { codeScreen, numberScreen } from "./screens.tsx";
import { codeAddress, returnAddress, type Target, targetOf, targetOfTicket } from "./target.ts";
import { openTicket, sealTicket, type Ticket, TICKET_TTL_MS } from "./ticket.ts";
import { inLanguage, refuseVisit, type Visit } from "./visit.ts";

/** `GET /verify` */
export async function showNumberForm(visit: Visit): Promise<Response> {
  const target = targetOf(visit.service.apps, new URL(visit.context.request.url).searchParams);
  if (typeof target === "string") return refuseVisit(visit, target);
  return numberScreen({ ...visit, target });
}

/** `POST /verify`: with the number, or with the ticket of an earlier step, to send its code again. */
export async function sendCode(asked: Visit): Promise<Response> {
  requireOwnForm(asked.context, asked.service.publicUrl);
  const form = await readForm(asked.context.request);
  const visit = inLanguage(asked, form.get("lang"));
  const sealed = form.get("ticket");
  if (sealed === undefined) {
    const target = targetOf(visit.service.apps, form);
    if (typeof target === "string") return refuseVisit(visit, target);
    const to = form.get("to") ?? "";
    const verdict = await start(visit, target, form, to);
    const refused = saidOfStart(verdict, sayingOf(visit, target.app));
    if (verdict.kind === "sent") return toCode(visit, target, to, verdict.verification.id);
    return numberScreen({ ...visit, target, to, ...shown(refused, verdict) });
  }
  const opened = open(visit, sealed);
  if (typeof opened === "string") return refuseVisit(visit, opened);
  const { target, ticket } = opened;
  const verdict = await start(visit, target, form, ticket.to);
  if (verdict.kind === "sent") return toCode(visit, target, ticket.to, verdict.verification.id);
  return showCode(visit, { ...opened, sealed }, saidOfStart(verdict, sayingOf(visit, target.app)), verdict);
}

/** `GET /verify/code`: changes nothing, so that it can be reloaded. */
export async function showCodeForm(visit: Visit): Promise<Response> {
  const sealed = new URL(visit.context.request.url).searchParams.get("ticket") ?? "";
  const opened = open(visit, sealed);
  if (typeof opened === "string") return refuseVisit(visit, opened);
  return showCode(visit, { ...opened, sealed }, null);
}

/** `POST /verify/code` */
export async function checkCode(asked: Visit): Promise<Response> {
  requireOwnForm(asked.context, asked.service.publicUrl);
  const form = await readForm(asked.context.request);
  const visit = inLanguage(asked, form.get("lang"));
  const sealed = form.get("ticket") ?? "";
  const opened = open(visit, sealed);
  if (typeof opened === "string") return refuseVisit(visit, opened);
  const { target, ticket } = opened;
  const { name: app, otp, policy } = target.app;
  const code = codeIn(form.get("code") ?? "", policy.codeLength);
  const verdict = await otp.check({ app, id: ticket.id, code });
  if (verdict.kind === "approved") {
    const proof = visit.service.sealedProofs.seal(verdict.proof, app);
    return redirect(returnAddress(target, { proof }));
  }
  return showCode(visit, { ...opened, sealed }, saidOfCheck(verdict, sayingOf(visit, target.app)));
}

interface Opened {
  readonly target: Target;
  readonly ticket: Ticket;
}

function open({ service }: Visit, sealed: string) {
  const ticket = openTicket(service.sealing, sealed, service.now());
  if (ticket === null) return "too_old";
  const target = targetOfTicket(service.apps, ticket);
  return typeof target === "string" ? target : { target, ticket };
}

async function start(visit: Visit, target: Target, form: Form, to: string): Promise<StartVerdict> {
  const { service, context, language, traceId } = visit;
  const { app, hosted } = target;
  const incoming = { ...context, traceId, caller: callerOf(app) };
  const client = clientOf(incoming, service, undefined);
  const challengeResponse = form.get("challenge_response");
  const command = {
    app: app.name,
    to,
    channel: form.get("channel") === "call" ? "call" : "sms",
    locale: language,
    purpose: hosted.purpose,
    traceId,
    ...(client && { client }),
    ...(challengeResponse !== undefined && challengeResponse !== "" && { challengeResponse }),
  } as const;
  const verdict = await app.otp.start(command);
  warnOfIgnoredHeader(verdict, incoming, service);
  return verdict;
}

/** The page speaks for a person, so its word for addresses, sessions and challenges counts for nothing. */
function callerOf(app: App): Caller {
  return {
    app,
    scopes: ["send", "check"],
    mayNameClient: false,
    canAssertSession: false,
    canAssertChallenge: false,
    canBringCodes: false,
  };
}

/** On to the form for the code by an address of its own, so that a reload sends nothing. */
function toCode(visit: Visit, { app, returnTo, state }: Target, to: string, id: string): Response {
  const { service, language } = visit;
  const expiresAt = service.now() + TICKET_TTL_MS;
  const ticket = sealTicket(service.sealing, { app: app.name, returnTo, state, to, id, expiresAt });
  return redirect(codeAddress(ticket, language));
}

/** `no-referrer`: the app's page does not hear the address of this one. */
function redirect(location: string): Response {
  const headers = { location, "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}

async function showCode(
  visit: Visit,
  { target, ticket, sealed }: Opened & { readonly sealed: string },
  result: Said | null,
  verdict?: StartVerdict,
): Promise<Response> {
  const { name: app, otp } = target.app;
  const read = await otp.read({ app, id: ticket.id });
  const view = read.kind === "found" ? read.verification : null;
  const state = result ?? saidOfView(view, sayingOf(visit, target.app));
  return codeScreen({
    ...visit,
    ...shown(state, verdict),
    target,
    ticket: sealed,
    to: ticket.to,
    isOpen: view?.status === "pending",
    isApproved: view?.status === "approved",
    resendInS: view === null ? 0 : Math.max(0, Math.ceil((view.resendAt - view.readAt) / 1000)),
  });
}

/** Why no code can be entered any more; null while one can. */
function saidOfView(view: VerificationView | null, to: Saying): Said | null {
  switch (view?.status) {
    case "pending":
      return null;
    case "approved":
      return said(200, "approved", to);
    case "exhausted":
      return said(200, "exhausted", to);
    case "canceled":
      return said(200, "canceled", to);
    case "expired":
    case "undelivered":
    case undefined:
      return said(200, "expired", to);
  }
}

function sayingOf({ service, language }: Visit, app: App): Saying {
  return { language, app, now: service.now() };
}

function shown(result: Said | null, verdict?: StartVerdict) {
  return {
    ...(result !== null && { said: result }),
    ...(verdict?.kind === "challenge_required" && { challenge: verdict.challenge }),
  };
}
