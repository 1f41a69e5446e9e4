/** Every code of SMS.ir's API that a send can get: whose fault it is, what it means, what an operator does about it. Data only. */
import { type AnswerClass, type ExplainedMeaning, hint } from "../../_kit/meanings.ts";
import { sharedRow } from "../../_kit/vendor-client.ts";
import type { Hint } from "../../../../domain/delivery/provider.ts";

/** `status` of a success. */
export const SUCCESS = 1;

export const PANEL = "https://app.sms.ir";

function row(code: number, kind: AnswerClass, reason: string, means: Hint, remedy: Hint): ExplainedMeaning {
  return { code, class: kind, reason, means, remedy };
}

const LINE: Hint = hint(
  `Compare SMSIR_LINE with the lines at ${PANEL}; "ramz doctor" lists them, too.`,
  `مقدار SMSIR_LINE را با خطوط ${PANEL} مقایسه کنید؛ «ramz doctor» هم آن‌ها را فهرست می‌کند.`,
);

// prettier-ignore
export const CODES: readonly ExplainedMeaning[] = [
  sharedRow(0, "unknown", "vendor_fault"),
  sharedRow(10, "account", "key_invalid"),
  sharedRow(11, "account", "key_disabled"),
  sharedRow(12, "account", "ip_refused"),
  sharedRow(13, "account", "account_disabled"),
  sharedRow(14, "account", "account_suspended"),
  sharedRow(15, "account", "plan_missing"),
  sharedRow(16, "message", "request_invalid"),
  sharedRow(20, "unavailable", "throttled"),
  row(101, "message", "sender_invalid",
    hint("The line number is wrong, or is not a line of this account.", "شمارهٔ خط نادرست است یا متعلق به این حساب نیست."), LINE),
  sharedRow(102, "account", "no_credit"),
  sharedRow(103, "message", "request_invalid"),
  sharedRow(104, "recipient", "recipient_invalid"),
  ...[105, 106, 107, 108, 109, 110].map((code) => sharedRow(code, "message", "request_invalid")),
  row(113, "message", "template_unknown",
    hint("There is no approved template of that number.", "الگوی تأییدشده‌ای با این شماره وجود ندارد."),
    hint(`Compare SMSIR_TEMPLATE with the templates at ${PANEL}.`, `مقدار SMSIR_TEMPLATE را با الگوهای ${PANEL} مقایسه کنید.`)),
  sharedRow(114, "message", "value_too_long"),
  sharedRow(115, "number", "blacklisted"),
  ...[116, 117, 118].map((code) => row(code, "message", "template_parameter",
    hint("The template's parameters are others: their names, case included, their number, or the template's text.", "پارامترهای الگو متفاوت است: نام آن‌ها (با حروف بزرگ و کوچک)، تعداد آن‌ها یا متن الگو."),
    hint("Set SMSIR_PARAMETER to the name between the # signs of the template, with its upper and lower case.", "مقدار SMSIR_PARAMETER را دقیقاً همان نامی بگذارید که در الگو میان دو # است، با همان حروف بزرگ و کوچک."))),
  sharedRow(119, "message", "plan_template"),
  row(123, "message", "sender_inactive", hint("The line is not active.", "خط فعال نیست."), LINE),
  row(124, "message", "sender_otp_only",
    hint("This line carries one-time codes by template alone.", "این خط فقط کد یک‌بارمصرف با الگو می‌فرستد."),
    hint("Use smsir/verify instead of smsir/sms, or another line in SMSIR_LINE.", "به جای smsir/sms از smsir/verify استفاده کنید، یا خط دیگری در SMSIR_LINE بگذارید.")),
];
