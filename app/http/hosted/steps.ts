/** The steps of a visit: the number, the code, and back to the app with the proof. The same use cases and limits as of the API. */
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import type { Caller } from "../../service/callers.ts";
import type { App } from "../../service/calling-app.ts";
import { clientOf, warnOfIgnoredHeader } from "../request/client-ip.ts";
import { codeIn } from "./code-in.ts";
import { type Said, said, saidOfCheck, saidOfStart, type Saying } from "./said.ts";
import { approvedScreen, codeScreen, numberScreen } from "./screens.tsx";
import { codeAddress, returnAddress } from "./target.ts";
import { sealTicket, TICKET_TTL_MS } from "./ticket.ts";
import type { LaterVisit, Visit } from "./visit.ts";

/** `GET /verify` */
export function showNumberForm(visit: Visit): Promise<Response> {
  return numberScreen(visit);
}

/** `POST /verify`: with the number, or with the ticket of an earlier step, to send its code again. */
export async function sendCode(visit: Visit): Promise<Response> {
  const { ticket } = visit;
  const to = ticket?.to ?? visit.fields.get("to") ?? "";
  const verdict = await start(visit, to);
  if (verdict.kind === "sent") return toCode(visit, to, verdict.verification.id);
  const refused = saidOfStart(verdict, sayingOf(visit));
  return ticket === null
    ? numberScreen({ ...visit, to, ...shown(refused, verdict) })
    : showCode({ ...visit, ticket }, refused, verdict);
}

/** `GET /verify/code`: changes nothing, so that it can be reloaded. */
export function showCodeForm(visit: LaterVisit): Promise<Response> {
  return showCode(visit, null);
}

/** `POST /verify/code` */
export async function checkCode(visit: LaterVisit): Promise<Response> {
  const { target, ticket, fields } = visit;
  const { name: app, otp, policy } = target.app;
  const code = codeIn(fields.get("code") ?? "", policy.codeLength);
  const verdict = await otp.check({ app, id: ticket.id, code });
  if (verdict.kind !== "approved") return showCode(visit, saidOfCheck(verdict, sayingOf(visit)));
  const proof = visit.service.sealedProofs.seal(verdict.proof, app);
  const { way, state } = target;
  return way.kind === "message"
    ? approvedScreen({ ...visit, proof })
    : redirect(returnAddress(way.returnTo, state, { proof }));
}

async function start(visit: Visit, to: string): Promise<StartVerdict> {
  const { service, context, language, traceId, fields, target } = visit;
  const { app, hosted } = target;
  const incoming = { ...context, traceId, caller: callerOf(app) };
  const client = clientOf(incoming, service, undefined);
  const challengeResponse = fields.get("challenge_response") ?? "";
  const command = {
    app: app.name,
    to,
    channel: fields.get("channel") === "call" ? "call" : "sms",
    locale: language,
    purpose: hosted.purpose,
    traceId,
    ...(client && { client }),
    ...(challengeResponse !== "" && { challengeResponse }),
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
function toCode({ service, language, target }: Visit, to: string, id: string): Response {
  const { app, way, state } = target;
  const back = way.kind === "redirect" ? { returnTo: way.returnTo } : { embed: way.origin };
  const expiresAt = service.now() + TICKET_TTL_MS;
  const ticket = sealTicket(service.sealing, { app: app.name, ...back, state, to, id, expiresAt });
  return redirect(codeAddress(ticket, language));
}

/** `no-referrer`: the app's page does not hear the address of this one. */
function redirect(location: string): Response {
  const headers = { location, "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}

async function showCode(visit: LaterVisit, result: Said | null, verdict?: StartVerdict): Promise<Response> {
  const { target, ticket } = visit;
  const { name: app, otp } = target.app;
  const read = await otp.read({ app, id: ticket.id });
  const view = read.kind === "found" ? read.verification : null;
  const state = result ?? saidOfView(view, sayingOf(visit));
  return codeScreen({
    ...visit,
    ...shown(state, verdict),
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

function sayingOf({ service, language, target }: Visit): Saying {
  return { language, app: target.app, now: service.now() };
}

function shown(result: Said | null, verdict?: StartVerdict) {
  return {
    ...(result !== null && { said: result }),
    ...(verdict?.kind === "challenge_required" && { challenge: verdict.challenge }),
  };
}
