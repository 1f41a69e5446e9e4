/** Routes that carry a code of the caller's own making, read what became of it, and hear whether it was used (decision 0034). */
import type { Static } from "@sinclair/typebox";
import type { CarryCommand } from "../../../domain/otp.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import type { Service } from "../../service/service.ts";
import { ProblemError } from "../problems/problem.ts";
import { clientOf } from "../request/client-ip.ts";
import { idempotently, keepCarry } from "../request/idempotency-key.ts";
import { bodyReader } from "../request/json-body.ts";
import { refuseUnknownLimits } from "../request/named-limits.ts";
import type { AuthenticatedRequest, Routes, Serve } from "../request/surface.ts";
import { DEFAULT_EXPIRES_IN_S, DeliveryBody, OutcomeBody } from "../schemas/deliveries.ts";
import { localeOf } from "../schemas/locale.ts";
import { describeDelivery } from "../schemas/delivery-docs.ts";
import { DEFAULT_LOCALE } from "../../../domain/delivery/provider.ts";
import { DEFAULT_PURPOSE } from "../schemas/verifications.ts";
import { answerCarry, answerReadDelivery, answerReport } from "./delivery-responses.ts";
import { type VerdictContext, verdictContextOf } from "./verdict-context.ts";

const CARRY = { span: "otp.carry", scope: "send" } as const;
const READ = { span: "otp.read", scope: "read" } as const;
const REPORT = { span: "otp.report", scope: "send" } as const;

const readDelivery = bodyReader(DeliveryBody);
const readOutcome = bodyReader(OutcomeBody);

export function addDeliveryRoutes(routes: Routes, serve: Serve, service: Service): void {
  const reply = (request: AuthenticatedRequest) => verdictContextOf(service, request);

  routes
    .post(
      "/deliveries",
      ({ context }) => serve(context, CARRY, (request) => carry(service, request, reply(request))),
      { detail: describeDelivery.carry },
    )
    .get(
      "/deliveries/:id",
      ({ context, params: { id } }) =>
        serve(context, READ, async (request) => {
          const { name: app, otp } = request.caller.app;
          return answerReadDelivery(await otp.readDelivery({ app, id }), reply(request));
        }),
      { detail: describeDelivery.read },
    )
    .post(
      "/deliveries/:id/outcome",
      ({ context, params: { id } }) =>
        serve(context, REPORT, async (request) => {
          requireOwnCode(request);
          const { name: app, otp } = request.caller.app;
          const { used: isUsed } = await readOutcome(request.request);
          return answerReport(await otp.report({ app, id, isUsed }), reply(request));
        }),
      { detail: describeDelivery.report },
    );
}

async function carry(
  service: Service,
  incoming: AuthenticatedRequest,
  reply: VerdictContext,
): Promise<Response> {
  requireOwnCode(incoming);
  const { request, caller } = incoming;
  const body = await readDelivery(request);
  refuseUnknownLimits(body.limits, incoming);
  // The connection is the log-in server's, whose address says nothing about its users.
  const client = body.client_ip === undefined ? undefined : clientOf(incoming, service, body.client_ip);
  const command = { ...commandOf(body, incoming), ...(client && { client }) };
  return idempotently(
    service,
    { app: caller.app, request, body },
    {
      run: () => caller.app.otp.carry(command),
      answer: (verdict) => answerCarry(verdict, command.channel, reply),
      keep: keepCarry,
      carried: { answerWithinMs: caller.app.policy.deliveryAnswerMs, codeLifeMs: command.ttlMs },
    },
  );
}

/** Throws a ProblemError: 403 when the key does not permit codes of the caller's own. Before the body is read. */
function requireOwnCode({ caller }: AuthenticatedRequest): void {
  if (!caller.canBringCodes) throw new ProblemError("own_code_not_allowed");
}

function commandOf(body: Static<typeof DeliveryBody>, request: AuthenticatedRequest): CarryCommand {
  const { to, code, channel = "sms", locale = DEFAULT_LOCALE, purpose = DEFAULT_PURPOSE } = body;
  const { metadata, limits, expires_in = DEFAULT_EXPIRES_IN_S } = body;
  return {
    app: request.caller.app.name,
    to,
    code,
    channel,
    locale: localeOf(locale) ?? DEFAULT_LOCALE,
    purpose,
    ttlMs: expires_in * SECOND_MS,
    ...(metadata && { metadata }),
    ...(limits && { limits }),
    traceId: request.traceId,
  };
}
