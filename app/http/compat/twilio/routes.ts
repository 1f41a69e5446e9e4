/**
 * Twilio Verify v2 under `/compat/twilio`, for its own clients unmodified: same use cases, same ledgers, same limits, in Twilio's words. A
 * service is an app; a sid is an alias of an id. Decisions 0035 and 0036.
 */
import type { Service } from "../../../service/service.ts";
import type { Text } from "../../../language/language.ts";
import { byKey } from "../../request/authenticate.ts";
import { type AuthenticatedRequest, openSurface, type Serve } from "../../request/surface.ts";
import { describeTwilio } from "../../schemas/twilio-docs.ts";
import { BY_PASSWORD } from "../basic.ts";
import { check } from "./check.ts";
import { create } from "./create.ts";
import { refuseTwilio } from "./errors.ts";
import { fetchOne, update } from "./one-verification.ts";
import { TWILIO_PREFIX, type TwilioReply, twilioReplyOf } from "./reply-context.ts";
import { serviceResource } from "./resources.ts";

const CREATE = { span: "otp.start", scope: "send" } as const;
const FETCH = { span: "otp.read", scope: "read" } as const;
const UPDATE = { span: "otp.cancel", scope: "send" } as const;
const CHECK = { span: "otp.check", scope: "check" } as const;

const NOT_HERE: Text = {
  en: "Ramz answers Verifications, VerificationCheck and the service itself. What Twilio keeps in services, rate limits and templates is in Ramz's configuration; there are no entities, factors, attempts and webhooks.",
  fa: "سرویس Ramz فقط Verifications، VerificationCheck و خود سرویس را پاسخ می‌دهد. آنچه Twilio در سرویس‌ها، rate limitها و الگوها نگه می‌دارد، در پیکربندی Ramz است؛ entity، factor، attempt و webhook وجود ندارد.",
};

const SERVICE = "/v2/Services/:service";

export function twilioRoutes(service: Service) {
  const since = service.now();
  const { routes, authenticatedBy } = openSurface(service, {
    prefix: TWILIO_PREFIX,
    refuse: refuseTwilio,
    nowhere: NOT_HERE,
    browsers: false,
  });
  const authenticated = authenticatedBy(byKey(service.callers, service.callers.withoutKey, BY_PASSWORD));

  /** Serves a request of a service, which must be one of the caller's. */
  const serve = (
    context: Parameters<Serve>[0],
    spec: Parameters<Serve>[1],
    sid: string,
    work: (request: AuthenticatedRequest, reply: TwilioReply) => Promise<Response>,
  ) => authenticated(context, spec, (request) => work(request, twilioReplyOf(service, request, sid)));

  return routes
    .get(
      SERVICE,
      ({ context, params }) =>
        serve(context, FETCH, params.service, async ({ caller }, reply) =>
          Response.json(serviceResource(caller, since, reply)),
        ),
      { detail: describeTwilio.service },
    )
    .post(
      `${SERVICE}/Verifications`,
      ({ context, params }) =>
        serve(context, CREATE, params.service, (request, reply) => create(service, request, reply)),
      { detail: describeTwilio.create },
    )
    .get(
      `${SERVICE}/Verifications/:sid`,
      ({ context, params }) =>
        serve(context, FETCH, params.service, (request, reply) =>
          fetchOne(service, request, params.sid, reply),
        ),
      { detail: describeTwilio.fetch },
    )
    .post(
      `${SERVICE}/Verifications/:sid`,
      ({ context, params }) =>
        serve(context, UPDATE, params.service, (request, reply) =>
          update(service, request, params.sid, reply),
        ),
      { detail: describeTwilio.update },
    )
    .post(
      `${SERVICE}/VerificationCheck`,
      ({ context, params }) =>
        serve(context, CHECK, params.service, (request, reply) => check(service, request, reply)),
      { detail: describeTwilio.check },
    );
}
