/** Every code of Ghasedak's API: whose fault it is, what it means, what an operator does about it. Data only. */
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { type AnswerClass, type ExplainedMeaning, hint } from "../../_kit/meanings.ts";
import { sharedRow } from "../../_kit/vendor-client.ts";

export const SUCCESS = 200;

export const PANEL = "https://ghasedak.me";

function row(code: number, kind: AnswerClass, reason: string, means: Hint, remedy: Hint): ExplainedMeaning {
  return { code, class: kind, reason, means, remedy };
}

/** No code says that a number does not exist: 400 covers it, too. So a refusal never ends the chain for the person. */
// prettier-ignore
export const CODES: readonly ExplainedMeaning[] = [
  row(400, "message", "request_invalid",
    hint("The vendor does not accept the request's fields, or the number.", "ارائه‌دهنده فیلدهای درخواست یا شماره را نپذیرفت."),
    hint("Check the provider's options and the template, then report it as a bug.", "تنظیمات این ارائه‌دهنده و الگو را بررسی کنید و سپس خطا را گزارش دهید.")),
  row(401, "account", "key_invalid",
    hint("The key is wrong, or the account is inactive.", "کلید نادرست یا حساب غیرفعال است."),
    hint(`Compare GHASEDAK_API_KEY with the panel at ${PANEL}.`, `مقدار GHASEDAK_API_KEY را با پنل ${PANEL} مقایسه کنید.`)),
  row(402, "unknown", "operation_failed",
    hint("The operation failed, and the vendor gives no cause; the message may have gone out.", "عملیات ناموفق بود و ارائه‌دهنده علتش را نمی‌گوید؛ شاید پیام ارسال شده باشد."),
    hint("Ask the vendor's support if it lasts. It does not mean that the credit is used up.", "اگر ادامه داشت، از پشتیبانی بپرسید. این به معنای کمبود اعتبار نیست.")),
  sharedRow(406, "message", "sender_unverified"),
  row(412, "message", "sender_invalid",
    hint("The account may not use the line, or the line is inactive.", "حساب به این خط دسترسی ندارد، یا خط غیرفعال است."),
    hint(`Look at the lines and the template's line at ${PANEL}.`, `خطوط و خط الگو را در ${PANEL} ببینید.`)),
  sharedRow(413, "message", "text_too_long"),
  sharedRow(416, "account", "ip_refused"),
  sharedRow(418, "account", "no_credit"),
  sharedRow(419, "account", "tariff_invalid"),
  sharedRow(420, "message", "link_refused"),
  sharedRow(422, "message", "text_invalid"),
  sharedRow(426, "account", "plan_missing"),
  row(428, "message", "template_unknown",
    hint("There is no approved template of that name.", "الگوی تأییدشده‌ای با این نام وجود ندارد."),
    hint(`Compare GHASEDAK_TEMPLATE with the templates at ${PANEL}.`, `مقدار GHASEDAK_TEMPLATE را با الگوهای ${PANEL} مقایسه کنید.`)),
  row(429, "message", "template_parameter",
    hint("The template has no parameter of that name. This does not mean too many requests.", "الگو پارامتری با این نام ندارد. این به معنای تعداد زیاد درخواست نیست."),
    hint('Set GHASEDAK_PARAMETER to the template\'s parameter; "ramz doctor" shows it.', "مقدار GHASEDAK_PARAMETER را همان پارامتر الگو بگذارید؛ «ramz doctor» آن را نشان می‌دهد.")),
  sharedRow(451, "unknown", "duplicate"),
  sharedRow(500, "unknown", "vendor_fault"),
];
