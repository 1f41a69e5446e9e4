/** Routes that start, read, cancel and check verifications. */
import type { Static } from "@sinclair/typebox";
import { DEFAULT_LOCALE } from "../../../domain/delivery/provider.ts";
import type { StartCommand } from "../../../domain/otp.ts";
import type { Service } from "../../service/service.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import { ProblemError } from "../problems/problem.ts";
import { clientOf, warnOfIgnoredHeader } from "../request/client-ip.ts";
import { idempotently, keepStart } from "../request/idempotency-key.ts";
import { bodyReader } from "../request/json-body.ts";
import { refuseUnknownLimits } from "../request/named-limits.ts";
import { repeatableByKey } from "../request/repeated-checks.ts";
import type { AuthenticatedRequest, Routes, Serve } from "../request/surface.ts";
import { localeOf } from "../schemas/locale.ts";
import { describeVerification } from "../schemas/verification-docs.ts";
import { CheckBody, CheckByNumberBody, DEFAULT_PURPOSE, StartBody } from "../schemas/verifications.ts";
import { answerCancel, answerCheck, answerRead, answerStart } from "./verdict-responses.ts";
import { type VerdictContext, verdictContextOf } from "./verdict-context.ts";

const START = { span: "otp.start", scope: "send" } as const;
const READ = { span: "otp.read", scope: "read" } as const;
const CANCEL = { span: "otp.cancel", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

const readStart = bodyReader(StartBody);
const readCheck = bodyReader(CheckBody);
const readCheckByNumber = bodyReader(CheckByNumberBody);

export function addVerificationRoutes(routes: Routes, serve: Serve, service: Service): void {
  const reply = (request: AuthenticatedRequest) => verdictContextOf(service, request);

  routes
    .post(
      "/verifications",
      ({ context }) => serve(context, START, (request) => start(service, request, reply(request))),
      { detail: describeVerification.start },
    )
    .get(
      "/verifications/:id",
      ({ context, params: { id } }) =>
        serve(context, READ, async (request) => {
          const { name: app, otp } = request.caller.app;
          return answerRead(await otp.read({ app, id }), reply(request));
        }),
      { detail: describeVerification.read },
    )
    .delete(
      "/verifications/:id",
      ({ context, params: { id } }) =>
        serve(context, CANCEL, async (request) => {
          const { name: app, otp } = request.caller.app;
          return answerCancel(await otp.cancel({ app, id }), reply(request));
        }),
      { detail: describeVerification.cancel },
    )
    .post(
      "/verifications/:id/checks",
      ({ context, params: { id } }) =>
        serve(context, CHECK, async (request) => {
          const { name: app, otp } = request.caller.app;
          const { code } = await readCheck(request.request);
          const command = { app, id, code, ...repeatableByKey(request.request) };
          return answerCheck(await otp.check(command), reply(request));
        }),
      { detail: describeVerification.check },
    )
    .post(
      "/checks",
      ({ context }) =>
        serve(context, CHECK, async (request) => {
          const { name: app, otp } = request.caller.app;
          const {
            to,
            code,
            purpose = DEFAULT_PURPOSE,
            known_session,
          } = await readCheckByNumber(request.request);
          const command = {
            app,
            to,
            code,
            purpose,
            ...knownSession(known_session, request),
            ...repeatableByKey(request.request),
          };
          return answerCheck(await otp.check(command), reply(request));
        }),
      { detail: describeVerification.checkByNumber },
    );
}

async function start(
  service: Service,
  incoming: AuthenticatedRequest,
  reply: VerdictContext,
): Promise<Response> {
  const { request, caller } = incoming;
  const body = await readStart(request);
  refuseUnknownLimits(body.limits, incoming);
  const client = clientOf(incoming, service, body.client_ip);
  const command = { ...commandOf(body, incoming), ...(client && { client }) };
  return idempotently(
    service,
    { app: caller.app, request, body },
    {
      run: () => caller.app.otp.start(command),
      keep: keepStart,
      answer(verdict) {
        warnOfIgnoredHeader(verdict, incoming, service);
        return answerStart(verdict, command.channel, reply);
      },
    },
  );
}

function commandOf(body: Static<typeof StartBody>, request: AuthenticatedRequest): StartCommand {
  const { to, channel = "sms", locale = DEFAULT_LOCALE, purpose = DEFAULT_PURPOSE } = body;
  const { metadata, limits, challenge_response } = body;
  return {
    app: request.caller.app.name,
    to,
    channel,
    locale: localeOf(locale) ?? DEFAULT_LOCALE,
    purpose,
    ...(metadata && { metadata }),
    ...(limits && { limits }),
    ...knownSession(body.known_session, request),
    ...challengePassed(body.challenge_passed, request),
    ...(challenge_response !== undefined && { challengeResponse: challenge_response }),
    traceId: request.traceId,
  };
}

/** Whether the caller claims it. Throws a ProblemError: 403 when its key does not permit the claim. */
function isClaimed(claimed: boolean | undefined, isPermitted: boolean, refusal: ProblemCode): boolean {
  if (claimed !== true) return false;
  if (!isPermitted) throw new ProblemError(refusal);
  return true;
}

/** The caller's claim that the end user has a session. */
function knownSession(claimed: boolean | undefined, { caller }: AuthenticatedRequest) {
  const isKnown = isClaimed(claimed, caller.canAssertSession, "known_session_not_allowed");
  return isKnown ? { knownSession: true } : {};
}

/** The caller's claim that the end user passed a challenge of its own. */
function challengePassed(claimed: boolean | undefined, { caller }: AuthenticatedRequest) {
  const isPassed = isClaimed(claimed, caller.canAssertChallenge, "challenge_not_allowed");
  return isPassed ? { challengePassed: true } : {};
}
