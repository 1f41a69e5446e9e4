import type { Text } from "../problems/language.ts";

/** What the predecessor's clients show their users; the English is the predecessor's own. */
export const LEGACY_TEXTS = {
  sent: { en: "OTP sent successfully", fa: "کد با موفقیت فرستاده شد" },
  bad_number: {
    en: "Please provide a valid Iranian phone number starting with +98 or 09",
    fa: "لطفاً شمارهٔ همراه درست، با آغاز +98 یا 09، وارد کنید",
  },
  not_sent: {
    en: "Failed to send OTP. Please try again later.",
    fa: "ارسال کد ممکن نشد. لطفاً کمی بعد دوباره بکوشید.",
  },
  incorrect: {
    en: "Invalid OTP code. {left} attempt(s) remaining.",
    fa: "کد نادرست است. {left} دفعهٔ دیگر می‌توانید وارد کنید.",
  },
  exhausted: {
    en: "Maximum attempts exceeded. Please request a new OTP.",
    fa: "دفعه‌های مجاز تمام شد. لطفاً کد تازه بخواهید.",
  },
  expired: {
    en: "OTP has expired or maximum attempts exceeded. Please request a new one.",
    fa: "زمان کد گذشته یا دفعه‌های مجاز تمام شده است. لطفاً کد تازه بخواهید.",
  },
  none: {
    en: "No active OTP found. Please request a new one.",
    fa: "کد فعالی پیدا نشد. لطفاً کد تازه بخواهید.",
  },
  wait_minutes: {
    en: "Too many OTP requests. Please wait {minutes} minute(s) and {seconds} second(s) before requesting a new OTP.",
    fa: "درخواست کد بیش از اندازه است. لطفاً {minutes} دقیقه و {seconds} ثانیه صبر کنید.",
  },
  wait_seconds: {
    en: "Too many OTP requests. Please wait {seconds} second(s) before requesting a new OTP.",
    fa: "درخواست کد بیش از اندازه است. لطفاً {seconds} ثانیه صبر کنید.",
  },
  busy: { en: "Please try again in a second.", fa: "لطفاً یک ثانیهٔ دیگر دوباره بکوشید." },
  this_field: { en: "This field", fa: "این فیلد" },
  failed: {
    en: "Something went wrong. Please try again later.",
    fa: "خطایی رخ داد. لطفاً کمی بعد دوباره بکوشید.",
  },
} as const satisfies Record<string, Text>;

export type LegacyText = keyof typeof LEGACY_TEXTS;
