/**
 * The contract of the predecessor (`/api/v1/usr/otp…`), so that its clients need only a new base URL. Same use cases, same
 * ledgers, same limits; only the words differ, and those follow the predecessor's own in English.
 */
import { Elysia } from "elysia";
import type { Service } from "../../service/service.ts";
import { clientOf } from "../request/client-ip.ts";
import { describe } from "../schemas/route-docs.ts";
import { authenticatedRoutes } from "../request/exchange.ts";
import { idempotently } from "../request/idempotency-key.ts";
import { answerCheck, answerStart, LEGACY_PREFIX } from "./verdict-responses.ts";
import { DEFAULT_LOCALE, DEFAULT_PURPOSE } from "../schemas/verifications.ts";
import { bodyReader } from "../request/json-body.ts";
import { LegacyCheckBody, LegacyStartBody } from "../schemas/legacy.ts";

const START = { span: "otp.start", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

/** What the predecessor's clients cannot ask for otherwise. */
const ASKED = { channel: "sms", locale: DEFAULT_LOCALE, purpose: DEFAULT_PURPOSE } as const;

const readStart = bodyReader(LegacyStartBody);
const readCheck = bodyReader(LegacyCheckBody);

export function legacyRoutes(service: Service) {
  const { now } = service;
  const serve = authenticatedRoutes(service, service.callers.anonymousLegacy);

  return new Elysia({ prefix: LEGACY_PREFIX, normalize: false })
    .post(
      "/otp",
      ({ request }) =>
        serve(request, START, async ({ caller, language, traceId }) => {
          const { app } = caller;
          const body = await readStart(request);
          const client = clientOf(request, service, caller, undefined);
          const to = body.phone_number;
          const command = { ...ASKED, app: app.name, to, traceId, ...(client && { client }) };
          return idempotently(
            service,
            { app, request, body },
            () => app.otp.start(command),
            (verdict) => answerStart(verdict, language, now()),
          );
        }),
      { detail: describe.legacyStart },
    )
    .post(
      "/otp/verify",
      ({ request }) =>
        serve(request, CHECK, async ({ caller, language }) => {
          const { name: app, otp } = caller.app;
          const { phone_number: to, code } = await readCheck(request);
          const command = { app, to, purpose: DEFAULT_PURPOSE, code };
          return answerCheck(await otp.check(command), language, now());
        }),
      { detail: describe.legacyCheck },
    );
}
