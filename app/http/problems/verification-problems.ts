/** Problems of verifications: of numbers, codes, limits, delivery and proofs. */
import type { ProblemKind } from "./problem-kind.ts";

export const VERIFICATION_PROBLEMS = {
  not_found: {
    status: 404,
    title: { en: "Not found", fa: "پیدا نشد" },
    detail: {
      en: "There is no such verification. Check its id, or its number and purpose.",
      fa: "چنین درخواست تأییدی وجود ندارد. شناسهٔ آن، یا شماره و purpose آن را بررسی کنید.",
    },
  },
  already_approved: {
    status: 409,
    title: { en: "Already approved", fa: "قبلاً تأیید شده است" },
    detail: {
      en: "This verification was approved before, and a code works once. Start a new verification if you need another.",
      fa: "این شماره قبلاً تأیید شده است و هر کد فقط یک بار معتبر است. در صورت نیاز کد جدیدی درخواست کنید.",
    },
  },
  busy: {
    status: 409,
    title: { en: "Too many requests at once", fa: "درخواست‌های هم‌زمان زیاد است" },
    detail: {
      en: "Too many requests for this number arrived at once. Nothing was changed. Try again in {wait}.",
      fa: "درخواست‌های هم‌زمان برای این شماره زیاد است. چیزی تغییر نکرد. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  expired: {
    status: 410,
    title: { en: "The code has expired", fa: "کد منقضی شده است" },
    detail: {
      en: "Start a new verification to get a new code.",
      fa: "لطفاً کد جدیدی درخواست کنید.",
    },
  },
  canceled: {
    status: 410,
    title: { en: "Canceled", fa: "لغو شده است" },
    detail: {
      en: "This verification was canceled, or a newer one replaced it. Use the newest code, or start a new verification.",
      fa: "این درخواست لغو شده یا درخواست جدیدتری جای آن را گرفته است. از جدیدترین کد استفاده کنید یا کد جدیدی درخواست کنید.",
    },
  },
  undelivered: {
    status: 410,
    title: { en: "The code was not sent", fa: "کد ارسال نشده است" },
    detail: {
      en: "No provider could send this code, so it cannot be checked. Start a new verification.",
      fa: "هیچ ارائه‌دهنده‌ای نتوانست این کد را ارسال کند و بررسی آن ممکن نیست. لطفاً کد جدیدی درخواست کنید.",
    },
  },
  recipient_invalid: {
    status: 422,
    title: { en: "Not a valid phone number", fa: "شمارهٔ تلفن معتبر نیست" },
    detail: { en: "{why}", fa: "{why}" },
  },
  code_incorrect: {
    status: 422,
    title: { en: "Wrong code", fa: "کد نادرست است" },
    detail: {
      en: "The code is wrong. Checks left: {checks_left}.",
      fa: "کد واردشده نادرست است. تعداد دفعات باقی‌مانده: {checks_left}.",
    },
  },
  channel_unavailable: {
    status: 422,
    title: { en: "This channel is not available", fa: "این روش ارسال در دسترس نیست" },
    detail: {
      en: 'No configured provider supports the channel "{channel}". Ask for "auto", which is any channel of the chain, or add a provider to RAMZ_PROVIDERS.',
      fa: "هیچ ارائه‌دهنده‌ای از روش «{channel}» پشتیبانی نمی‌کند. مقدار «auto» را بفرستید تا هر روش موجود به کار رود، یا ارائه‌دهنده‌ای به RAMZ_PROVIDERS اضافه کنید.",
    },
  },
  recipient_not_allowed: {
    status: 403,
    title: { en: "Sending to this number is not allowed", fa: "ارسال به این شماره مجاز نیست" },
    detail: { en: "{why}", fa: "{why}" },
  },
  cooldown: {
    status: 429,
    title: { en: "Too soon", fa: "لطفاً کمی صبر کنید" },
    detail: {
      en: "A code was just sent to this number. Try again in {wait}.",
      fa: "به‌تازگی کدی به این شماره ارسال شده است. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  send_limit: {
    status: 429,
    title: { en: "Too many codes for this number", fa: "تعداد کدهای این شماره بیش از حد مجاز است" },
    detail: {
      en: "This number has reached its limit of codes for now. Try again in {wait}.",
      fa: "سقف ارسال کد به این شماره فعلاً پر شده است. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  ip_limit: {
    status: 429,
    title: {
      en: "Too many codes from this address",
      fa: "تعداد درخواست‌های این نشانی بیش از حد مجاز است",
    },
    detail: {
      en: "This address has reached its limit of codes for now ({rule}). Try again in {wait}.",
      fa: "سقف درخواست کد از این نشانی فعلاً پر شده است ({rule}). لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  caller_limit: {
    status: 429,
    title: { en: "A limit of this app is reached", fa: "یکی از سقف‌های برنامه پر شده است" },
    detail: {
      en: "The limit {rule} of this app is reached. Try again in {wait}.",
      fa: "سقف {rule} در این برنامه پر شده است. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  budget: {
    status: 429,
    title: { en: "The budget is used up", fa: "بودجهٔ ارسال تمام شده است" },
    detail: {
      en: "The budget {rule} is used up, so nothing was sent. Raise it, or try again in {wait}.",
      fa: "بودجهٔ {rule} تمام شده است و چیزی ارسال نشد. بودجه را افزایش دهید یا پس از {wait} دوباره تلاش کنید.",
    },
  },
  low_conversion: {
    status: 429,
    title: { en: "Too few codes are typed in", fa: "تعداد کمی از کدها وارد می‌شوند" },
    detail: {
      en: "Too few of the codes sent recently from here were typed in (counted by {rule}). This looks like abuse, so nothing was sent. Wait at least {wait}.",
      fa: "از کدهایی که اخیراً از این مبدأ درخواست شده‌اند تعداد کمی وارد شده است (به تفکیک {rule}). این نشانهٔ سوءاستفاده است و چیزی ارسال نشد. لطفاً دست‌کم {wait} صبر کنید.",
    },
  },
  challenge_required: {
    status: 403,
    title: { en: "A challenge must be solved first", fa: "ابتدا باید یک چالش حل شود" },
    detail: {
      en: "Few of the codes sent recently are typed in (counted by {rule}), so new users solve a challenge first. Solve `challenge` in the browser, and repeat the request with its solution as challenge_response within two minutes.{further}",
      fa: "از کدهایی که اخیراً ارسال شده‌اند تعداد کمی وارد شده است (به تفکیک {rule})، بنابراین کاربران جدید ابتدا یک چالش حل می‌کنند. `challenge` را در مرورگر حل کنید و درخواست را حداکثر تا دو دقیقهٔ دیگر همراه با پاسخ آن در challenge_response دوباره بفرستید.{further}",
    },
  },
  checks_exhausted: {
    status: 429,
    title: { en: "No checks left", fa: "تعداد دفعات مجاز به پایان رسیده است" },
    detail: {
      en: "Too many wrong codes were typed in. Request a new code in {wait}.",
      fa: "کد نادرست بیش از حد مجاز وارد شده است. لطفاً پس از {wait} کد جدیدی درخواست کنید.",
    },
  },
  proof_redeemed: {
    status: 409,
    title: { en: "The proof was already redeemed", fa: "این گواهی قبلاً استفاده شده است" },
    detail: {
      en: "A proof can be redeemed once, and this one was. Let the person verify the number again.",
      fa: "هر گواهی فقط یک بار قابل استفاده است و این گواهی قبلاً استفاده شده است. شماره باید دوباره تأیید شود.",
    },
  },
  proof_invalid: {
    status: 422,
    title: { en: "Not a valid proof", fa: "گواهی معتبر نیست" },
    detail: {
      en: "This is not a valid proof for this app. A proof is valid for five minutes. Let the person verify the number again.",
      fa: "این گواهی برای این برنامه معتبر نیست. هر گواهی پنج دقیقه اعتبار دارد. شماره باید دوباره تأیید شود.",
    },
  },
  delivery_failed: {
    status: 502,
    title: { en: "The code could not be sent", fa: "ارسال کد ممکن نشد" },
    detail: {
      en: "Every provider failed: {reasons}. Nothing was sent{this_time}. Try again in {wait}.",
      fa: "{this_time}هیچ ارائه‌دهنده‌ای نتوانست کد را ارسال کند: {reasons}. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  overloaded: {
    status: 503,
    title: { en: "Too many messages at once", fa: "تعداد پیام‌های هم‌زمان زیاد است" },
    detail: {
      en: "Every provider is busy with other messages. Nothing was sent. Try again in {wait}.",
      fa: "همهٔ ارائه‌دهنده‌ها مشغول ارسال پیام‌های دیگرند. چیزی ارسال نشد. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
} as const satisfies Record<string, ProblemKind>;
