/** Problems that any request can meet, whatever it asks for. */
import type { ProblemKind } from "./problem-kind.ts";

export const REQUEST_PROBLEMS = {
  invalid_request: {
    status: 400,
    title: { en: "Invalid request", fa: "درخواست معتبر نیست" },
    detail: {
      en: "Correct the fields named in `errors` and send the request again.",
      fa: "فیلدهایی را که در `errors` آمده‌اند اصلاح کنید و درخواست را دوباره بفرستید.",
    },
  },
  malformed_json: {
    status: 400,
    title: { en: "The body is not JSON", fa: "بدنهٔ درخواست JSON نیست" },
    detail: {
      en: "Send the body as one JSON object.",
      fa: "بدنهٔ درخواست را به‌صورت یک شیء JSON بفرستید.",
    },
  },
  unauthorized: {
    status: 401,
    title: { en: "A key is required", fa: "کلید لازم است" },
    detail: {
      en: "Send your app's key in the header Authorization: Bearer <key>. Missing and unknown keys get the same response.",
      fa: "کلید برنامهٔ خود را در هدر Authorization: Bearer <key> بفرستید. پاسخ درخواست بدون کلید و درخواست با کلید ناشناخته یکسان است.",
    },
  },
  scope_missing: {
    status: 403,
    title: { en: "The key lacks a scope", fa: "این کلید دسترسی لازم را ندارد" },
    detail: {
      en: 'This key does not have the scope "{scope}". Use another key, or add the scope to this one in the configuration.',
      fa: "این کلید دسترسی «{scope}» را ندارد. از کلید دیگری استفاده کنید یا این دسترسی را در پیکربندی به آن اضافه کنید.",
    },
  },
  client_ip_not_allowed: {
    status: 403,
    title: { en: "client_ip is not allowed", fa: "ارسال client_ip مجاز نیست" },
    detail: {
      en: "Leave client_ip out. If the caller is a back end that knows its end users' addresses, set client_ip = true for its key in the configuration; without keys, set RAMZ_TRUST_CLIENT_IP=true.",
      fa: "client_ip را نفرستید. اگر فرستنده سروری است که نشانی کاربران را می‌داند، برای کلید آن در پیکربندی client_ip = true بنویسید؛ اگر کلیدی تعریف نشده است، RAMZ_TRUST_CLIENT_IP=true را تنظیم کنید.",
    },
  },
  known_session_not_allowed: {
    status: 403,
    title: { en: "known_session is not allowed", fa: "ارسال known_session مجاز نیست" },
    detail: {
      en: "Leave known_session out, or use a key that has known_session = true in the configuration.",
      fa: "known_session را نفرستید یا از کلیدی استفاده کنید که در پیکربندی known_session = true دارد.",
    },
  },
  cross_origin_refused: {
    status: 403,
    title: { en: "Another origin may not read this", fa: "این صفحه برای مبدأهای دیگر نیست" },
    detail: {
      en: "Pages of other origins may not read the codes that are shown here. Open the address in a tab of its own, or call it without a browser.",
      fa: "صفحه‌های مبدأهای دیگر اجازهٔ خواندن کدهای این بخش را ندارند. نشانی را مستقیم در یک برگهٔ جدید باز کنید یا بدون مرورگر فراخوانی کنید.",
    },
  },
  challenge_not_allowed: {
    status: 403,
    title: { en: "challenge_passed is not allowed", fa: "ارسال challenge_passed مجاز نیست" },
    detail: {
      en: "Leave challenge_passed out, or use a key that has challenge_passed = true in the configuration.",
      fa: "challenge_passed را نفرستید یا از کلیدی استفاده کنید که در پیکربندی challenge_passed = true دارد.",
    },
  },
  own_code_not_allowed: {
    status: 403,
    title: { en: "Codes of your own are not allowed", fa: "ارسال کد خودتان مجاز نیست" },
    detail: {
      en: "Use a key that has own_code = true in the configuration (ramz key new --own-code), or start a verification, for which Ramz makes the code.",
      fa: "از کلیدی استفاده کنید که در پیکربندی own_code = true دارد (ramz key new --own-code)، یا یک درخواست تأیید بفرستید تا Ramz کد را بسازد.",
    },
  },
  method_not_allowed: {
    status: 405,
    title: { en: "Method not allowed", fa: "این متد مجاز نیست" },
    detail: { en: "This path supports {allow}.", fa: "این نشانی از {allow} پشتیبانی می‌کند." },
  },
  idempotency_in_progress: {
    status: 409,
    title: { en: "The first call has no response yet", fa: "درخواست نخست هنوز پاسخی ندارد" },
    detail: {
      en: "A call with this Idempotency-Key is running, or was interrupted before it had a response. Nothing more was sent. Try again in {wait}.",
      fa: "درخواستی با همین Idempotency-Key در حال اجراست یا پیش از پاسخ قطع شده است. پیام دیگری ارسال نشد. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
  body_too_large: {
    status: 413,
    title: { en: "The body is too large", fa: "بدنهٔ درخواست بیش از حد بزرگ است" },
    detail: { en: "A body may have at most {limit} bytes.", fa: "بدنه می‌تواند حداکثر {limit} بایت باشد." },
  },
  unsupported_media_type: {
    status: 415,
    title: { en: "The body is not declared as JSON", fa: "نوع محتوا پشتیبانی نمی‌شود" },
    detail: {
      en: "Send the body as JSON with the header Content-Type: application/json.",
      fa: "بدنه را به‌صورت JSON و با هدر Content-Type: application/json بفرستید.",
    },
  },
  host_not_served: {
    status: 421,
    title: { en: "This host name is not served", fa: "این نام میزبان مجاز نیست" },
    detail: {
      en: 'Ramz shows codes here, so it answers by localhost, by HOST and by the names in RAMZ_ALLOWED_HOSTS only. If "{host}" is your own, add it to RAMZ_ALLOWED_HOSTS.',
      fa: "سرویس Ramz اینجا کدها را نشان می‌دهد؛ بنابراین فقط با localhost، HOST و نام‌های RAMZ_ALLOWED_HOSTS پاسخ می‌دهد. اگر «{host}» متعلق به خودتان است، آن را به RAMZ_ALLOWED_HOSTS اضافه کنید.",
    },
  },
  idempotency_key_reused: {
    status: 422,
    title: { en: "The key belongs to another call", fa: "این کلید متعلق به درخواست دیگری است" },
    detail: {
      en: "This Idempotency-Key was used with another path or body in the last day. Use a new key for a new call.",
      fa: "این Idempotency-Key در یک روز گذشته با نشانی یا بدنهٔ دیگری به کار رفته است. برای هر درخواست جدید، کلید جدیدی بسازید.",
    },
  },
  internal: {
    status: 500,
    title: { en: "Internal error", fa: "خطای داخلی" },
    detail: {
      en: "The request could not be completed. The log shows the cause under this trace_id.",
      fa: "انجام درخواست ممکن نشد. علت با همین trace_id در لاگ سرویس آمده است.",
    },
  },
  store_unavailable: {
    status: 503,
    title: { en: "The store is not available", fa: "پایگاه داده در دسترس نیست" },
    detail: {
      en: "Nothing was sent, and nothing counts as approved. Try again in {wait}.",
      fa: "چیزی ارسال نشد و هیچ شماره‌ای تأییدشده به حساب نمی‌آید. لطفاً پس از {wait} دوباره تلاش کنید.",
    },
  },
} as const satisfies Record<string, ProblemKind>;
