import type { Text } from "../../language/language.ts";

/** What the predecessor's clients show their users; the English is the predecessor's own. */
export const LEGACY_TEXTS = {
  sent: { en: "OTP sent successfully", fa: "کد با موفقیت ارسال شد" },
  not_sent: {
    en: "Failed to send OTP. Please try again later.",
    fa: "ارسال کد ممکن نشد. لطفاً کمی بعد دوباره تلاش کنید.",
  },
  incorrect: {
    en: "Invalid OTP code. {left} attempt(s) remaining.",
    fa: "کد نادرست است. {left} بار دیگر می‌توانید تلاش کنید.",
  },
  exhausted: {
    en: "Maximum attempts exceeded. Please request a new OTP.",
    fa: "تعداد دفعات مجاز به پایان رسیده است. لطفاً کد جدیدی درخواست کنید.",
  },
  expired: {
    en: "OTP has expired or maximum attempts exceeded. Please request a new one.",
    fa: "کد منقضی شده یا تعداد دفعات مجاز به پایان رسیده است. لطفاً کد جدیدی درخواست کنید.",
  },
  none: {
    en: "No active OTP found. Please request a new one.",
    fa: "کد فعالی پیدا نشد. لطفاً کد جدیدی درخواست کنید.",
  },
  wait_hours: {
    en: "Too many OTP requests. Please wait {hours} hour(s) and {minutes} minute(s) before requesting a new OTP.",
    fa: "تعداد درخواست‌های کد بیش از حد مجاز است. لطفاً {wait} صبر کنید.",
  },
  wait_minutes: {
    en: "Too many OTP requests. Please wait {minutes} minute(s) and {seconds} second(s) before requesting a new OTP.",
    fa: "تعداد درخواست‌های کد بیش از حد مجاز است. لطفاً {wait} صبر کنید.",
  },
  wait_seconds: {
    en: "Too many OTP requests. Please wait {seconds} second(s) before requesting a new OTP.",
    fa: "تعداد درخواست‌های کد بیش از حد مجاز است. لطفاً {wait} صبر کنید.",
  },
  challenge: {
    en: "Solve the challenge and repeat the request with challenge_response.",
    fa: "چالش را حل کنید و درخواست را همراه با challenge_response دوباره بفرستید.",
  },
  busy: { en: "Please try again in a second.", fa: "لطفاً چند لحظهٔ دیگر دوباره تلاش کنید." },
  this_field: { en: "This field", fa: "این فیلد" },
  failed: {
    en: "Something went wrong. Please try again later.",
    fa: "خطایی رخ داد. لطفاً کمی بعد دوباره تلاش کنید.",
  },
} as const satisfies Record<string, Text>;

export type LegacyText = keyof typeof LEGACY_TEXTS;
