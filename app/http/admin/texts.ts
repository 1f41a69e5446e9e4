/** Texts that all pages of the console share, in both languages. */
import { type Say, sayFrom, type Text } from "../../language/language.ts";

const TEXTS = {
  console: { en: "Ramz console", fa: "کنسول Ramz" },
  sections: { en: "Sections", fa: "بخش‌ها" },
  language: { en: "فارسی", fa: "English" },
  sign_in: { en: "Sign in", fa: "ورود" },
  sign_out: { en: "Sign out", fa: "خروج" },
  key: { en: "Your key", fa: "کلید شما" },
  key_hint: {
    en: "The key that was made for you with: ramz key new --admin",
    fa: "کلیدی که با دستور \u2066ramz key new --admin\u2069 برای شما ساخته شده است.",
  },
  unknown_key: {
    en: "This key is not known. Check that you pasted all of it.",
    fa: "این کلید شناخته‌شده نیست. مطمئن شوید که آن را کامل وارد کرده‌اید.",
  },
  too_many: {
    en: "Too many failed tries from your network. Try again in {wait}.",
    fa: "تلاش‌های ناموفق از شبکهٔ شما زیاد بوده است. {wait} دیگر دوباره تلاش کنید.",
  },
  session_over: {
    en: "You were signed out. Sign in again to continue.",
    fa: "شما از کنسول خارج شده‌اید. برای ادامه دوباره وارد شوید.",
  },
  signed_out: { en: "You are signed out.", fa: "خارج شدید." },
  signed_in_already: {
    en: "Signed in already? Continue",
    fa: "قبلاً وارد شده‌اید؟ ادامه",
  },
  not_found_title: { en: "There is nothing here", fa: "اینجا چیزی نیست" },
  error_title: { en: "That did not work", fa: "این کار انجام نشد" },
  store_down: {
    en: "The store does not answer, so nothing was shown and nothing was done. Try again in a moment.",
    fa: "پایگاه داده در دسترس نیست؛ چیزی نمایش داده نشد و کاری انجام نشد. کمی بعد دوباره تلاش کنید.",
  },
  foreign_form: {
    en: "The form did not come from this page, or your session ended meanwhile. Go back, reload the page and try again.",
    fa: "این فرم از همین صفحه نیامده یا نشست شما در این میان پایان یافته است. برگردید، صفحه را دوباره بارگذاری کنید و دوباره تلاش کنید.",
  },
  failed: {
    en: "Something went wrong. The log of Ramz says what, under the trace {trace}.",
    fa: "خطایی رخ داد. لاگ Ramz علت آن را با شناسهٔ ردیابی {trace} نشان می‌دهد.",
  },
  nothing_there: {
    en: "What you look for is not stored, or not any more. Verifications are kept for a day.",
    fa: "موردی که می‌خواهید ذخیره نشده یا دیگر نگهداری نمی‌شود. درخواست‌های تأیید تا یک روز نگهداری می‌شوند.",
  },
} as const satisfies Record<string, Text>;

export type ConsoleText = keyof typeof TEXTS;

/** A text of the console in the language. */
export const say: Say<ConsoleText> = sayFrom(TEXTS);
