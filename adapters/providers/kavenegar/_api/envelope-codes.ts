/** Every envelope code of Kavenegar's API: whose fault it is, what it means, what an operator does about it. Data only. */
import type { Fault, Hint } from "../../../../domain/delivery/provider.ts";

/** What a row makes of the result. A fault stands for `refused` with that fault. */
export type ResultClass = "accepted" | Fault | "unavailable" | "unknown";

export interface Meaning {
  /** The vendor's code; null for what this adapter found out by itself. */
  readonly code: number | null;
  readonly class: ResultClass;
  /** The stable word of results. Rows may share one, and then share their texts too. */
  readonly reason: string;
  readonly means: Hint;
  readonly remedy: Hint;
  /** Of a refusal: about this number on this line, not about the line. */
  readonly numberOnly?: true;
}

export function row(
  code: number | null,
  kind: ResultClass,
  reason: string,
  means: Hint,
  remedy: Hint,
): Meaning {
  return { code, class: kind, reason, means, remedy };
}

export function say(en: string, fa: string): Hint {
  return { en, fa };
}

export const PAGES = {
  console: "https://console.kavenegar.com",
  templates: "https://console.kavenegar.com/verification",
  panel: "https://panel.kavenegar.com",
  key: "https://panel.kavenegar.com/client/setting/account",
  lines: "https://panel.kavenegar.com/client/sms/line",
  health: "https://status.kavenegar.com",
} as const;

export const NOTHING_TO_DO: Hint = say("Nothing.", "نیازی به اقدام نیست.");

export const WAIT: Hint = say(
  `Wait and see ${PAGES.health}; if it lasts, ask Kavenegar's support. Another vendor in the chain bridges the gap.`,
  `صبر کنید و ${PAGES.health} را ببینید؛ اگر ادامه داشت از پشتیبانی کاوه‌نگار بپرسید. سرویس‌دهندهٔ دیگری در زنجیره این فاصله را پر می‌کند.`,
);

const REPORT: Hint = say(
  "A fault of the request, so of this software or its options: check the provider's options, then report it.",
  "ایراد از خود درخواست است، یعنی از این نرم‌افزار یا تنظیماتش: تنظیمات این ارسال‌کننده را بررسی کنید و سپس گزارش دهید.",
);

const ALLOW_THIS_IP: Hint = say(
  `Add this server's outgoing IP address in ${PAGES.panel} under Settings > Security settings.`,
  `نشانی IP خروجی این سرور را در ${PAGES.panel} در «تنظیمات > تنظیمات امنیتی» اضافه کنید.`,
);

/** Same texts for 500, 502, 503, 504, 505: faults of the vendor's gateway, after which the message may have gone out. */
function gatewayFault(code: number): Meaning {
  const means = say(
    "The vendor's servers failed; the message may have gone out.",
    "سرورهای کاوه‌نگار خطا دادند؛ شاید پیام ارسال شده باشد.",
  );
  return row(code, "unknown", "vendor_error", means, WAIT);
}

/** 800–813 all concern media of messenger lines, which a code never has. */
function mediaFault(code: number): Meaning {
  return row(
    code,
    "message",
    "media_refused",
    say("A fault of an attached medium.", "ایراد از رسانهٔ پیوست است."),
    REPORT,
  );
}

// One code to a paragraph reads as the table it is.
// prettier-ignore
export const ENVELOPE_CODES: readonly Meaning[] = [
  row(200, "accepted", "accepted", say("Accepted.", "پذیرفته شد."), NOTHING_TO_DO),
  row(400, "message", "parameters_incomplete", say("Parameters are incomplete.", "پارامترها ناقص هستند."), REPORT),
  row(401, "account", "account_disabled",
    say("The account is disabled. This does not mean a wrong key.", "حساب کاربری غیرفعال شده است. این به معنای نادرستی کلید نیست."),
    say(`Ask Kavenegar to enable it: ${PAGES.console}`, `از کاوه‌نگار بخواهید حساب را فعال کند: ${PAGES.console}`)),
  row(402, "unavailable", "operation_failed",
    say("The operation failed; the vendor does not say why. This does not mean no credit.", "عملیات ناموفق بود و کاوه‌نگار علتش را نمی‌گوید. این به معنای کمبود اعتبار نیست."),
    WAIT),
  row(403, "account", "api_key_invalid",
    say("The API key is wrong, or its owner's identity is not yet confirmed.", "کلید API نادرست است، یا هویت صاحب حساب هنوز تأیید نشده است."),
    say(`Compare KAVENEGAR_API_KEY with ${PAGES.key}; confirm the identity at ${PAGES.console}`, `مقدار KAVENEGAR_API_KEY را با ${PAGES.key} مقایسه کنید؛ هویت را در ${PAGES.console} تأیید کنید.`)),
  row(404, "message", "method_unknown",
    say("There is no such method at this address. This does not mean a missing template.", "در این نشانی چنین متدی نیست. این به معنای نبود الگو نیست."),
    say("Check KAVENEGAR_BASE_URL; unset, it is the vendor's own address.", "مقدار KAVENEGAR_BASE_URL را بررسی کنید؛ بدون آن، نشانی خود کاوه‌نگار به کار می‌رود.")),
  row(405, "message", "verb_wrong", say("GET was used for POST, or the reverse.", "متد GET یا POST اشتباه است."), REPORT),
  row(406, "message", "parameter_empty", say("A mandatory parameter is empty.", "یک پارامتر اجباری خالی است."),
    say("Check that KAVENEGAR_TEMPLATE is not empty.", "بررسی کنید که KAVENEGAR_TEMPLATE خالی نباشد.")),
  row(407, "message", "ip_not_registered",
    say("This method, or an international line, needs the caller's IP address to be registered.", "این متد یا خط بین‌المللی نیازمند ثبت IP سرور است."),
    ALLOW_THIS_IP),
  row(408, "unknown", "vendor_timeout",
    say("A time-out on the vendor's side; the message may have gone out.", "مهلت در سمت کاوه‌نگار تمام شد؛ شاید پیام ارسال شده باشد."),
    WAIT),
  row(409, "unknown", "vendor_busy",
    say("The vendor's server cannot answer now; the message may have gone out.", "سرور کاوه‌نگار اکنون پاسخ‌گو نیست؛ شاید پیام ارسال شده باشد."),
    WAIT),
  row(411, "recipient", "recipient_invalid", say("The recipient's number is invalid.", "شمارهٔ گیرنده نامعتبر است."),
    say("The person corrects the number; no other provider could reach it.", "کاربر شماره را تصحیح می‌کند؛ هیچ ارسال‌کنندهٔ دیگری هم به آن نمی‌رسد.")),
  row(412, "message", "sender_invalid",
    say("The sender line is not yours, or carries no free text.", "خط فرستنده متعلق به شما نیست، یا متن آزاد نمی‌پذیرد."),
    say(`Set KAVENEGAR_SENDER to a line listed at ${PAGES.lines}, or send with kavenegar/verify, which needs no line.`, `مقدار KAVENEGAR_SENDER را یکی از خط‌های ${PAGES.lines} بگذارید، یا با kavenegar/verify بفرستید که خط نمی‌خواهد.`)),
  row(413, "message", "text_empty_or_too_long", say("The text is empty or too long.", "متن پیام خالی یا بیش از حد بلند است."),
    say("Shorten the text in the provider's options.", "متن را در تنظیمات این ارسال‌کننده کوتاه کنید.")),
  row(414, "message", "request_too_large",
    say("Too many recipients or ids in one request.", "تعداد گیرنده‌ها یا شناسه‌ها در یک درخواست بیش از حد است."), REPORT),
  row(415, "message", "start_index_too_large", say("The start index is beyond the end.", "اندیس شروع از کل بزرگ‌تر است."),
    REPORT),
  row(416, "account", "ip_not_allowed",
    say("This server's IP address is not on the account's list.", "نشانی IP این سرور در فهرست مجاز حساب نیست."), ALLOW_THIS_IP),
  row(417, "message", "date_invalid", say("The date of sending is wrong or past.", "تاریخ ارسال اشتباه یا گذشته است."), REPORT),
  row(418, "account", "no_credit", say("The account's credit does not suffice.", "اعتبار حساب کافی نیست."),
    say(`Top up at ${PAGES.panel} and set a low-credit alarm there.`, `حساب را در ${PAGES.panel} شارژ کنید و هشدار کمبود اعتبار بگذارید.`)),
  row(419, "message", "arrays_unequal", say("Lists of the request differ in length.", "طول آرایه‌های درخواست یکسان نیست."),
    REPORT),
  row(420, "message", "link_forbidden",
    say("Links in the text are forbidden for this account.", "استفاده از لینک در متن برای این حساب محدود شده است."),
    say("Remove the link from the text, or put it into an approved template.", "لینک را از متن بردارید، یا آن را در یک الگوی تأییدشده بگذارید.")),
  row(422, "message", "character_unsuitable",
    say("A character of the request cannot be processed.", "درخواست نویسهٔ نامناسب دارد."),
    say("Remove unusual characters from the text in the provider's options.", "نویسه‌های نامعمول را از متن در تنظیمات این ارسال‌کننده بردارید.")),
  row(424, "message", "template_not_found",
    say("There is no template of that name, or it is not yet approved.", "الگویی با این نام نیست، یا هنوز تأیید نشده است."),
    say(`Compare KAVENEGAR_TEMPLATE with the names at ${PAGES.templates}; editing a template sends it back to review.`, `مقدار KAVENEGAR_TEMPLATE را با نام‌های ${PAGES.templates} مقایسه کنید؛ ویرایش الگو آن را دوباره به صف بررسی می‌برد.`)),
  row(426, "message", "advanced_service_required",
    say("The method needs the advanced service (سرویس پیشرفته).", "این متد نیازمند سرویس پیشرفته است."),
    say(`Buy the advanced service at ${PAGES.panel}`, `سرویس پیشرفته را در ${PAGES.panel} تهیه کنید.`)),
  row(427, "message", "line_access_missing",
    say("The line needs an access level the account lacks.", "این خط نیازمند ایجاد سطح دسترسی است."),
    say(`Activate the line at ${PAGES.lines}, or use another.`, `خط را در ${PAGES.lines} فعال کنید یا خط دیگری به کار ببرید.`)),
  row(428, "message", "call_impossible",
    say("The code cannot be spoken in a call; only digits can.", "ارسال کد با تماس تلفنی ممکن نیست؛ فقط رقم خوانده می‌شود."),
    REPORT),
  row(429, "account", "ip_restricted",
    say("The vendor restricts this server's IP address.", "کاوه‌نگار نشانی IP این سرور را محدود کرده است."),
    say("Ask Kavenegar's support, or send from another address or by another vendor.", "از پشتیبانی کاوه‌نگار بپرسید، یا از نشانی یا سرویس‌دهندهٔ دیگری بفرستید.")),
  row(431, "message", "token_malformed",
    say("The code as sent holds a space, an underscore or a line break.", "در کد فاصله، خط زیر یا خط جدید هست."), REPORT),
  row(432, "message", "template_lacks_token",
    say("The template's text has no place for the code.", "در متن الگو جایی برای کد نیست."),
    say(`Make a new template whose text holds %token at ${PAGES.templates}`, `در ${PAGES.templates} الگوی تازه‌ای بسازید که در متنش %token باشد.`)),
  row(451, "unavailable", "too_many_calls",
    say("Too many calls from this IP address within a time window.", "تعداد فراخوانی‌ها از این IP در بازهٔ زمانی بیش از حد بود."),
    say("It passes by itself; lower the send limits, or ask Kavenegar for a higher one.", "خودبه‌خود رفع می‌شود؛ سقف ارسال را پایین بیاورید یا سقف بالاتری از کاوه‌نگار بخواهید.")),
  gatewayFault(500),
  row(501, "message", "test_only",
    say("The account or the template is still in test and reaches only its owner's number.", "حساب یا الگو هنوز آزمایشی است و فقط به شمارهٔ صاحب حساب می‌فرستد."),
    say(`Confirm the identity at ${PAGES.console}; wait until the template at ${PAGES.templates} reads «عملیاتی».`, `هویت را در ${PAGES.console} تأیید کنید؛ صبر کنید تا الگو در ${PAGES.templates} «عملیاتی» شود.`)),
  gatewayFault(502),
  gatewayFault(503),
  gatewayFault(504),
  gatewayFault(505),
  row(604, "message", "list_too_long", say("Too many numbers in one list.", "تعداد شماره‌ها بیش از حد مجاز است."), REPORT),
  row(607, "message", "tag_unknown", say("There is no tag of that name.", "نام تگ اشتباه است."), REPORT),
  ...Array.from({ length: 14 }, (_, index) => mediaFault(800 + index)),
];
