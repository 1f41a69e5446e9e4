/** What is known besides envelope codes: the status of an accepted message, and what this adapter saw on the wire itself. */
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { type Meaning, NOTHING_TO_DO, PAGES, type ResultClass, WAIT, row, say } from "./envelope-codes.ts";

const CHECK_ROUTE = say(
  `Check DNS, firewall, proxy and route from this server to KAVENEGAR_BASE_URL; ${PAGES.health} shows the vendor's own state.`,
  `DNS، دیوار آتش، پراکسی و مسیر این سرور تا KAVENEGAR_BASE_URL را بررسی کنید؛ وضعیت کاوه‌نگار در ${PAGES.health} است.`,
);

/** 50 marks an inbound message; a status the vendor never documented reads the same. */
export const UNEXPECTED_STATUS: Meaning = row(
  50,
  "unknown",
  "status_unexpected",
  say("A status that a sent message should not have.", "وضعیتی که پیام ارسالی نباید داشته باشد."),
  WAIT,
);

/**
 * Statuses of a message inside a 200 envelope. A 200 can already carry a failed one, so both are read. 11 counts as unknown
 * because the account's `resendfailed` may still carry it.
 */
// prettier-ignore
export const ENTRY_STATUSES: readonly Meaning[] = [
  row(1, "accepted", "queued", say("Queued.", "در صف ارسال."), NOTHING_TO_DO),
  row(2, "accepted", "scheduled", say("Scheduled.", "زمان‌بندی شده."), NOTHING_TO_DO),
  row(4, "accepted", "handed_over", say("Handed to the operator.", "به مخابرات تحویل شد."), NOTHING_TO_DO),
  row(5, "accepted", "handed_over", say("Handed to the operator.", "به مخابرات تحویل شد."), NOTHING_TO_DO),
  row(6, "message", "line_failed", say("The line failed to send it.", "خط در ارسال پیام خطا داد."), WAIT),
  row(10, "accepted", "delivered", say("Delivered.", "به گیرنده رسید."), NOTHING_TO_DO),
  row(11, "unknown", "not_delivered",
    say("Not delivered: the phone is off or out of reach. The vendor may try again.", "به گیرنده نرسید: گوشی خاموش یا خارج از دسترس است. شاید کاوه‌نگار دوباره بفرستد."),
    say("The person asks again once the phone is reachable.", "کاربر وقتی گوشی در دسترس بود دوباره درخواست کند.")),
  row(13, "message", "canceled",
    say("Canceled before sending and refunded. The account's debug mode does this to every message.", "پیش از ارسال لغو و هزینه برگشت داده شد. حالت دیباگ حساب با همهٔ پیام‌ها چنین می‌کند."),
    say(`Turn off debug mode in the account's settings at ${PAGES.panel}`, `حالت دیباگ (debugmode) را در تنظیمات حساب در ${PAGES.panel} خاموش کنید.`)),
  { ...row(14, "message", "blocked_by_recipient",
    say("The recipient has blocked advertising lines; refunded.", "گیرنده پیامک‌های تبلیغاتی را بسته است؛ هزینه برگشت داده شد."),
    say("Put kavenegar/verify first in the chain: its lines are not blocked.", "ارسال‌کنندهٔ kavenegar/verify را در زنجیره اول بگذارید: خط‌هایش بسته نمی‌شوند.")),
    numberOnly: true },
  UNEXPECTED_STATUS,
  row(100, "unknown", "message_id_unknown",
    say("The vendor does not know the message's id.", "کاوه‌نگار شناسهٔ پیام را نمی‌شناسد."), WAIT),
];

type Found = Omit<Meaning, "code" | "reason">;

function found(kind: ResultClass, means: Hint, remedy: Hint): Found {
  return { class: kind, means, remedy };
}

/** What this adapter finds out by itself, by reason. `unavailable` only where no byte of the request can have been written. */
// prettier-ignore
export const FINDINGS = {
  no_time_left: found("unavailable", say("No time was left to ask.", "زمانی برای درخواست نمانده بود."),
    say("Raise the chain's deadline, or look at what the providers before this one spent.", "مهلت زنجیره را بیشتر کنید، یا ببینید ارسال‌کننده‌های پیشین زمان را کجا صرف کرده‌اند.")),
  host_not_found: found("unavailable", say("The vendor's host name could not be resolved.", "نام میزبان کاوه‌نگار پیدا نشد."),
    CHECK_ROUTE),
  connection_refused: found("unavailable", say("The vendor's host refused the connection.", "میزبان کاوه‌نگار اتصال را نپذیرفت."),
    CHECK_ROUTE),
  network_unreachable: found("unavailable", say("There is no route to the vendor's host.", "مسیری به میزبان کاوه‌نگار نیست."),
    CHECK_ROUTE),
  certificate_refused: found("unavailable",
    say("The host's TLS certificate is not to be trusted.", "گواهی TLS میزبان قابل اعتماد نیست."), CHECK_ROUTE),
  proxy_refused: found("unavailable", say("The proxy of HTTPS_PROXY refused to connect.", "پراکسیِ HTTPS_PROXY اتصال را نپذیرفت."),
    CHECK_ROUTE),
  timeout: found("unknown",
    say("No answer in time; the message may have gone out.", "پاسخی به‌موقع نرسید؛ شاید پیام ارسال شده باشد."), CHECK_ROUTE),
  connection_lost: found("unknown",
    say("The connection broke; the message may have gone out.", "اتصال قطع شد؛ شاید پیام ارسال شده باشد."), CHECK_ROUTE),
  redirected: found("unknown",
    say("The host answered with a redirect, which is never followed.", "میزبان تغییر مسیر داد که هرگز دنبال نمی‌شود."),
    say("Check KAVENEGAR_BASE_URL; unset, it is the vendor's own address.", "مقدار KAVENEGAR_BASE_URL را بررسی کنید؛ بدون آن، نشانی خود کاوه‌نگار به کار می‌رود.")),
  answer_unreadable: found("unknown",
    say("A success was answered, but not in the vendor's form.", "پاسخِ موفق آمد ولی به شکل پاسخ کاوه‌نگار نبود."), CHECK_ROUTE),
  message_id_missing: found("unknown", say("Accepted, but no message id came with it.", "پذیرفته شد ولی شناسهٔ پیام همراهش نبود."),
    WAIT),
  code_unlisted: found("message",
    say("A refusal with a code this software does not know.", "ردِ درخواست با کدی که این نرم‌افزار نمی‌شناسد."),
    say("Look the code up at https://kavenegar.com/rest.html and report it.", "کد را در https://kavenegar.com/rest.html بجویید و گزارش دهید.")),
} satisfies Readonly<Record<string, Found>>;

/** What this adapter can find out by itself, without a code of the vendor. */
export type Finding = keyof typeof FINDINGS;
