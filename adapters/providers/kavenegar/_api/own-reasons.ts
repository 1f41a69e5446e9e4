/** What the adapter itself sees in an answer, besides the vendor's codes and statuses. */
import { hint, type ExplainedMeaning, type AnswerClass } from "../../_kit/meanings.ts";
import { type TransportFailure, transportMeanings } from "../../_kit/transport-failure.ts";
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { PAGES, WAIT } from "./envelope-codes.ts";

const CHECK_ROUTE = hint(
  `Check DNS, firewall, proxy and route from this server to KAVENEGAR_BASE_URL. ${PAGES.health} shows the state of the vendor.`,
  `DNS، فایروال، پراکسی و مسیر این سرور تا KAVENEGAR_BASE_URL را بررسی کنید؛ وضعیت کاوه‌نگار در ${PAGES.health} است.`,
);

// prettier-ignore
const OF_ANSWERS = {
  redirected: ["unknown",
    hint("The host answered with a redirect, which is never followed.", "میزبان با تغییر مسیر (redirect) پاسخ داد که هرگز دنبال نمی‌شود."),
    hint("Check KAVENEGAR_BASE_URL. If unset, it is the vendor's own address.", "مقدار KAVENEGAR_BASE_URL را بررسی کنید؛ بدون آن، نشانی خود کاوه‌نگار به کار می‌رود.")],
  answer_unreadable: ["unknown",
    hint("The answer says success, but is not in the vendor's format.", "پاسخ موفق بود، ولی قالب پاسخ کاوه‌نگار را نداشت."), CHECK_ROUTE],
  message_id_missing: ["unknown",
    hint("The message was accepted, but the answer has no message id.", "پیام پذیرفته شد، ولی پاسخ شناسهٔ پیام نداشت."), WAIT],
  code_unlisted: ["message",
    hint("The vendor refused with a code that Ramz does not know.", "کاوه‌نگار با کدی رد کرد که Ramz نمی‌شناسد."),
    hint("Look the code up at https://kavenegar.com/rest.html and report it.", "کد را در https://kavenegar.com/rest.html جست‌وجو کنید و گزارش دهید.")],
} satisfies Readonly<Record<string, readonly [AnswerClass, means: Hint, remedy: Hint]>>;

/** A reason that comes from the adapter, not from a code of the vendor. */
export type OwnReason = TransportFailure | keyof typeof OF_ANSWERS;

export const OWN_MEANINGS: readonly ExplainedMeaning[] = [
  ...transportMeanings(CHECK_ROUTE),
  ...Object.entries(OF_ANSWERS).map(([reason, [kind, means, remedy]]) => ({
    code: null,
    reason,
    class: kind,
    means,
    remedy,
  })),
];
