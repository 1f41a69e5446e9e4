/** Every problem a caller can meet: its stable code, HTTP status, and what it says in both languages. */
import type { Text } from "./language.ts";
import { ONCE_PROBLEMS } from "../problems-once.ts";

interface ProblemKind {
  readonly status: number;
  readonly title: Text;
  /** A sentence the reader can act on. `{name}` takes a value given with the problem. */
  readonly detail: Text;
}

export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: { en: "The request is not valid", fa: "درخواست نادرست است" },
    detail: {
      en: "Correct what `errors` names and send the request again.",
      fa: "آنچه در `errors` آمده را اصلاح کنید و دوباره بفرستید.",
    },
  },
  malformed_json: {
    status: 400,
    title: { en: "The body is not JSON", fa: "متن درخواست JSON نیست" },
    detail: {
      en: 'Send one JSON object, e.g. {"to": "09121234567"}.',
      fa: 'یک شیء JSON بفرستید؛ برای نمونه {"to": "09121234567"}.',
    },
  },
  unauthorized: {
    status: 401,
    title: { en: "A key is needed", fa: "کلید لازم است" },
    detail: {
      en: "Send the key of your app with the header Authorization: Bearer <key>. A missing key and one that is not known are answered alike.",
      fa: "کلید برنامه را با سرآیند Authorization: Bearer <key> بفرستید. پاسخ کلید نفرستاده و کلید ناشناخته یکی است.",
    },
  },
  scope_missing: {
    status: 403,
    title: { en: "The key is not for this", fa: "این کلید برای این کار نیست" },
    detail: {
      en: 'The key has no scope "{scope}". Use another key, or add the scope to this one in the configuration.',
      fa: "این کلید دامنهٔ «{scope}» را ندارد. کلید دیگری به کار ببرید یا این دامنه را در پیکربندی به آن بیفزایید.",
    },
  },
  client_ip_not_allowed: {
    status: 403,
    title: { en: "client_ip may not be sent", fa: "فرستادن client_ip مجاز نیست" },
    detail: {
      en: "Leave client_ip out. Where the caller is a back end that knows the end user's address: with a key, write client_ip = true with it in the configuration; without keys, set RAMZ_TRUST_CLIENT_IP=true.",
      fa: "client_ip را نفرستید. اگر فرستنده سروری است که نشانی کاربر را می‌داند: برای کلیدش در پیکربندی client_ip = true بنویسید؛ بدون کلید، RAMZ_TRUST_CLIENT_IP=true را تنظیم کنید.",
    },
  },
  known_session_not_allowed: {
    status: 403,
    title: { en: "known_session may not be sent", fa: "فرستادن known_session مجاز نیست" },
    detail: {
      en: "Leave known_session out, or use a key that has known_session = true in the configuration.",
      fa: "known_session را نفرستید یا کلیدی به کار ببرید که در پیکربندی known_session = true دارد.",
    },
  },
  not_found: {
    status: 404,
    title: { en: "Not found", fa: "پیدا نشد" },
    detail: {
      en: "There is no such verification. Check its id, or the number with its purpose.",
      fa: "چنین درخواستی پیدا نشد. شناسهٔ آن، یا شماره و منظور آن را بررسی کنید.",
    },
  },
  method_not_allowed: {
    status: 405,
    title: { en: "Method not allowed", fa: "این متد مجاز نیست" },
    detail: { en: "This path answers {allow}.", fa: "این نشانی به {allow} پاسخ می‌دهد." },
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
  body_too_large: {
    status: 413,
    title: { en: "The body is too large", fa: "متن درخواست بیش از اندازه بزرگ است" },
    detail: { en: "A body may have {limit} bytes.", fa: "اندازهٔ متن تا {limit} بایت است." },
  },
  unsupported_media_type: {
    status: 415,
    title: { en: "Not JSON", fa: "نوع محتوا پشتیبانی نمی‌شود" },
    detail: {
      en: "Send the body as JSON with the header Content-Type: application/json.",
      fa: "متن را به صورت JSON و با سرآیند Content-Type: application/json بفرستید.",
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
  ...ONCE_PROBLEMS,
  internal: {
    status: 500,
    title: { en: "Ramz has failed", fa: "خطای درونی" },
    detail: {
      en: "This should not have happened. The log has the cause under this trace_id.",
      fa: "این خطا نباید رخ می‌داد. علت آن با همین trace_id در گزارش سرویس هست.",
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
  store_unavailable: {
    status: 503,
    title: { en: "The store does not answer", fa: "انبارهٔ داده پاسخ نمی‌دهد" },
    detail: {
      en: "Nothing was sent, and nothing counts as approved. Try again in {retry_after} seconds.",
      fa: "چیزی فرستاده نشد و چیزی تأییدشده به شمار نمی‌آید. {retry_after} ثانیهٔ دیگر دوباره بکوشید.",
    },
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
