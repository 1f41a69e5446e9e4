/** Problems that any request can meet, whatever it asks for. */
import type { ProblemKind } from "./problem-kind.ts";

export const REQUEST_PROBLEMS = {
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
  method_not_allowed: {
    status: 405,
    title: { en: "Method not allowed", fa: "این متد مجاز نیست" },
    detail: { en: "This path answers {allow}.", fa: "این نشانی به {allow} پاسخ می‌دهد." },
  },
  idempotency_in_progress: {
    status: 409,
    title: { en: "The first call is not answered yet", fa: "درخواست نخست هنوز پاسخ ندارد" },
    detail: {
      en: "A call with this Idempotency-Key runs, or was cut off before it had an answer. Nothing more was sent; ask again in {retry_after} seconds.",
      fa: "درخواستی با همین Idempotency-Key در جریان است یا بی‌پاسخ قطع شده است. چیز دیگری فرستاده نشد؛ {retry_after} ثانیهٔ دیگر دوباره بخواهید.",
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
  idempotency_key_reused: {
    status: 422,
    title: { en: "The key belongs to another call", fa: "این کلید از آنِ درخواست دیگری است" },
    detail: {
      en: "This Idempotency-Key was sent with another path or body in the last day. Make a new key for a new call.",
      fa: "این Idempotency-Key در یک روز گذشته با نشانی یا متن دیگری آمده است. برای درخواست تازه کلید تازه بسازید.",
    },
  },
  internal: {
    status: 500,
    title: { en: "Ramz has failed", fa: "خطای درونی" },
    detail: {
      en: "This should not have happened. The log has the cause under this trace_id.",
      fa: "این خطا نباید رخ می‌داد. علت آن با همین trace_id در گزارش سرویس هست.",
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
