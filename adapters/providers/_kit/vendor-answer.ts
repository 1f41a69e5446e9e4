/** What a vendor's answer means when its own table is silent, for every vendor alike. */
import type { Hint } from "../../../domain/delivery/provider.ts";
import type { Meaning } from "./meanings.ts";
import { explainTransport } from "./transport-failure.ts";

/** `readable`: the body has the form of this vendor's errors. */
export function meaningOfStatus(status: number, readable: boolean): Meaning {
  if (status < 300) return { class: "unknown", reason: "answer_unreadable" };
  if (status < 400) return { class: "unknown", reason: "redirected" };
  switch (status) {
    case 401:
    case 407:
      return { class: "account", reason: "key_refused" };
    case 402:
      return { class: "account", reason: "no_credit" };
    case 403:
      return { class: "account", reason: "access_refused" };
    case 408:
    case 409:
    case 425:
      return { class: "unknown", reason: "vendor_fault" };
    case 413:
    case 414:
    case 431:
      return { class: "message", reason: "request_too_large" };
    case 429:
      return { class: "unavailable", reason: "throttled" };
  }
  if (status >= 500) return { class: "unknown", reason: "vendor_fault" };
  // A wrong base URL or a proxy must not look like a fault of the number.
  return readable
    ? { class: "message", reason: "vendor_refused" }
    : { class: "message", reason: "answer_foreign" };
}

/** What to do about reasons that many vendors share. */
const HINTS: Readonly<Record<string, Hint>> = {
  key_invalid: {
    en: "The vendor does not know the key. Copy it again from the vendor's panel.",
    fa: "ارائه‌دهنده این کلید را نمی‌شناسد. آن را دوباره از پنل ارائه‌دهنده بردارید.",
  },
  key_refused: {
    en: "The vendor refused the key. Check it, and whether it is active.",
    fa: "ارائه‌دهنده کلید را نپذیرفت. درستی و فعال بودن آن را بررسی کنید.",
  },
  key_disabled: {
    en: "The key is disabled. Enable it in the vendor's panel.",
    fa: "کلید غیرفعال است. آن را در پنل ارائه‌دهنده فعال کنید.",
  },
  access_refused: {
    en: "The account may not do this. Check its rights and allowed addresses.",
    fa: "حساب اجازهٔ این کار را ندارد. دسترسی‌ها و نشانی‌های مجاز آن را بررسی کنید.",
  },
  no_credit: {
    en: "The account has no credit. Charge it in the vendor's panel.",
    fa: "اعتبار حساب کافی نیست. آن را در پنل ارائه‌دهنده شارژ کنید.",
  },
  account_suspended: {
    en: "The vendor suspended the account. Contact the vendor.",
    fa: "حساب از سوی ارائه‌دهنده مسدود شده است. با پشتیبانی آن تماس بگیرید.",
  },
  ip_refused: {
    en: "The vendor does not accept this server's address. Add it to the allowed addresses in the panel.",
    fa: "ارائه‌دهنده نشانی این سرور را نمی‌پذیرد. آن را در پنل به نشانی‌های مجاز بیفزایید.",
  },
  sender_invalid: {
    en: "The sender line is not valid or does not belong to the account. Compare it with the panel.",
    fa: "خط ارسال معتبر نیست یا متعلق به این حساب نیست. آن را با پنل مقایسه کنید.",
  },
  template_unknown: {
    en: "The template does not exist or is not approved. Compare its name with the panel.",
    fa: "الگو وجود ندارد یا تأیید نشده است. نام آن را با پنل مقایسه کنید.",
  },
  template_parameter: {
    en: "The template expects other parameters. Compare their names with the panel.",
    fa: "پارامترهای الگو متفاوت است. نام آن‌ها را با پنل مقایسه کنید.",
  },
  text_not_gsm7: {
    en: "The vendor carries letters of the GSM alphabet alone. Write such a text in texts.en and texts.fa, or put another provider before it for Persian.",
    fa: "این ارائه‌دهنده فقط حروف الفبای GSM را می‌فرستد. در texts.en و texts.fa متنی با این حروف بنویسید، یا برای متن فارسی ارائه‌دهندهٔ دیگری را پیش از آن بگذارید.",
  },
  throttled: {
    en: "The vendor received too many requests. Ask the vendor for a higher rate if it lasts.",
    fa: "تعداد درخواست‌ها بیش از حد مجاز ارائه‌دهنده است. اگر ادامه داشت، سقف بالاتری بخواهید.",
  },
  vendor_fault: {
    en: "The vendor reports a fault of its own. Look at its status page.",
    fa: "ارائه‌دهنده از خطای داخلی خود خبر داده است. صفحهٔ وضعیت آن را ببینید.",
  },
  vendor_refused: {
    en: "The vendor refused the message with a code that is not in its table here. Look it up in the vendor's documentation.",
    fa: "ارائه‌دهنده پیام را با کدی رد کرد که در جدول ما نیست. آن را در مستندات ارائه‌دهنده بیابید.",
  },
  not_a_user: {
    en: "The number has no account at this messenger; the next provider is asked.",
    fa: "این شماره در این پیام‌رسان حساب ندارد؛ ارائه‌دهندهٔ بعدی امتحان می‌شود.",
  },
  answer_foreign: {
    en: "The answer is not in the vendor's form. Check the address of the API and any proxy on the way.",
    fa: "پاسخ به شکل پاسخ این ارائه‌دهنده نیست. نشانی API و پراکسی‌های مسیر را بررسی کنید.",
  },
  answer_unreadable: {
    en: "The vendor answered success, but not in its own form; the message may have gone out.",
    fa: "پاسخ موفق بود ولی به شکل پاسخ این ارائه‌دهنده نبود؛ شاید پیام ارسال شده باشد.",
  },
  answer_too_large: {
    en: "The answer was too large to read; the message may have gone out.",
    fa: "پاسخ بزرگ‌تر از اندازهٔ مجاز بود؛ شاید پیام ارسال شده باشد.",
  },
  redirected: {
    en: "The host answered with a redirect, which is never followed. Check the address of the API.",
    fa: "میزبان تغییر مسیر داد که هرگز دنبال نمی‌شود. نشانی API را بررسی کنید.",
  },
  country_not_served: {
    en: "This provider does not serve the number's country; the next provider is asked.",
    fa: "این ارائه‌دهنده به کشور این شماره پیام نمی‌فرستد؛ ارائه‌دهندهٔ بعدی امتحان می‌شود.",
  },
};

/** What a shared reason means and what to do; null when it is no shared word. */
export function sharedHint(reason: string): Hint | null {
  return Object.hasOwn(HINTS, reason) ? (HINTS[reason] ?? null) : explainTransport(reason);
}
