/** Problems of hooks, beside those that they share with deliveries. */
import type { ProblemKind } from "./problem-kind.ts";

export const HOOK_PROBLEMS = {
  code_not_found: {
    status: 422,
    title: { en: "No code in this message", fa: "این پیام کدی ندارد" },
    detail: {
      en: "The message has no code, so there is nothing to send. Links are not sent. If it has one, name its field with code, or set code_pattern for this hook.",
      fa: "این پیام کدی ندارد؛ پس چیزی برای ارسال نیست. پیوند ارسال نمی‌شود. اگر کدی دارد، فیلد آن را با code مشخص کنید یا برای این hook مقدار code_pattern را تنظیم کنید.",
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
