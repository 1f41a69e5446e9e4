/** What happened to a code, and what the end user or the operator can do next: for `ramz explain` and for the operator console. */
import { mayHaveArrived } from "../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../domain/ledger/verification-view.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { durationText } from "../language/duration.ts";
import type { Text } from "../language/language.ts";

/** Where the reader finds the attempts. */
export type Place = "above" | "below";

export function adviceFor(view: VerificationView, attempts: Place = "above"): Text {
  switch (view.status) {
    case "pending":
      return joined(delivered(view), retry(view));
    case "approved":
      return APPROVED;
    case "canceled":
      return joined(CANCELED, retry(view));
    case "expired":
      return joined(EXPIRED, delivered(view), retry(view));
    case "exhausted":
      return joined(EXHAUSTED, retry(view));
    case "undelivered":
      return joined(nothingSent(view, attempts), retry(view));
  }
}

/** The same of a carried code, which is made and checked elsewhere. */
export function adviceForDelivery(view: DeliveryView, attempts: Place = "above"): Text {
  if (view.outcome === "used") return USED;
  switch (view.status) {
    case "carrying":
      return CARRYING[attempts];
    case "accepted":
    case "uncertain":
      return joined(delivered(view), ASK_ELSEWHERE);
    case "undelivered":
      return joined(nothingSent(view, attempts), ASK_ELSEWHERE);
  }
}

type Sent = Pick<VerificationView, "attempts" | "provider">;

function nothingSent({ attempts }: Sent, place: Place): Text {
  return attempts.some(({ fault }) => fault === "recipient") ? NO_SUCH_NUMBER : NOTHING_SENT[place];
}

/** Whether the message went out, as far as Ramz can know. */
function delivered({ attempts, provider }: Sent): Text {
  if (attempts.some(({ receipt }) => receipt?.state === "delivered")) return ARRIVED;
  if (attempts.findLast(mayHaveArrived)?.receipt !== undefined) return NOT_ARRIVED;
  if (provider !== null) return acceptedBy(provider);
  return attempts.some(({ outcome }) => outcome === "unknown" || outcome === "planned")
    ? UNCERTAIN
    : NO_MESSAGE;
}

function retry({ resendAt, readAt }: VerificationView): Text {
  const seconds = Math.ceil((resendAt - readAt) / SECOND_MS);
  if (seconds <= 0)
    return {
      en: "The end user can request a new code now.",
      fa: "کاربر می‌تواند همین حالا کد جدید درخواست کند.",
    };
  return {
    en: `The end user can request a new code in ${durationText(seconds, "en")}.`,
    fa: `کاربر می‌تواند ${durationText(seconds, "fa")} دیگر کد جدید درخواست کند.`,
  };
}

function joined(...texts: readonly Text[]): Text {
  return { en: texts.map(({ en }) => en).join(" "), fa: texts.map(({ fa }) => fa).join(" ") };
}

const APPROVED: Text = {
  en: "The right code was entered. There is nothing left to do.",
  fa: "کد درست وارد شده است و کار دیگری لازم نیست.",
};
const CANCELED: Text = {
  en: "It was canceled, or a newer verification for the same purpose replaced it: only the newest code counts.",
  fa: "این درخواست لغو شده یا درخواست جدیدتری با همین کاربرد جای آن را گرفته است؛ فقط آخرین کد معتبر است.",
};
const EXPIRED: Text = {
  en: "The code expired before it was entered.",
  fa: "کد پیش از وارد شدن منقضی شده است.",
};
const EXHAUSTED: Text = {
  en: "Too many wrong codes were entered, so the code no longer works.",
  fa: "کد بیش از حد مجاز اشتباه وارد شده و دیگر معتبر نیست.",
};
const ASK_ELSEWHERE: Text = {
  en: "The code was made elsewhere; the end user requests a new one there.",
  fa: "این کد در سیستم دیگری ساخته شده است و کاربر باید کد جدید را از همان‌جا درخواست کند.",
};
const USED: Text = {
  en: "Its code was used, as its maker reports. There is nothing left to do.",
  fa: "سازندهٔ کد گزارش داده که کد استفاده شده است و کار دیگری لازم نیست.",
};
const CARRYING: Readonly<Record<Place, Text>> = {
  above: {
    en: "Its chain is under way. Run the command again in a few seconds.",
    fa: "ارسال در حال انجام است. چند ثانیهٔ دیگر دستور را دوباره اجرا کنید.",
  },
  below: {
    en: "Its chain is under way. Reload the page in a few seconds.",
    fa: "ارسال در حال انجام است. چند ثانیهٔ دیگر صفحه را دوباره بارگذاری کنید.",
  },
};
const NO_SUCH_NUMBER: Text = {
  en: "The vendor says that the number does not exist. The end user has to correct it.",
  fa: "ارائه‌دهنده می‌گوید این شماره وجود ندارد. کاربر باید شماره را اصلاح کند.",
};
const NOTHING_SENT: Readonly<Record<Place, Text>> = {
  above: {
    en: "Nothing was sent. Fix the problems listed above.",
    fa: "چیزی ارسال نشد. مشکلاتی را که در بالا آمده برطرف کنید.",
  },
  below: {
    en: "Nothing was sent. Fix the problems listed below.",
    fa: "چیزی ارسال نشد. مشکلاتی را که در پایین آمده برطرف کنید.",
  },
};
const ARRIVED: Text = {
  en: "The vendor reports that the message arrived at the phone.",
  fa: "ارائه‌دهنده گزارش داده که پیام به گوشی رسیده است.",
};
const NOT_ARRIVED: Text = {
  en: "The vendor reports that the message did not arrive: the phone may be off, out of reach, or block the line.",
  fa: "ارائه‌دهنده گزارش داده که پیام نرسیده است؛ شاید گوشی خاموش یا خارج از دسترس باشد یا این خط را مسدود کرده باشد.",
};
const UNCERTAIN: Text = {
  en: "No provider confirmed the message, but it may have gone out.",
  fa: "هیچ ارائه‌دهنده‌ای ارسال پیام را تأیید نکرد، ولی شاید پیام ارسال شده باشد.",
};
const NO_MESSAGE: Text = { en: "No message went out.", fa: "پیامی ارسال نشد." };

/** The name of a provider keeps its place in a right-to-left sentence (Unicode, LRI and PDI). */
function acceptedBy(provider: string): Text {
  return {
    en: `${provider} accepted the message. That does not prove delivery: the phone may be off, out of reach, or block advertising lines.`,
    fa: `\u2066${provider}\u2069 پیام را پذیرفته است. این به معنای رسیدن پیام نیست؛ شاید گوشی خاموش یا خارج از دسترس باشد یا پیامک‌های تبلیغاتی را مسدود کرده باشد.`,
  };
}
