/** Texts of the pages that send a test, in both languages. */
import type { Text } from "../../../../language/language.ts";

export const TEST = {
  send_a_test: { en: "Send a test", fa: "ارسال آزمایشی" },
  intro: {
    en: "Sends a real code to a number of your own. Limits of the number do not count it; budgets do.",
    fa: "یک کد واقعی به شمارهٔ خودتان می‌فرستد. محدودیت‌های شماره آن را نمی‌شمارند؛ بودجه‌ها می‌شمارند.",
  },
  through: { en: "Through", fa: "از طریق" },
  whole_chain: { en: "The whole chain", fa: "کل زنجیره" },
  chain_of: { en: "the chain of {app}", fa: "زنجیرهٔ {app}" },
  number: { en: "Number", fa: "شماره" },
  not_a_number: {
    en: "The app may not send to this number. Check it.",
    fa: "این برنامه نمی‌تواند به این شماره پیام بفرستد. شماره را بررسی کنید.",
  },
  next: { en: "Continue", fa: "ادامه" },
  asked: { en: "Send a real message to {to}?", fa: "پیام واقعی به {to} فرستاده شود؟" },
  explained: {
    en: "It goes through {by}. A single provider is called also while it rests.",
    fa: "از طریق {by} فرستاده می‌شود. تک‌ارائه‌دهنده در زمان توقف هم فراخوانی می‌شود.",
  },
  costs: { en: "This may cost money.", fa: "این کار ممکن است هزینه داشته باشد." },
  send: { en: "Send", fa: "ارسال" },
  again: { en: "Another test", fa: "آزمایش دیگر" },
  trace: { en: "Trace", fa: "شناسهٔ ردیابی" },
  accepted: { en: "The message was accepted.", fa: "پیام پذیرفته شد." },
  degraded: {
    en: "The message was accepted after another provider failed.",
    fa: "پیام پس از خطای ارائه‌دهندهٔ دیگری پذیرفته شد.",
  },
  uncertain: {
    en: "No provider accepted the message, but it may have gone out.",
    fa: "هیچ ارائه‌دهنده‌ای پیام را نپذیرفت، ولی شاید ارسال شده باشد.",
  },
  not_sent: { en: "Nothing was sent ({kind}).", fa: "چیزی ارسال نشد ({kind})." },
  over_budget: {
    en: "Nothing was sent: a budget is used up. The page Spend shows which.",
    fa: "چیزی ارسال نشد: یکی از بودجه‌ها تمام شده است. صفحهٔ هزینه آن را نشان می‌دهد.",
  },
} as const satisfies Record<string, Text>;
