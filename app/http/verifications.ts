/** The HTTP API, version 1 (design §6.1). */
import { Elysia } from "elysia";
import type { RequestSpan, Service } from "../service.ts";
import { answerCancel, answerCheck, answerRead, answerStart, type Asked } from "./answers.ts";
import { describe } from "./describe.ts";
import { languageOf } from "./language.ts";
import { CheckBody, CheckByNumberBody, DEFAULT_LOCALE, DEFAULT_PURPOSE, StartBody } from "./schemas.ts";
import { valid } from "./valid.ts";

/** The one calling application, until applications are configured. */
export const DEFAULT_APP = "default";

const app = DEFAULT_APP;

export function verificationRoutes(service: Service) {
  const { otp, explain, now } = service;

  /** Serves one request in its span; `work` gets what every answer needs to know of it. */
  const serve = (name: RequestSpan, request: Request, work: (asked: Asked) => Promise<Response>) =>
    service.request(name, request, (traceId) =>
      work({ language: languageOf(request.headers), traceId, now, explain }),
    );

  return new Elysia({ prefix: "/v1", normalize: false })
    .post(
      "/verifications",
      ({ body, request }) =>
        serve("otp.start", request, async (asked) => {
          const { to, channel = "sms", locale = DEFAULT_LOCALE, purpose = DEFAULT_PURPOSE, metadata } = body;
          const command = {
            app,
            to,
            channel,
            locale,
            purpose,
            ...(metadata && { metadata }),
            traceId: asked.traceId,
          };
          return answerStart(await otp.start(command), channel, asked);
        }),
      { body: StartBody, transform: valid(StartBody), detail: describe.start },
    )
    .get(
      "/verifications/:id",
      ({ params: { id }, request }) =>
        serve("otp.read", request, async (asked) => answerRead(await otp.read({ app, id }), asked)),
      { detail: describe.read },
    )
    .delete(
      "/verifications/:id",
      ({ params: { id }, request }) =>
        serve("otp.cancel", request, async (asked) => answerCancel(await otp.cancel({ app, id }), asked)),
      { detail: describe.cancel },
    )
    .post(
      "/verifications/:id/checks",
      ({ params: { id }, body: { code }, request }) =>
        serve("otp.check", request, async (asked) => answerCheck(await otp.check({ app, id, code }), asked)),
      { body: CheckBody, transform: valid(CheckBody), detail: describe.check },
    )
    .post(
      "/checks",
      ({ body: { to, code, purpose = DEFAULT_PURPOSE }, request }) =>
        serve("otp.check", request, async (asked) =>
          answerCheck(await otp.check({ app, to, code, purpose }), asked),
        ),
      { body: CheckByNumberBody, transform: valid(CheckByNumberBody), detail: describe.checkByNumber },
    );
}
