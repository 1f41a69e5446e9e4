/** The HTTP API, version 1 (design §6.1). */
import type { Static } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { StartCommand } from "../../../domain/otp.ts";
import type { Service } from "../../service/service.ts";
import {
  answerCancel,
  answerCheck,
  answerRead,
  answerStart,
  type ReplyContext,
} from "./verdict-responses.ts";
import { clientOf } from "../request/client-ip.ts";
import { describe } from "../schemas/route-docs.ts";
import { type Exchange, authenticatedRoutes } from "../request/exchange.ts";
import { idempotently } from "../request/idempotency-key.ts";
import { ProblemError } from "../problems/problem.ts";
import { unknownLimit } from "../problems/reasons.ts";
import {
  CheckBody,
  CheckByNumberBody,
  DEFAULT_LOCALE,
  DEFAULT_PURPOSE,
  StartBody,
} from "../schemas/verifications.ts";
import { bodyReader } from "../request/json-body.ts";

const START = { span: "otp.start", scope: "send" } as const;
const READ = { span: "otp.read", scope: "read" } as const;
const CANCEL = { span: "otp.cancel", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

const readStart = bodyReader(StartBody);
const readCheck = bodyReader(CheckBody);
const readCheckByNumber = bodyReader(CheckByNumberBody);

export function verificationRoutes(service: Service) {
  const { now } = service;
  const serve = authenticatedRoutes(service, service.callers.withoutKey);
  const asked = ({ caller, language, traceId }: Exchange): ReplyContext => ({
    language,
    traceId,
    now,
    explain: caller.app.explain,
  });

  return new Elysia({ prefix: "/v1", normalize: false })
    .post(
      "/verifications",
      ({ request }) =>
        serve(request, START, (exchange) => start(service, request, exchange, asked(exchange))),
      { detail: describe.start },
    )
    .get(
      "/verifications/:id",
      ({ params: { id }, request }) =>
        serve(request, READ, async (exchange) => {
          const { name: app, otp } = exchange.caller.app;
          return answerRead(await otp.read({ app, id }), asked(exchange));
        }),
      { detail: describe.read },
    )
    .delete(
      "/verifications/:id",
      ({ params: { id }, request }) =>
        serve(request, CANCEL, async (exchange) => {
          const { name: app, otp } = exchange.caller.app;
          return answerCancel(await otp.cancel({ app, id }), asked(exchange));
        }),
      { detail: describe.cancel },
    )
    .post(
      "/verifications/:id/checks",
      ({ params: { id }, request }) =>
        serve(request, CHECK, async (exchange) => {
          const { name: app, otp } = exchange.caller.app;
          const { code } = await readCheck(request);
          return answerCheck(await otp.check({ app, id, code }), asked(exchange));
        }),
      { detail: describe.check },
    )
    .post(
      "/checks",
      ({ request }) =>
        serve(request, CHECK, async (exchange) => {
          const { name: app, otp } = exchange.caller.app;
          const { to, code, purpose = DEFAULT_PURPOSE, known_session } = await readCheckByNumber(request);
          const command = { app, to, code, purpose, ...vouched(known_session, exchange) };
          return answerCheck(await otp.check(command), asked(exchange));
        }),
      { detail: describe.checkByNumber },
    );
}

async function start(
  service: Service,
  request: Request,
  exchange: Exchange,
  asked: ReplyContext,
): Promise<Response> {
  const body = await readStart(request);
  refuseUnknownLimits(body.limits, exchange);
  const client = clientOf(request, service, exchange.caller, body.client_ip);
  const command = { ...commandOf(body, exchange), ...(client && { client }) };
  const { app } = exchange.caller;
  return idempotently(
    service,
    { app, request, body },
    () => app.otp.start(command),
    (verdict) => answerStart(verdict, command.channel, asked),
  );
}

/** A misspelt limit would limit nothing, and nobody would notice. Throws a ProblemError: 400. */
function refuseUnknownLimits(
  limits: Readonly<Record<string, string>> = {},
  { caller, language }: Exchange,
): void {
  const { callerLimits } = caller.app;
  const unknown = Object.keys(limits).filter((name) => !callerLimits.includes(name));
  if (unknown.length === 0) return;
  const detail = unknownLimit(callerLimits)[language];
  const errors = unknown.map((name) => ({ field: `limits.${name}`, detail }));
  throw new ProblemError("invalid_request", { errors });
}

function commandOf(body: Static<typeof StartBody>, exchange: Exchange): StartCommand {
  const { to, channel = "sms", locale = DEFAULT_LOCALE, purpose = DEFAULT_PURPOSE } = body;
  const { metadata, limits, known_session } = body;
  return {
    app: exchange.caller.app.name,
    to,
    channel,
    locale,
    purpose,
    ...(metadata && { metadata }),
    ...(limits && { limits }),
    ...vouched(known_session, exchange),
    traceId: exchange.traceId,
  };
}

/** The caller's word that it knows the end user's session. Throws a ProblemError: 403 when its key does not carry that far. */
function vouched(known: boolean | undefined, { caller }: Exchange): { readonly knownSession?: true } {
  if (known !== true) return {};
  if (!caller.canAssertSession) throw new ProblemError("known_session_not_allowed");
  return { knownSession: true };
}
