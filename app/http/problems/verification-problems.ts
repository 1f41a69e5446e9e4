/** Problems of verifications: of numbers, codes, limits, delivery and proofs. */
import type { ProblemKind } from "./problem-kind.ts";

export const VERIFICATION_PROBLEMS = {
  not_found: {
    status: 404,
    title: { en: "Not found", fa: "پیدا نشد" },
    detail: {
      en: "There is no such verification. Check its id, or the number with its purpose.",
      fa: "چنین درخواستی پیدا نشد. شناسهٔ آن، یا شماره و منظور آن را بررسی کنید.",
    },
  },
  already_approved: {
    status: 409,
    title: { en: "Already approved", fa: "پیش‌تر تأیید شده است" },
    detail: {
      en: "This verification was approved before; a code works once. Start a new verification if you need another.",
      fa: "این شماره پیش‌تر تأیید شده و هر کد تنها یک بار به کار می‌آید. اگر لازم است کد تازه‌ای بخواهید.",
    },
  },
  busy: {
    status: 409,
    title: { en: "Busy with this number", fa: "این شماره هم‌اکنون در حال پردازش است" },
    detail: {
      en: "Too many requests for this number at once. Nothing was changed; try again in a second.",
      fa: "درخواست‌های هم‌زمان برای این شماره زیاد است. چیزی تغییر نکرد؛ یک ثانیهٔ دیگر دوباره بفرستید.",
    },
  },
  expired: {
    status: 410,
    title: { en: "The code has expired", fa: "زمان کد گذشته است" },
    detail: {
      en: "Start a new verification to get a new code.",
      fa: "برای دریافت کد تازه دوباره درخواست دهید.",
    },
  },
  canceled: {
    status: 410,
    title: { en: "Canceled", fa: "لغو شده است" },
    detail: {
      en: "This verification was canceled or replaced by a newer one. Use the newer one, or start again.",
      fa: "این درخواست لغو شده یا درخواست تازه‌تری جای آن را گرفته است. کد تازه را به کار ببرید یا از نو آغاز کنید.",
    },
  },
  undelivered: {
    status: 410,
    title: { en: "The code was never delivered", fa: "کد فرستاده نشد" },
    detail: {
      en: "No provider could send this code, so it cannot be checked. Start a new verification.",
      fa: "این کد فرستاده نشد و بررسی آن ممکن نیست. دوباره درخواست دهید.",
    },
  },
  recipient_invalid: {
    status: 422,
    title: { en: "Not a phone number", fa: "شمارهٔ تلفن نادرست است" },
    detail: { en: "{why}", fa: "{why}" },
  },
  code_incorrect: {
    status: 422,
    title: { en: "Wrong code", fa: "کد نادرست است" },
    detail: {
      en: "The code is not right. Checks left: {checks_left}.",
      fa: "کد نادرست است. دفعه‌های باقی‌مانده: {checks_left}.",
    },
  },
  channel_unavailable: {
    status: 422,
    title: { en: "This channel is not available", fa: "این روش ارسال در دسترس نیست" },
    detail: {
      en: 'No configured provider carries the channel "{channel}". Leave it out, or add a provider to RAMZ_PROVIDERS.',
      fa: "هیچ سرویس‌دهنده‌ای روش «{channel}» را ندارد. این فیلد را نفرستید یا به RAMZ_PROVIDERS سرویس‌دهنده بیفزایید.",
    },
  },
  recipient_not_allowed: {
    status: 403,
    title: { en: "This number may not be sent to", fa: "ارسال به این شماره مجاز نیست" },
    detail: { en: "{why}", fa: "{why}" },
  },
  cooldown: {
    status: 429,
    title: { en: "Too soon", fa: "هنوز زود است" },
    detail: {
      en: "A code was sent to this number a moment ago. Ask again in {retry_after} seconds.",
      fa: "به این شماره به‌تازگی کد فرستاده شده است. {retry_after} ثانیهٔ دیگر دوباره درخواست دهید.",
    },
  },
  send_limit: {
    status: 429,
    title: { en: "Too many codes for this number", fa: "تعداد کدهای این شماره بیش از اندازه است" },
    detail: {
      en: "This number has had all the codes it may have for now. Ask again in {retry_after} seconds.",
      fa: "سهم کد این شماره فعلاً تمام شده است. {retry_after} ثانیهٔ دیگر دوباره درخواست دهید.",
    },
  },
  ip_limit: {
    status: 429,
    title: { en: "Too many codes from this address", fa: "تعداد کدهای این نشانی بیش از اندازه است" },
    detail: {
      en: "This address has asked for all the codes it may have for now ({rule}). Ask again in {retry_after} seconds.",
      fa: "سهم کد این نشانی فعلاً تمام شده است ({rule}). {retry_after} ثانیهٔ دیگر دوباره درخواست دهید.",
    },
  },
  caller_limit: {
    status: 429,
    title: { en: "Too many codes for one of your limits", fa: "یکی از محدودیت‌های برنامه پر شده است" },
    detail: {
      en: "The limit {rule} of this app is used up. Ask again in {retry_after} seconds.",
      fa: "محدودیت {rule} این برنامه پر شده است. {retry_after} ثانیهٔ دیگر دوباره درخواست دهید.",
    },
  },
  budget: {
    status: 429,
    title: { en: "The budget is used up", fa: "بودجهٔ ارسال تمام شده است" },
    detail: {
      en: "The budget {rule} is used up, so nothing is sent. Raise it, or ask again in {retry_after} seconds.",
      fa: "بودجهٔ {rule} تمام شده و چیزی فرستاده نمی‌شود. آن را بیشتر کنید یا {retry_after} ثانیهٔ دیگر بخواهید.",
    },
  },
  low_conversion: {
    status: 429,
    title: { en: "Too few codes come back", fa: "کدهای کمی تأیید می‌شوند" },
    detail: {
      en: "Too few of the codes sent lately were typed in (counted by {rule}), which looks like abuse, so nothing is sent. Ask again in {retry_after} seconds at the earliest.",
      fa: "کدهای اندکی از ارسال‌های تازه وارد شده (به تفکیک {rule}) که نشانهٔ سوءاستفاده است؛ پس چیزی فرستاده نمی‌شود. زودتر از {retry_after} ثانیهٔ دیگر نخواهید.",
    },
  },
  checks_exhausted: {
    status: 429,
    title: { en: "No checks left", fa: "دفعه‌های مجاز تمام شده است" },
    detail: {
      en: "Too many wrong codes. Ask for a new code in {retry_after} seconds.",
      fa: "کد نادرست بیش از اندازه وارد شده است. {retry_after} ثانیهٔ دیگر کد تازه بخواهید.",
    },
  },
  proof_redeemed: {
    status: 409,
    title: { en: "The proof was redeemed before", fa: "این گواهی پیش‌تر به کار رفته است" },
    detail: {
      en: "A proof can be redeemed once, and this one was. Let the person verify the number again.",
      fa: "هر گواهی یک بار به کار می‌آید و این یکی پیش‌تر به کار رفته است؛ شماره باید دوباره تأیید شود.",
    },
  },
  proof_invalid: {
    status: 422,
    title: { en: "Not a proof for you", fa: "گواهی معتبر نیست" },
    detail: {
      en: "This is no proof for this app that is still good. A proof lives five minutes: let the person verify the number again.",
      fa: "این برای این برنامه گواهی معتبری نیست. هر گواهی پنج دقیقه اعتبار دارد؛ شماره باید دوباره تأیید شود.",
    },
  },
  delivery_failed: {
    status: 502,
    title: { en: "The code could not be sent", fa: "ارسال کد ممکن نشد" },
    detail: {
      en: "Every provider failed: {reasons}. Nothing went out{this_time}. Try again in {retry_after} seconds.",
      fa: "{this_time}هیچ سرویس‌دهنده‌ای کد را نفرستاد: {reasons}. {retry_after} ثانیهٔ دیگر دوباره بکوشید.",
    },
  },
  overloaded: {
    status: 503,
    title: { en: "Too many messages at once", fa: "تعداد پیام‌ها در این لحظه زیاد است" },
    detail: {
      en: "Every provider is busy with other messages. Nothing was sent. Try again in {retry_after} seconds.",
      fa: "همهٔ ارائه‌دهنده‌ها مشغول ارسال پیام‌های دیگرند و چیزی ارسال نشد. {retry_after} ثانیهٔ دیگر دوباره امتحان کنید.",
    },
  },
} as const satisfies Record<string, ProblemKind>;
