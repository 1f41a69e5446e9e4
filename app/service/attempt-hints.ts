/** What Ramz itself says of an attempt to the reader of its timeline. */
import type { Text } from "../language/language.ts";

/** What the chain itself says of an attempt; what a provider says, the provider explains. */
export const CHAIN_HINTS: Readonly<Record<string, Text>> = {
  timeout: {
    en: "The provider did not answer in time. The message may still have been sent.",
    fa: "ارائه‌دهنده به‌موقع پاسخ نداد. شاید پیام ارسال شده باشد.",
  },
  interrupted: {
    en: "Ramz stopped between the call and its answer. The message may have been sent.",
    fa: "سرویس Ramz پیش از دریافت پاسخ متوقف شد. شاید پیام ارسال شده باشد.",
  },
  stopped: {
    en: "The verification was settled meanwhile: the call was not made, or its answer was not awaited.",
    fa: "این درخواست پیش از پایان ارسال به نتیجه رسید. فراخوانی انجام نشد یا پاسخ آن دیگر لازم نبود.",
  },
  provider_failed: {
    en: "The provider's code threw an error. The message may have been sent. The log shows the error under this trace_id.",
    fa: "کد ارائه‌دهنده خطا داد. شاید پیام ارسال شده باشد. خطا با همین trace_id در لاگ آمده است.",
  },
  provider_answered_nonsense: {
    en: "The provider's code returned something that is no delivery result. The message may have been sent.",
    fa: "کد ارائه‌دهنده نتیجهٔ نامعتبری برگرداند. شاید پیام ارسال شده باشد.",
  },
  breaker_open: {
    en: "Not called: the provider failed repeatedly, or its account was refused, so it rests for a while. GET /readyz shows it.",
    fa: "فراخوانی نشد: این ارائه‌دهنده پیاپی خطا داده یا حساب آن رد شده است و مدتی از آن استفاده نمی‌شود. وضعیت آن در GET /readyz آمده است.",
  },
  operator_rest: {
    en: "Not called: an operator rests this provider. The console shows until when, and wakes it.",
    fa: "فراخوانی نشد: مدیر سرویس استفاده از این ارائه‌دهنده را موقتاً متوقف کرده است. زمان پایان توقف و دکمهٔ فعال‌سازی در کنسول آمده است.",
  },
  account_busy: {
    en: "Not called: the vendor account had no place for a further call in time. Nothing was sent.",
    fa: "فراخوانی نشد: ظرفیت فراخوانی‌های هم‌زمان این حساب به‌موقع آزاد نشد. چیزی ارسال نشد.",
  },
  internal_error: {
    en: "Not called: an internal error came before the call. See the log under this trace_id. Nothing was sent.",
    fa: "فراخوانی نشد: پیش از آن خطای داخلی رخ داد. علت با همین trace_id در لاگ آمده است. چیزی ارسال نشد.",
  },
  too_late: {
    en: "Not called: the time for this send was over.",
    fa: "فراخوانی نشد: مهلت این ارسال تمام شده بود.",
  },
  known_not_a_user: {
    en: "Not called: within the last day this messenger said that the number has no account there.",
    fa: "فراخوانی نشد: این پیام‌رسان در ۲۴ ساعت گذشته گفته است که این شماره در آن حساب ندارد.",
  },
  test_number: {
    en: "This is a test number that is configured to fail like this. Nothing was sent.",
    fa: "این یک شمارهٔ آزمایشی است که برای همین پاسخ تنظیم شده است. چیزی ارسال نشد.",
  },
  account_refused: {
    en: "Not called: another provider of the same account was refused because of the account.",
    fa: "فراخوانی نشد: ارائه‌دهندهٔ دیگری از همین حساب به‌دلیل مشکل حساب رد شد.",
  },
};

/** Where a message is that came by a messenger, by the messenger's name if it is known. */
export function lookInto(messenger: Text | null): Text {
  if (messenger === null)
    return {
      en: "The code was sent by a messenger. Look there.",
      fa: "کد در پیام‌رسان ارسال شد؛ پیام‌های آن را ببینید.",
    };
  return {
    en: `The code was sent in ${messenger.en}. Look there.`,
    fa: `کد در پیام‌رسان ${messenger.fa} فرستاده شد؛ آنجا را ببینید.`,
  };
}
