/**
 * Errors as Twilio's clients read them: `{code, message, more_info, status}`, with `code` and `status` as integers. Any other shape makes
 * some of these clients throw something that the app does not catch, so every reply of the room has this one.
 */
import { type ProblemCode, PROBLEMS } from "../../problems/catalogue.ts";
import type { Failure } from "../../problems/failure.ts";
import { filled, type Text } from "../../../language/language.ts";
import { detailOf, type ProblemError, type ReplyContext, wholeSeconds } from "../../problems/problem.ts";

/** An error of the vendor: its number, its HTTP status, and its words. */
export interface TwilioError {
  readonly code: number;
  readonly status: number;
  readonly title: Text;
}

const INVALID_PARAMETER: TwilioError = {
  code: 60200,
  status: 400,
  title: { en: "Invalid parameter `{field}`", fa: "پارامتر `{field}` معتبر نیست" },
};
export const MAX_CHECKS: TwilioError = {
  code: 60202,
  status: 429,
  title: { en: "Max check attempts reached", fa: "تعداد دفعات مجاز برای بررسی کد به پایان رسیده است" },
};
export const MAX_SENDS: TwilioError = {
  code: 60203,
  status: 429,
  title: { en: "Max send attempts reached", fa: "تعداد دفعات مجاز برای ارسال کد به پایان رسیده است" },
};
const NO_FEATURE: TwilioError = {
  code: 60204,
  status: 403,
  title: { en: "Service does not support this feature", fa: "این سرویس از این قابلیت پشتیبانی نمی‌کند" },
};
export const LANDLINE: TwilioError = {
  code: 60205,
  status: 403,
  title: {
    en: "SMS is not supported by landline phone number",
    fa: "ارسال پیامک به تلفن ثابت ممکن نیست",
  },
};
export const CONCURRENT: TwilioError = {
  code: 60212,
  status: 429,
  title: {
    en: "Too many concurrent requests for phone number",
    fa: "درخواست‌های هم‌زمان برای این شماره زیاد است",
  },
};
export const BLOCKED: TwilioError = {
  code: 60410,
  status: 403,
  title: { en: "Verification delivery attempt blocked", fa: "جلوی ارسال این کد گرفته شد" },
};
export const GEO_BLOCKED: TwilioError = {
  code: 60605,
  status: 403,
  title: {
    en: "Verification delivery attempt blocked by geo permissions",
    fa: "ارسال کد به این کشور مجاز نیست",
  },
};
export const NOT_FOUND: TwilioError = {
  code: 20404,
  status: 404,
  title: { en: "The requested resource {path} was not found", fa: "منبع {path} پیدا نشد" },
};
export const TOO_MANY: TwilioError = {
  code: 20429,
  status: 429,
  title: { en: "Too many requests", fa: "تعداد درخواست‌ها زیاد است" },
};
export const UNAVAILABLE: TwilioError = {
  code: 20503,
  status: 503,
  title: { en: "Service unavailable", fa: "سرویس در دسترس نیست" },
};
const UNAUTHORIZED: TwilioError = {
  code: 20003,
  status: 401,
  title: { en: "Authenticate", fa: "احراز هویت لازم است" },
};

/** The catalogue's title speaks of JSON. */
const NO_FORM: TwilioError = {
  code: 20415,
  status: 415,
  title: { en: "Unsupported media type", fa: "نوع محتوا پشتیبانی نمی‌شود" },
};

/** What is said of an error, in the terms of a problem; `problem` is Ramz's own word for it. */
export interface ErrorFacts extends Pick<ProblemError["facts"], "detail" | "values" | "retryAfterMs"> {
  readonly problem: ProblemCode;
  readonly headers?: Readonly<Record<string, string>>;
}

export function twilioError(error: TwilioError, facts: ErrorFacts, { language }: ReplyContext): Response {
  const { code, status, title } = error;
  const { problem, values = {}, retryAfterMs, headers } = facts;
  const body = {
    code,
    message: `${filled(title[language], values, language)}: ${detailOf(problem, facts, language)}`,
    more_info: `urn:ramz:problem:${problem}`,
    status,
  };
  const wait = retryAfterMs !== undefined && { "retry-after": String(wholeSeconds(retryAfterMs)) };
  return Response.json(body, { status, headers: { "content-language": language, ...wait, ...headers } });
}

/** A wrong field, in the reader's language. */
export function invalidParameter(
  field: string,
  detail: string,
  problem: ProblemCode,
  reply: ReplyContext,
): Response {
  const facts = { problem, values: { field }, detail: { en: detail, fa: detail } };
  return twilioError(INVALID_PARAMETER, facts, reply);
}

/** A feature that Ramz does not have, or that the key does not permit. Left out, `detail` is the problem's own. */
export function noFeature(problem: ProblemCode, detail: Text | undefined, reply: ReplyContext): Response {
  return twilioError(NO_FEATURE, { problem, ...(detail && { detail }) }, reply);
}

/** A request that failed before it had a verdict. What Twilio has no word for gets the number of its HTTP status. */
export function refuseTwilio(failure: Failure, reply: ReplyContext): Response {
  const { code: problem, errors: [wrong] = [] } = failure;
  const { status, title } = PROBLEMS[problem];
  if (wrong !== undefined) return invalidParameter(wrong.field, wrong.detail, problem, reply);
  const own: TwilioError = OWN_WORDS[problem] ?? { code: 20_000 + status, status, title };
  return twilioError(own, { ...failure, problem }, reply);
}

const OWN_WORDS: { readonly [problem in ProblemCode]?: TwilioError } = {
  unauthorized: UNAUTHORIZED,
  unsupported_media_type: NO_FORM,
};
