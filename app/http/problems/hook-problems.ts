/** Problems of hooks, beside those that they share with deliveries. */
import type { Text } from "../../language/language.ts";
import type { ProblemKind } from "./problem-kind.ts";

export const HOOK_PROBLEMS = {
  code_not_found: {
    status: 422,
    title: { en: "No code in this message", fa: "این پیام کدی ندارد" },
    detail: {
      en: "The message has no code, so there is nothing to send. Links are not sent. If it has one, name its field with code, or set code_pattern for this hook.",
      fa: "این پیام کدی ندارد؛ پس چیزی برای ارسال نیست. لینک ارسال نمی‌شود. اگر کدی دارد، فیلد آن را با code مشخص کنید یا برای این hook مقدار code_pattern را تنظیم کنید.",
    },
  },
  code_ambiguous: {
    status: 422,
    title: { en: "Several codes in this message", fa: "این پیام چند کد دارد" },
    detail: {
      en: "More than one number in the text could be the code, and Ramz does not guess. Send the code in a field of its own, or set code_pattern for this hook.",
      fa: "بیش از یک عدد در متن می‌تواند کد باشد و Ramz حدس نمی‌زند. کد را در فیلد جداگانه‌ای بفرستید یا برای این hook مقدار code_pattern را تنظیم کنید.",
    },
  },
} as const satisfies Record<string, ProblemKind>;

/** The detail of `code_not_found` at a log-in server whose requests have one form: there is nothing to configure about it. */
export function noCodeAt(place: string): Text {
  return { en: `The request has no code (${place}).`, fa: `این درخواست کدی ندارد (${place}).` };
}

/** The detail of a 401: whatever it is that does not fit. */
export const NOT_PROVEN: Text = {
  en: "The signature or the secret of this request is missing or wrong, or its time is more than five minutes off. Compare the secret in the log-in server with the one of this hook, and both clocks.",
  fa: "امضا یا کلید محرمانهٔ این درخواست نیامده یا نادرست است، یا زمان آن بیش از پنج دقیقه اختلاف دارد. کلید محرمانهٔ ثبت‌شده در سرور ورود را با کلید محرمانهٔ این hook و ساعت دو سرور را با هم مقایسه کنید.",
};

/** The detail of a request whose first run has no answer, and whose message may be out. */
export const CUT_OFF: Text = {
  en: "The same request was interrupted before it had a response. Its message may have been sent, and no second one was. Ask for a new code.",
  fa: "همین درخواست پیش از دریافت پاسخ قطع شده است. شاید پیام آن ارسال شده باشد و پیام دیگری ارسال نشد. کد جدیدی درخواست کنید.",
};

export const FIELD_TWICE: Text = {
  en: "The form has a field twice. Send each once.",
  fa: "فیلدی در فرم دو بار آمده است. هر فیلد را یک بار بفرستید.",
};

export const NUMBER_TOO_LONG: Text = {
  en: "The field of the phone number is longer than any number.",
  fa: "مقدار فیلد شمارهٔ تلفن بیش از حد طولانی است.",
};
