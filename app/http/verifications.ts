/** The HTTP API, version 1 (design §6.1). */
import { Elysia } from "elysia";
import type { Service } from "../service.ts";
import { answerCancel, answerCheck, answerRead, answerStart, type Asked } from "./answers.ts";
import { describe } from "./describe.ts";
import { languageOf } from "./language.ts";
import { CheckBody, CheckByNumberBody, DEFAULT_LOCALE, DEFAULT_PURPOSE, StartBody } from "./schemas.ts";
import { traceIdOf } from "./trace.ts";

/** The one calling application, until applications are configured. */
export const DEFAULT_APP = "default";

const app = DEFAULT_APP;

export function verificationRoutes(service: Service) {
  const { otp, explain } = service;
  const asked = ({ headers }: Request, traceId = traceIdOf(headers)): Asked => ({
    language: languageOf(headers),
    traceId,
    now: Date.now(),
    explain,
  });

  return new Elysia({ prefix: "/v1", normalize: false })
    .post(
      "/verifications",
      async ({ body, request }) => {
        const { to, channel = "sms", locale = DEFAULT_LOCALE, purpose = DEFAULT_PURPOSE, metadata } = body;
        const traceId = traceIdOf(request.headers);
        const command = { app, to, channel, locale, purpose, traceId, ...(metadata && { metadata }) };
        return answerStart(await otp.start(command), channel, asked(request, traceId));
      },
      { body: StartBody, detail: describe.start },
    )
    .get(
      "/verifications/:id",
      async ({ params: { id }, request }) => answerRead(await otp.read({ app, id }), asked(request)),
      { detail: describe.read },
    )
    .delete(
      "/verifications/:id",
      async ({ params: { id }, request }) => answerCancel(await otp.cancel({ app, id }), asked(request)),
      { detail: describe.cancel },
    )
    .post(
      "/verifications/:id/checks",
      async ({ params: { id }, body: { code }, request }) =>
        answerCheck(await otp.check({ app, id, code }), asked(request)),
      { body: CheckBody, detail: describe.check },
    )
    .post(
      "/checks",
      async ({ body: { to, code, purpose = DEFAULT_PURPOSE }, request }) =>
        answerCheck(await otp.check({ app, to, code, purpose }), asked(request)),
      { body: CheckByNumberBody, detail: describe.checkByNumber },
    );
}
