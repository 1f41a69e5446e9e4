/** A `verification.create` of Prelude as a command of Ramz, and the fields that it leaves out. */
import type { Static } from "@sinclair/typebox";
import type { StartCommand } from "../../../../domain/otp.ts";
import { readAddress } from "../../../access/ip-addresses.ts";
import type { App } from "../../../service/calling-app.ts";
import type { Service } from "../../../service/service.ts";
import { filled, type Text } from "../../../language/language.ts";
import { ProblemError } from "../../problems/problem.ts";
import { clientOf } from "../../request/client-ip.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { localeOf } from "../../schemas/locale.ts";
import type { PreludeCheckBody, PreludeStartBody } from "../../schemas/prelude.ts";
import { DEFAULT_LOCALE } from "../../../../domain/delivery/provider.ts";
import { DEFAULT_PURPOSE } from "../../schemas/verifications.ts";

type StartBody = Static<typeof PreludeStartBody>;

export interface ReadStart {
  readonly command: StartCommand & { readonly channel: "sms" | "call" };
  /** Fields of the body that change nothing, e.g. `options.sender_id`. */
  readonly ignored: readonly string[];
}

/** Throws a ProblemError for what cannot be left out without another effect than the caller asked for: 400. */
export function readStart(body: StartBody, request: AuthenticatedRequest, service: Service): ReadStart {
  refuseUnmapped(body, request);
  const { options = {}, signals = {}, metadata } = body;
  const { app, mayNameClient, canAssertSession } = request.caller;
  const ip = mayNameClient ? signals.ip : undefined;
  const device = deviceOf(body, app);
  const isKnown = canAssertSession && signals.is_trusted_user === true;
  const locale = localeOf(options.locale ?? "");
  const client = clientOf(request, service, ip);
  const heeded = [
    ...ALWAYS_HEEDED,
    ...(ip === undefined ? [] : ["signals.ip"]),
    ...(device === undefined ? [] : ["signals.device_id"]),
    ...(isKnown || signals.is_trusted_user === false ? ["signals.is_trusted_user"] : []),
    ...(locale === null ? [] : ["options.locale"]),
    ...(options.preferred_channel === "sms" ? ["options.preferred_channel"] : []),
  ];
  return {
    command: {
      app: app.name,
      to: body.target.value,
      channel: options.method === "voice" ? "call" : "sms",
      locale: locale ?? DEFAULT_LOCALE,
      purpose: DEFAULT_PURPOSE,
      ...(metadata?.correlation_id !== undefined && {
        metadata: { correlation_id: metadata.correlation_id },
      }),
      ...(device !== undefined && { limits: { device } }),
      ...(isKnown && { knownSession: true }),
      ...(client && { client }),
      traceId: request.traceId,
    },
    ignored: namesIn(body).filter((name) => !heeded.includes(name)),
  };
}

/** What the app limits sends of a device by; undefined without that limit. */
function deviceOf({ signals }: StartBody, { callerLimits }: Pick<App, "callerLimits">): string | undefined {
  return callerLimits.includes("device") ? signals?.device_id : undefined;
}

const ALWAYS_HEEDED = [
  "target.type",
  "target.value",
  "metadata.correlation_id",
  "options.code_size",
  "options.method",
];
const TABLES = ["target", "metadata", "options", "signals"];

/** The fields of a body, those of its tables with the table's name. */
function namesIn(body: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    TABLES.includes(name) ? Object.keys(Object(value)).map((inner) => `${name}.${inner}`) : [name],
  );
}

/** Of a check, too. Throws a ProblemError: 400. */
export function requirePhoneNumber(
  { target }: Static<typeof PreludeCheckBody> | StartBody,
  { language }: AuthenticatedRequest,
): void {
  if (target.type !== "phone_number") throw invalid("target.type", NO_PHONE_NUMBER[language]);
}

function refuseUnmapped(body: StartBody, request: AuthenticatedRequest): void {
  const { language, caller } = request;
  const { code_size: size, custom_code: own } = body.options ?? {};
  const { codeLength } = caller.app.policy;
  requirePhoneNumber(body, request);
  if (own !== undefined) throw invalid("options.custom_code", NO_OWN_CODE[language]);
  if (size !== undefined && size !== codeLength)
    throw invalid("options.code_size", filled(OTHER_SIZE[language], { codeLength }, language));
  if (caller.mayNameClient && body.signals?.ip !== undefined && readAddress(body.signals.ip) === null)
    throw invalid("signals.ip", NO_ADDRESS[language]);
  const device = deviceOf(body, caller.app);
  if (device !== undefined && (device === "" || device.length > DEVICE_MAX))
    throw invalid("signals.device_id", WRONG_DEVICE[language]);
}

function invalid(field: string, detail: string): ProblemError {
  return new ProblemError("invalid_request", { errors: [{ field, detail }] });
}

const NO_PHONE_NUMBER: Text = {
  en: "must be phone_number: Ramz verifies phone numbers only",
  fa: "باید phone_number باشد؛ Ramz فقط شمارهٔ تلفن را تأیید می‌کند",
};
const NO_OWN_CODE: Text = {
  en: "is not supported here: Ramz checks codes that it made itself. Have a code of your own carried by POST /v1/deliveries",
  fa: "اینجا پشتیبانی نمی‌شود؛ Ramz کدی را بررسی می‌کند که خودش ساخته است. کد خودتان را با POST /v1/deliveries بفرستید",
};
const OTHER_SIZE: Text = {
  en: "must be {codeLength}, the code length of this app (OTP_CODE_LENGTH)",
  fa: "باید {codeLength} باشد که طول کد این برنامه است (OTP_CODE_LENGTH)",
};
const DEVICE_MAX = 128;
const WRONG_DEVICE: Text = { en: "must have 1 to 128 characters", fa: "باید ۱ تا ۱۲۸ نویسه داشته باشد" };
const NO_ADDRESS: Text = { en: "must be an IP address", fa: "باید یک نشانی IP باشد" };
