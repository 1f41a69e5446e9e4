/** What every reply of the room needs to know of its request. */
import type { App } from "../../../service/calling-app.ts";
import type { Service } from "../../../service/service.ts";
import { ProblemError, type ReplyContext } from "../../problems/problem.ts";
import type { Text } from "../../../language/language.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { readBasic } from "../basic.ts";

/** Where its paths begin. */
export const TWILIO_PREFIX = "/compat/twilio";

export interface TwilioReply extends ReplyContext {
  readonly now: Service["now"];
  readonly aliasOf: Service["aliases"]["of"];
  readonly app: Pick<App, "exampleNumber">;
  readonly accountSid: string | null;
  readonly serviceSid: string;
  /** The address of the service within this API; null when nothing trustworthy says by which name Ramz is reached. */
  readonly serviceUrl: string | null;
  /** The path of the request, as its error messages name it: without the sid or number that the caller wrote. */
  readonly path: string;
}

const ACCOUNT_SID = /^AC[0-9a-zA-Z]{32}$/;
const SERVICE_SID = /^VA[0-9a-fA-F]{32}$/;

/** Throws a ProblemError: 404 when the app has no such service. */
export function twilioReplyOf(
  service: Service,
  { request, route, caller: { app }, language, traceId }: AuthenticatedRequest,
  serviceSid: string,
): TwilioReply {
  const { twilio } = app;
  const isServed =
    twilio.serviceSid === null ? SERVICE_SID.test(serviceSid) : serviceSid === twilio.serviceSid;
  if (!isServed) throw new ProblemError("not_found", { detail: NO_SUCH_SERVICE });
  const { user = "" } = readBasic(request.headers.get("authorization")) ?? {};
  const base = baseOf(service, request);
  return {
    language,
    traceId,
    now: service.now,
    aliasOf: service.aliases.of,
    app,
    accountSid: twilio.accountSid ?? (ACCOUNT_SID.test(user) ? user : null),
    serviceSid,
    serviceUrl: base && `${base}/v2/Services/${serviceSid}`,
    path: route.slice(`${TWILIO_PREFIX}/v2`.length).replace(":service", serviceSid).replace(":sid", "{Sid}"),
  };
}

/** The configured address, or in console mode the `Host`, which is one of the names that are served. No other `Host` is believed. */
function baseOf({ publicUrl, servesHost }: Service, { headers }: Request): string | null {
  if (publicUrl !== null) return publicUrl + TWILIO_PREFIX;
  const host = headers.get("host");
  return host !== null && servesHost?.(host) === true ? `http://${host}${TWILIO_PREFIX}` : null;
}

const NO_SUCH_SERVICE: Text = {
  en: "This app has no such Verify service. A service sid is VA and 32 hexadecimal digits; if service_sid is configured in [apps.NAME.twilio], it is that one.",
  fa: "این برنامه سرویس Verify با این شناسه ندارد. شناسهٔ سرویس، VA و ۳۲ رقم شانزده‌شانزدهی است؛ اگر service_sid در [apps.NAME.twilio] تعریف شده باشد، همان است.",
};
