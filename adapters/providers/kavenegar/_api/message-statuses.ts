/** The statuses of a message inside a 200 envelope: it can already have failed. */
import { hint, type ExplainedMeaning } from "../../_kit/meanings.ts";
import { NOTHING_TO_DO, PAGES, WAIT, row } from "./envelope-codes.ts";

/** 50 is the status of an inbound message; an undocumented status is read the same way. */
export const UNEXPECTED_STATUS: ExplainedMeaning = row(
  50,
  "unknown",
  "status_unexpected",
  hint("A sent message should not have this status.", "پیام ارسالی نباید این وضعیت را داشته باشد."),
  WAIT,
);

/** 11 counts as unknown, because the account's `resendfailed` setting may still deliver the message. */
// prettier-ignore
export const ENTRY_STATUSES: readonly ExplainedMeaning[] = [
  row(1, "accepted", "queued", hint("Queued.", "در صف ارسال."), NOTHING_TO_DO),
  row(2, "accepted", "scheduled", hint("Scheduled.", "زمان‌بندی شده."), NOTHING_TO_DO),
  row(4, "accepted", "handed_over", hint("Handed to the operator.", "به مخابرات تحویل شد."), NOTHING_TO_DO),
  row(5, "accepted", "handed_over", hint("Handed to the operator.", "به مخابرات تحویل شد."), NOTHING_TO_DO),
  row(6, "message", "line_failed", hint("The line failed to send the message.", "خط در ارسال پیام خطا داد."), WAIT),
  row(10, "accepted", "delivered", hint("Delivered.", "به گیرنده رسید."), NOTHING_TO_DO),
  row(11, "unknown", "not_delivered",
    hint("Not delivered: the phone is off or out of reach. The vendor may try again.", "به گیرنده نرسید: گوشی خاموش یا خارج از دسترس است. شاید کاوه‌نگار دوباره بفرستد."),
    hint("The person requests a new code when the phone is reachable.", "کاربر وقتی گوشی در دسترس بود، کد جدیدی درخواست کند.")),
  row(13, "message", "canceled",
    hint("Canceled before sending, and refunded. The account's debug mode cancels every message.", "پیش از ارسال لغو و هزینه برگشت داده شد. حالت دیباگ حساب با همهٔ پیام‌ها چنین می‌کند."),
    hint(`Turn off debug mode in the account's settings at ${PAGES.panel}`, `حالت دیباگ (debugmode) را در تنظیمات حساب در ${PAGES.panel} خاموش کنید.`)),
  row(14, "number", "blocked_by_recipient",
    hint("The recipient has blocked advertising lines. The message was refunded.", "گیرنده پیامک‌های تبلیغاتی را بسته است؛ هزینه برگشت داده شد."),
    hint("Put kavenegar/verify first in the chain: its messages are not blocked.", "ارائه‌دهندهٔ kavenegar/verify را در زنجیره اول بگذارید: پیام‌هایش بسته نمی‌شوند.")),
  UNEXPECTED_STATUS,
  row(100, "unknown", "message_id_unknown",
    hint("The vendor does not know the message's id.", "کاوه‌نگار شناسهٔ پیام را نمی‌شناسد."), WAIT),
];
