/** Every envelope code of Kavenegar's API: whose fault it is, what it means, what an operator does about it. Data only. */
import { hint, type ExplainedMeaning, type AnswerClass } from "../../_kit/meanings.ts";
import type { Hint } from "../../../../domain/delivery/provider.ts";

export function row(
  code: number,
  kind: AnswerClass,
  reason: string,
  means: Hint,
  remedy: Hint,
): ExplainedMeaning {
  return { code, class: kind, reason, means, remedy };
}

export const PAGES = {
  console: "https://console.kavenegar.com",
  templates: "https://console.kavenegar.com/verification",
  panel: "https://panel.kavenegar.com",
  key: "https://panel.kavenegar.com/client/setting/account",
  lines: "https://panel.kavenegar.com/client/sms/line",
  health: "https://status.kavenegar.com",
} as const;

export const NOTHING_TO_DO: Hint = hint("Nothing.", "نیازی به اقدام نیست.");

export const WAIT: Hint = hint(
  `Wait, and see ${PAGES.health}. If it lasts, ask Kavenegar's support. Another vendor in the chain covers the gap.`,
  `کمی صبر کنید و ${PAGES.health} را ببینید؛ اگر ادامه داشت، از پشتیبانی کاوه‌نگار بپرسید. ارائه‌دهندهٔ دیگری در زنجیره این فاصله را پوشش می‌دهد.`,
);

const REPORT: Hint = hint(
  "The request itself is wrong: check the provider's options, then report it as a bug.",
  "خود درخواست ایراد دارد: تنظیمات این ارائه‌دهنده را بررسی کنید و سپس خطا را گزارش دهید.",
);

const ALLOW_THIS_IP: Hint = hint(
  `Add this server's outgoing IP address in ${PAGES.panel} under Settings > Security settings.`,
  `نشانی IP خروجی این سرور را در ${PAGES.panel} در «تنظیمات > تنظیمات امنیتی» اضافه کنید.`,
);

/** 500 and 502 to 505 are errors of the vendor's gateway, after which the message may have gone out. */
function gatewayFault(code: number): ExplainedMeaning {
  const means = hint(
    "The vendor's servers failed; the message may have gone out.",
    "سرورهای کاوه‌نگار خطا دادند؛ شاید پیام ارسال شده باشد.",
  );
  return row(code, "unknown", "vendor_error", means, WAIT);
}

/** 800 to 813 concern media on messenger lines, which a code never has. */
function mediaFault(code: number): ExplainedMeaning {
  return row(
    code,
    "message",
    "media_refused",
    hint("An attached medium was refused.", "رسانهٔ پیوست پذیرفته نشد."),
    REPORT,
  );
}

// prettier-ignore
export const ENVELOPE_CODES: readonly ExplainedMeaning[] = [
  row(200, "accepted", "accepted", hint("Accepted.", "پذیرفته شد."), NOTHING_TO_DO),
  row(400, "message", "parameters_incomplete", hint("Parameters are incomplete.", "پارامترها ناقص هستند."), REPORT),
  row(401, "account", "account_disabled",
    hint("The account is disabled. This does not mean a wrong key.", "حساب کاربری غیرفعال شده است. این به معنای نادرستی کلید نیست."),
    hint(`Ask Kavenegar to enable it: ${PAGES.console}`, `از کاوه‌نگار بخواهید حساب را فعال کند: ${PAGES.console}`)),
  row(402, "unavailable", "operation_failed",
    hint("The operation failed; the vendor gives no cause. This does not mean that the credit is used up.", "عملیات ناموفق بود و کاوه‌نگار علتش را نمی‌گوید. این به معنای کمبود اعتبار نیست."),
    WAIT),
  row(403, "account", "api_key_invalid",
    hint("The API key is wrong, or the identity of its owner is not confirmed yet.", "کلید API نادرست است، یا هویت صاحب حساب هنوز تأیید نشده است."),
    hint(`Compare KAVENEGAR_API_KEY with ${PAGES.key}; confirm the identity at ${PAGES.console}`, `مقدار KAVENEGAR_API_KEY را با ${PAGES.key} مقایسه کنید؛ هویت را در ${PAGES.console} تأیید کنید.`)),
  row(404, "message", "method_unknown",
    hint("This address has no such method. This does not mean a missing template.", "این نشانی چنین متدی ندارد. این به معنای نبود الگو نیست."),
    hint("Check KAVENEGAR_BASE_URL. If unset, it is the vendor's own address.", "مقدار KAVENEGAR_BASE_URL را بررسی کنید؛ بدون آن، نشانی خود کاوه‌نگار به کار می‌رود.")),
  row(405, "message", "verb_wrong", hint("GET was used instead of POST, or the reverse.", "متد GET یا POST اشتباه است."), REPORT),
  row(406, "message", "parameter_empty", hint("A mandatory parameter is empty.", "یک پارامتر اجباری خالی است."),
    hint("Check that KAVENEGAR_TEMPLATE is not empty.", "بررسی کنید که KAVENEGAR_TEMPLATE خالی نباشد.")),
  row(407, "message", "ip_not_registered",
    hint("This method, or an international line, needs the caller's IP address to be registered.", "این متد یا خط بین‌المللی نیازمند ثبت IP سرور است."),
    ALLOW_THIS_IP),
  row(408, "unknown", "vendor_timeout",
    hint("A time-out on the vendor's side; the message may have gone out.", "مهلت در سمت کاوه‌نگار تمام شد؛ شاید پیام ارسال شده باشد."),
    WAIT),
  row(409, "unknown", "vendor_busy",
    hint("The vendor's server cannot answer now; the message may have gone out.", "سرور کاوه‌نگار اکنون پاسخ‌گو نیست؛ شاید پیام ارسال شده باشد."),
    WAIT),
  row(411, "recipient", "recipient_invalid", hint("The recipient's number is invalid.", "شمارهٔ گیرنده نامعتبر است."),
    hint("The person corrects the number. No other provider can reach it.", "کاربر باید شماره را تصحیح کند؛ هیچ ارائه‌دهندهٔ دیگری هم به آن نمی‌رسد.")),
  row(412, "message", "sender_invalid",
    hint("The sender line does not belong to the account, or does not carry free text.", "خط فرستنده متعلق به شما نیست، یا متن آزاد نمی‌پذیرد."),
    hint(`Set KAVENEGAR_SENDER to a line listed at ${PAGES.lines}, or send with kavenegar/verify, which needs no line.`, `مقدار KAVENEGAR_SENDER را یکی از خط‌های ${PAGES.lines} بگذارید، یا با kavenegar/verify بفرستید که به خط نیاز ندارد.`)),
  row(413, "message", "text_empty_or_too_long", hint("The text is empty or too long.", "متن پیام خالی یا بیش از حد بلند است."),
    hint("Shorten the text in the provider's options.", "متن را در تنظیمات این ارائه‌دهنده کوتاه کنید.")),
  row(414, "message", "request_too_large",
    hint("Too many recipients or ids in one request.", "تعداد گیرنده‌ها یا شناسه‌ها در یک درخواست بیش از حد است."), REPORT),
  row(415, "message", "start_index_too_large", hint("The start index is past the end.", "اندیس شروع از کل بزرگ‌تر است."),
    REPORT),
  row(416, "account", "ip_not_allowed",
    hint("This server's IP address is not on the account's list.", "نشانی IP این سرور در فهرست مجاز حساب نیست."), ALLOW_THIS_IP),
  row(417, "message", "date_invalid", hint("The date of sending is wrong or past.", "تاریخ ارسال اشتباه یا گذشته است."), REPORT),
  row(418, "account", "no_credit", hint("The account's credit is too low.", "اعتبار حساب کافی نیست."),
    hint(`Top up at ${PAGES.panel} and set a low-credit alarm there.`, `حساب را در ${PAGES.panel} شارژ کنید و هشدار کمبود اعتبار بگذارید.`)),
  row(419, "message", "arrays_unequal", hint("Lists in the request differ in length.", "طول آرایه‌های درخواست یکسان نیست."),
    REPORT),
  row(420, "message", "link_forbidden",
    hint("Links in the text are forbidden for this account.", "استفاده از لینک در متن برای این حساب محدود شده است."),
    hint("Remove the link from the text, or put it into an approved template.", "لینک را از متن بردارید، یا آن را در یک الگوی تأییدشده بگذارید.")),
  row(422, "message", "character_unsuitable",
    hint("A character of the request cannot be processed.", "درخواست نویسهٔ نامناسب دارد."),
    hint("Remove unusual characters from the text in the provider's options.", "نویسه‌های نامعمول را از متن در تنظیمات این ارائه‌دهنده بردارید.")),
  row(424, "message", "template_not_found",
    hint("The account has no template of that name, or it is not approved yet.", "الگویی با این نام وجود ندارد، یا هنوز تأیید نشده است."),
    hint(`Compare KAVENEGAR_TEMPLATE with the names at ${PAGES.templates}; editing a template sends it back to review.`, `مقدار KAVENEGAR_TEMPLATE را با نام‌های ${PAGES.templates} مقایسه کنید؛ ویرایش الگو آن را دوباره به صف بررسی می‌برد.`)),
  row(426, "message", "advanced_service_required",
    hint("The method needs the advanced service (سرویس پیشرفته).", "این متد نیازمند سرویس پیشرفته است."),
    hint(`Buy the advanced service at ${PAGES.panel}`, `سرویس پیشرفته را در ${PAGES.panel} تهیه کنید.`)),
  row(427, "message", "line_access_missing",
    hint("The line needs an access level that the account does not have.", "این خط نیازمند ایجاد سطح دسترسی است."),
    hint(`Activate the line at ${PAGES.lines}, or use another one.`, `خط را در ${PAGES.lines} فعال کنید یا خط دیگری به کار ببرید.`)),
  row(428, "message", "call_impossible",
    hint("A call can only speak digits, and the code has other characters.", "ارسال کد با تماس تلفنی ممکن نیست؛ فقط رقم خوانده می‌شود."),
    REPORT),
  row(429, "account", "ip_restricted",
    hint("The vendor restricts this server's IP address.", "کاوه‌نگار نشانی IP این سرور را محدود کرده است."),
    hint("Ask Kavenegar's support, or send from another address or by another vendor.", "از پشتیبانی کاوه‌نگار بپرسید، یا با نشانی یا ارائه‌دهندهٔ دیگری بفرستید.")),
  row(431, "message", "token_malformed",
    hint("The code contains a space, an underscore or a line break.", "کد شامل فاصله، خط زیر یا خط جدید است."), REPORT),
  row(432, "message", "template_lacks_token",
    hint("The template's text has no placeholder for the code.", "در متن الگو جایی برای کد نیست."),
    hint(`At ${PAGES.templates}, make a new template whose text contains %token.`, `در ${PAGES.templates} الگوی جدیدی بسازید که متنش %token داشته باشد.`)),
  row(451, "unavailable", "too_many_calls",
    hint("Too many calls from this IP address in a time window.", "تعداد فراخوانی‌ها از این IP در بازهٔ زمانی بیش از حد بود."),
    hint("It passes by itself. Lower the send limits, or ask Kavenegar for a higher one.", "خودبه‌خود رفع می‌شود؛ سقف ارسال را پایین بیاورید یا سقف بالاتری از کاوه‌نگار بخواهید.")),
  gatewayFault(500),
  row(501, "message", "test_only",
    hint("The account or the template is still in test mode, and reaches only the owner's number.", "حساب یا الگو هنوز آزمایشی است و فقط به شمارهٔ صاحب حساب می‌فرستد."),
    hint(`Confirm the identity at ${PAGES.console}; wait until the template at ${PAGES.templates} reads «عملیاتی».`, `هویت را در ${PAGES.console} تأیید کنید؛ صبر کنید تا الگو در ${PAGES.templates} «عملیاتی» شود.`)),
  gatewayFault(502),
  gatewayFault(503),
  gatewayFault(504),
  gatewayFault(505),
  row(604, "message", "list_too_long", hint("Too many numbers in one list.", "تعداد شماره‌ها بیش از حد مجاز است."), REPORT),
  row(607, "message", "tag_unknown", hint("The account has no tag of that name.", "نام تگ اشتباه است."), REPORT),
  ...Array.from({ length: 14 }, (_, index) => mediaFault(800 + index)),
];
