/** Every text of the inbox page, in both languages. */
import type { Behavior } from "../../../../domain/recipient/test-number.ts";
import type { Text } from "../../../language/language.ts";

export const INBOX_TEXTS = {
  title: { en: "Ramz inbox", fa: "صندوق پیام Ramz" },
  subtitle: {
    en: "Codes are shown here. Nothing is sent.",
    fa: "کدها اینجا دیده می‌شوند و پیامی ارسال نمی‌شود.",
  },
  conversations: { en: "Numbers", fa: "شماره‌ها" },
  search: { en: "Search numbers, codes, texts", fa: "جست‌وجوی شماره، کد یا متن" },
  clear: { en: "Clear", fa: "پاک کردن" },
  connecting: { en: "Connecting", fa: "در حال اتصال" },
  live: { en: "Live", fa: "زنده" },
  offline: { en: "Ramz does not answer", fa: "Ramz پاسخ نمی‌دهد" },
  empty: { en: "Nothing yet", fa: "هنوز پیامی نیست" },
  empty_hint: {
    en: "Send a code from your app, or with the form. It appears here by itself.",
    fa: "از برنامهٔ خود یا با فرم این صفحه کدی بفرستید؛ همین‌جا ظاهر می‌شود.",
  },
  try_line: { en: "Or from a terminal:", fa: "یا از ترمینال:" },
  copy_line: { en: "Copy command", fa: "کپی دستور" },
  no_message_to: { en: "No message to {to}", fa: "پیامی برای {to} نیست" },
  no_message_hint: {
    en: "If a send failed, the answer of the API says why.",
    fa: "اگر ارسال ناموفق بوده، دلیل آن در پاسخ API آمده است.",
  },
  new_message: { en: "New message to {to}", fa: "پیام جدید برای {to}" },
  just_now: { en: "just now", fa: "همین حالا" },
  without_script: {
    en: "This page is live with JavaScript. Without it, reload the page to see new messages.",
    fa: "این صفحه با جاوااسکریپت خودبه‌خود به‌روز می‌شود. بدون آن، برای دیدن پیام‌های جدید صفحه را دوباره بارگذاری کنید.",
  },
  nothing_found: { en: "No message matches the search.", fa: "پیامی با این جست‌وجو پیدا نشد." },
  more: {
    en: "{count} older numbers are found by the search.",
    fa: "{count} شمارهٔ قدیمی‌تر را با جست‌وجو پیدا کنید.",
  },
  back: { en: "All numbers", fa: "همهٔ شماره‌ها" },
  copy: { en: "Copy code", fa: "کپی کد" },
  copied: { en: "Copied", fa: "کپی شد" },
  copy_key: { en: "Press C to copy the newest code.", fa: "برای کپی آخرین کد، کلید C را بزنید." },
  exact_text: { en: "The text, exactly as sent", fa: "متن پیام، دقیقاً همان‌طور که ارسال می‌شود" },
  no_text: {
    en: "The code goes into a template of the vendor.",
    fa: "کد در الگوی ارائه‌دهنده قرار می‌گیرد.",
  },
  size: { en: "{units} of {room} units, {segments} SMS", fa: "{units} از {room} نویسه، {segments} پیامک" },
  web_otp: {
    en: "The last line lets {site} fill the code in.",
    fa: "سطر آخر به {site} اجازه می‌دهد کد را خودکار پر کند.",
  },
  left: { en: "{time} left", fa: "{time} مانده" },
  checks_left: { en: "{count} guesses left", fa: "{count} فرصت مانده" },
  provider: { en: "Provider", fa: "ارائه‌دهنده" },
  app: { en: "App", fa: "برنامه" },
  purpose: { en: "Purpose", fa: "کاربرد" },
  sent: { en: "Sent", fa: "ارسال" },
  length: { en: "Length", fa: "اندازه" },
  try_title: { en: "Try it", fa: "امتحان کنید" },
  number: { en: "Phone number", fa: "شمارهٔ موبایل" },
  key: { en: "API key", fa: "کلید API" },
  channel: { en: "Channel", fa: "روش ارسال" },
  sms: { en: "SMS", fa: "پیامک" },
  call: { en: "Call", fa: "تماس" },
  send: { en: "Send code", fa: "ارسال کد" },
  code: { en: "Code", fa: "کد" },
  check: { en: "Check", fa: "بررسی" },
  read: { en: "Read", fa: "خواندن" },
  cancel: { en: "Cancel", fa: "لغو" },
  answer: { en: "Answer of the API", fa: "پاسخ API" },
  no_answer: { en: "No answer", fa: "بی‌پاسخ" },
  test_numbers: { en: "Test numbers", fa: "شماره‌های آزمایشی" },
  test_numbers_hint: {
    en: "A click sends to the number and shows how your app would see it.",
    fa: "با هر کلیک کدی به آن شماره ارسال می‌شود و پاسخی را می‌بینید که برنامهٔ شما می‌گیرد.",
  },
  test_code: { en: "code", fa: "کد" },
  language: { en: "فارسی", fa: "English" },
} as const satisfies Record<string, Text>;

export type InboxText = keyof typeof INBOX_TEXTS;

/** What a test number does, as its button says it. */
export const BEHAVIOR_TEXTS: Readonly<Record<Behavior, Text>> = {
  accepted: { en: "Is accepted", fa: "پذیرفته می‌شود" },
  refused: { en: "Number is refused", fa: "شماره رد می‌شود" },
  undelivered: { en: "Cannot be delivered", fa: "ارسال نمی‌شود" },
  timeout: { en: "Vendor does not answer", fa: "ارائه‌دهنده پاسخ نمی‌دهد" },
  no_credit: { en: "Account has no credit", fa: "اعتبار حساب تمام شده است" },
  slow: { en: "Vendor is slow", fa: "ارائه‌دهنده کند است" },
};
