/** The form of `verifications.create`: what Ramz has of it, what it refuses rather than weaken, and what it ignores by name. */
import { TypeCompiler } from "@sinclair/typebox/compiler";
import type { StartCommand } from "../../../../domain/otp.ts";
import { readAddress } from "../../../access/ip-addresses.ts";
import type { Text } from "../../../language/language.ts";
import { ProblemError } from "../../problems/problem.ts";
import { refuseUnknownLimits } from "../../request/named-limits.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { Limits, Metadata } from "../../schemas/fields.ts";
import { localeOf } from "../../schemas/locale.ts";
import { DEFAULT_LOCALE } from "../../../../domain/delivery/provider.ts";
import { DEFAULT_PURPOSE } from "../../schemas/verifications.ts";
import { type Form, unreadFields } from "../../request/form-body.ts";

/** What the caller asks for, beside a code of its own. */
export type AskedSend = Required<
  Pick<StartCommand, "app" | "to" | "channel" | "locale" | "purpose" | "traceId">
> &
  Pick<StartCommand, "metadata" | "limits"> & { readonly isAliased: true };

const CHANNELS: ReadonlyMap<string, "sms" | "call"> = new Map([
  ["sms", "sms"],
  ["call", "call"],
  ["auto", "sms"],
]);

/** Fields that change what the message says or proves: ignoring them would send something else than was asked for. */
const REFUSED: Readonly<Record<string, Text>> = {
  CustomMessage: {
    en: "Ramz words its messages itself. Leave it out; the templates of the providers are configured.",
    fa: "متن پیام‌ها را Ramz می‌سازد. این فیلد را نفرستید؛ الگوها در پیکربندی ارائه‌دهنده‌ها هستند.",
  },
  ChannelConfiguration: {
    en: "Ramz does not have it. Leave it out; chains of providers are configured.",
    fa: "در Ramz وجود ندارد. این فیلد را نفرستید؛ زنجیرهٔ ارائه‌دهنده‌ها در پیکربندی است.",
  },
  EnableSnaClientToken: {
    en: "Ramz has no silent network authentication. Leave it out.",
    fa: "در Ramz احراز هویت بی‌صدای شبکه وجود ندارد. این فیلد را نفرستید.",
  },
};

/** Fields that are read here and in the route. */
const READ = ["To", "Channel", "Locale", "CustomCode", "RateLimits", "Tags"];

/** Throws a ProblemError that names the field. */
export function readCreate(form: Form, request: AuthenticatedRequest): AskedSend {
  const { caller, traceId } = request;
  for (const [field, why] of Object.entries(REFUSED))
    if (form.has(field)) throw wrongField(field, why, request);
  const to = required(form, "To", request);
  if (to.includes("@")) throw wrongField("To", NO_EMAIL, request);
  if (to.length > TO_MAX) throw wrongField("To", TOO_LONG, request);
  const channel = CHANNELS.get(required(form, "Channel", request));
  if (channel === undefined) throw wrongField("Channel", WRONG_CHANNEL, request);
  const limits = fromJson(form, "RateLimits", request, (value) => isLimits.Check(value) && value);
  const metadata = fromJson(form, "Tags", request, (value) => isMetadata.Check(value) && value);
  if (limits !== undefined) refuseUnknownLimits(limits, request, () => "RateLimits");
  return {
    app: caller.app.name,
    to,
    channel,
    locale: localeOf(form.get("Locale") ?? "") ?? DEFAULT_LOCALE,
    purpose: DEFAULT_PURPOSE,
    traceId,
    isAliased: true,
    ...(limits && { limits }),
    ...(metadata && { metadata }),
  };
}

/** The end user's address, if the key may name it. Without that right it is ignored: the vendor's clients name it freely. */
export function deviceIpIn(form: Form, request: AuthenticatedRequest): string | undefined {
  const named = request.caller.mayNameClient ? form.get("DeviceIp") : undefined;
  if (named !== undefined && readAddress(named) === null) throw wrongField("DeviceIp", NO_ADDRESS, request);
  return named;
}

/** The names of fields that had no effect. */
export function ignoredIn(form: Form, { caller }: AuthenticatedRequest): readonly string[] {
  return unreadFields(form, caller.mayNameClient ? [...READ, "DeviceIp"] : READ);
}

/** The value of a field. Throws a ProblemError when it is not there. */
export function required(form: Form, field: string, request: AuthenticatedRequest): string {
  const value = form.get(field);
  if (value === undefined) throw wrongField(field, REQUIRED, request);
  return value;
}

export function wrongField(field: string, why: Text, { language }: AuthenticatedRequest): ProblemError {
  return new ProblemError("invalid_request", { errors: [{ field, detail: why[language] }] });
}

/** The value of a field that is JSON text; undefined without the field. */
function fromJson<T>(
  form: Form,
  field: string,
  request: AuthenticatedRequest,
  read: (value: unknown) => T | false,
): T | undefined {
  const text = form.get(field);
  if (text === undefined) return undefined;
  const value = read(parsed(text));
  if (value === false) throw wrongField(field, WRONG_PAIRS, request);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TO_MAX = 100;
const [isLimits, isMetadata] = [TypeCompiler.Compile(Limits), TypeCompiler.Compile(Metadata)];

const REQUIRED: Text = { en: "is required", fa: "الزامی است" };
const TOO_LONG: Text = { en: "is too long for a phone number", fa: "برای شمارهٔ تلفن بیش از حد طولانی است" };
const NO_EMAIL: Text = {
  en: "Ramz sends to phone numbers only.",
  fa: "سرویس Ramz فقط به شماره‌های تلفن کد می‌فرستد.",
};
const WRONG_CHANNEL: Text = { en: "must be one of sms, call, auto", fa: "باید یکی از sms، call، auto باشد" };
const NO_ADDRESS: Text = { en: "must be an IP address", fa: "باید یک نشانی IP باشد" };
const WRONG_PAIRS: Text = {
  en: "must be a JSON object of a few names and texts (RateLimits: up to 5, Tags: up to 10, texts of at most 128 characters)",
  fa: "باید یک شیء JSON با چند نام و متن باشد (RateLimits حداکثر ۵ و Tags حداکثر ۱۰ مورد، هر متن حداکثر ۱۲۸ نویسه)",
};
