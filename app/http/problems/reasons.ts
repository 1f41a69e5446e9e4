/** What the chain itself says of an attempt, in both languages; what a provider says, the provider explains. */
import type { InvalidReason } from "../../../domain/recipient/recipient.ts";
import type { Text } from "./language.ts";

export const CHAIN_HINTS: Readonly<Record<string, Text>> = {
  timeout: {
    en: "The provider did not answer in time; the message may still have gone out.",
    fa: "سرویس‌دهنده به‌موقع پاسخ نداد؛ شاید پیام فرستاده شده باشد.",
  },
  interrupted: {
    en: "Ramz stopped between the call and its answer; the message may have gone out.",
    fa: "سرویس رمز میان فراخوانی و پاسخ متوقف شد؛ شاید پیام فرستاده شده باشد.",
  },
  stopped: {
    en: "The verification was settled meanwhile, so this call was not made, or its answer not awaited.",
    fa: "کار پیش از این پایان یافت؛ این فراخوانی انجام نشد یا پاسخ آن منتظر نماند.",
  },
  provider_failed: {
    en: "The provider's code threw an error; the message may have gone out. See the log under this trace_id.",
    fa: "کد سرویس‌دهنده خطا داد؛ شاید پیام فرستاده شده باشد. گزارش را با همین trace_id ببینید.",
  },
  provider_answered_nonsense: {
    en: "The provider's code answered something that is no delivery result; the message may have gone out.",
    fa: "پاسخ کد سرویس‌دهنده نامفهوم بود؛ شاید پیام فرستاده شده باشد.",
  },
  breaker_open: {
    en: "Not called: it keeps failing, or its account was refused, and it rests for a while; GET /readyz shows it.",
    fa: "فراخوانی نشد: پیاپی خطا می‌دهد یا حساب آن رد شده، و مدتی کنار گذاشته شده است؛ GET /readyz آن را نشان می‌دهد.",
  },
  account_busy: {
    en: "Not called: the vendor account had no place for a further call in time. Nothing was sent.",
    fa: "فراخوانی نشد: حساب ارائه‌دهنده به‌موقع جایی برای فراخوانی دیگر نداشت. چیزی ارسال نشد.",
  },
  internal_error: {
    en: "Not called: an internal error came before the call. See the log under this trace_id. Nothing was sent.",
    fa: "فراخوانی نشد: پیش از آن خطای داخلی رخ داد. گزارش را با همین trace_id ببینید. چیزی ارسال نشد.",
  },
  too_late: {
    en: "Not called: the time for this send was over.",
    fa: "فراخوانی نشد: زمان این ارسال تمام شده بود.",
  },
  test_number: {
    en: "This is a test number that is configured to fail like this; nothing was sent.",
    fa: "این شمارهٔ آزمایشی است که عمداً چنین پاسخی می‌دهد؛ چیزی فرستاده نشده است.",
  },
  account_refused: {
    en: "Not called: another provider of the same account was refused because of the account.",
    fa: "فراخوانی نشد: سرویس‌دهندهٔ دیگری از همین حساب به‌سبب مشکل حساب رد شد.",
  },
};

export const INVALID_NUMBER: Readonly<Record<InvalidReason | "refused_by_vendor", Text>> = {
  not_a_number: {
    en: "This is not a phone number. Write it like 09121234567 or +989121234567.",
    fa: "این شمارهٔ تلفن نیست. آن را مانند 09121234567 یا +989121234567 بنویسید.",
  },
  too_short: {
    en: "This number is too short. Write it like 09121234567 or +989121234567.",
    fa: "این شماره کوتاه است. آن را مانند 09121234567 یا +989121234567 بنویسید.",
  },
  too_long: {
    en: "This number is too long. Write it like 09121234567 or +989121234567.",
    fa: "این شماره بلند است. آن را مانند 09121234567 یا +989121234567 بنویسید.",
  },
  not_assigned: {
    en: "No country assigns such a number. Check its digits and its country code.",
    fa: "چنین شماره‌ای وجود ندارد. رقم‌ها و کد کشور را بررسی کنید.",
  },
  refused_by_vendor: {
    en: "The operator says that this number cannot receive messages. Check its digits.",
    fa: "اپراتور می‌گوید این شماره پیام نمی‌گیرد. رقم‌های آن را بررسی کنید.",
  },
};

/** What is wrong with a limit the app has not configured. */
export function unknownLimit(known: readonly string[]): Text {
  const names = known.join(", ") || "-";
  return {
    en: `is no limit of this app (configured: ${names})`,
    fa: `از محدودیت‌های این برنامه نیست (موجود: ${names})`,
  };
}

/** Said of a path that leads nowhere. */
export function noSuchPath(hasInbox: boolean): Text {
  const inbox = hasInbox
    ? { en: ", /dev/inbox the messages", fa: " و GET /dev/inbox پیام‌ها را" }
    : { en: "", fa: "" };
  return {
    en: `There is no such path. /openapi shows the paths there are${inbox.en}.`,
    fa: `چنین نشانی‌ای نیست. GET /openapi نشانی‌های موجود را نشان می‌دهد${inbox.fa}.`,
  };
}

export const NOT_ALLOWED: Readonly<Record<"country" | "line", Text>> = {
  country: {
    en: "Numbers of this country ({country}) are not served here. OTP_COUNTRIES lists the countries that are.",
    fa: "شماره‌های این کشور ({country}) پشتیبانی نمی‌شوند. OTP_COUNTRIES کشورهای مجاز را دارد.",
  },
  line: {
    en: "This is not a mobile number. Use a mobile number, e.g. 09121234567.",
    fa: "این شمارهٔ همراه نیست. یک شمارهٔ همراه مانند 09121234567 بنویسید.",
  },
};
