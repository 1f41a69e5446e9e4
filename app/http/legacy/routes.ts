/**
 * The contract of the predecessor (`/api/v1/usr/otp…`), so that its clients need only a new base URL. Same use cases, same
 * ledgers, same limits; only the wording differs, and in English it is the predecessor's own.
 */
import type { Service } from "../../service/service.ts";
import { byKey } from "../request/authenticate.ts";
import { clientOf, warnOfIgnoredHeader } from "../request/client-ip.ts";
import { idempotently, keepStart } from "../request/idempotency-key.ts";
import { bodyReader } from "../request/json-body.ts";
import { repeatableByCode } from "../request/repeated-checks.ts";
import { openSurface } from "../request/surface.ts";
import { LegacyCheckBody, LegacyStartBody } from "../schemas/legacy.ts";
import { describeLegacy } from "../schemas/legacy-docs.ts";
import { DEFAULT_LOCALE } from "../../../domain/delivery/provider.ts";
import { DEFAULT_PURPOSE } from "../schemas/verifications.ts";
import { refuseLegacy } from "./error-handler.ts";
import { answerCheck, answerStart } from "./verdict-responses.ts";

/** Where the predecessor's endpoints are. */
export const LEGACY_PREFIX = "/api/v1/usr";

const START = { span: "otp.start", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

/** What the predecessor's clients cannot choose. */
const FIXED = { channel: "sms", locale: DEFAULT_LOCALE, purpose: DEFAULT_PURPOSE } as const;

const readStart = bodyReader(LegacyStartBody);
const readCheck = bodyReader(LegacyCheckBody);

export function legacyRoutes(service: Service) {
  const { now, callers } = service;
  const { routes, authenticatedBy } = openSurface(service, {
    prefix: LEGACY_PREFIX,
    refuse: refuseLegacy,
    browsers: true,
  });
  const serve = authenticatedBy(byKey(callers, callers.anonymousLegacy));

  return routes
    .post(
      "/otp",
      ({ context }) =>
        serve(context, START, async (incoming) => {
          const { request, language, traceId } = incoming;
          const { app } = incoming.caller;
          const body = await readStart(request);
          const client = clientOf(incoming, service, undefined);
          const to = body.phone_number;
          const command = {
            ...FIXED,
            app: app.name,
            to,
            traceId,
            ...(client && { client }),
            ...(body.challenge_response !== undefined && { challengeResponse: body.challenge_response }),
          };
          return idempotently(
            service,
            { app, request, body },
            {
              run: () => app.otp.start(command),
              keep: keepStart,
              answer(verdict) {
                warnOfIgnoredHeader(verdict, incoming, service);
                return answerStart(verdict, { language, now: now(), exampleNumber: app.exampleNumber });
              },
            },
          );
        }),
      { detail: describeLegacy.start },
    )
    .post(
      "/otp/verify",
      ({ context }) =>
        serve(context, CHECK, async (incoming) => {
          const { request, caller, language } = incoming;
          const { name: app, otp, exampleNumber } = caller.app;
          const { phone_number: to, code } = await readCheck(request);
          const command = { app, to, purpose: DEFAULT_PURPOSE, code, ...repeatableByCode(incoming, service) };
          return answerCheck(await otp.check(command), { language, now: now(), exampleNumber });
        }),
      { detail: describeLegacy.check },
    );
}
