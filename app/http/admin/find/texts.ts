/** Texts of the search, of numbers and of timelines, in both languages. */
import type { SkipReason } from "../../../../domain/delivery/attempt.ts";
import { type Language, type Say, sayFrom, type Text } from "../../../language/language.ts";
import { numberText } from "../numbers.ts";

const TEXTS = {
  title: { en: "Find", fa: "جست‌وجو" },
  search: { en: "Phone number, or id", fa: "شمارهٔ موبایل یا شناسه" },
  search_hint: {
    en: "A number in any spelling, or the id of a verification (ver_…) or delivery (dlv_…).",
    fa: "شماره به هر شکل، یا شناسهٔ تأیید (\u2066ver_…\u2069) یا ارسال (\u2066dlv_…\u2069).",
  },
  intro: {
    en: "What happened to a code is kept for a day.",
    fa: "سرگذشت هر کد یک روز نگهداری می‌شود.",
  },
  route: { en: "Route", fa: "مسیر" },
  go: { en: "Find", fa: "جست‌وجو" },
  not_a_number: {
    en: "This is neither a phone number nor an id. A number looks like {example}.",
    fa: "این نه شمارهٔ موبایل است و نه شناسه. نمونهٔ شماره: {example}",
  },
  no_such_id: {
    en: "There is no verification or delivery with this id. Both are kept for a day. Search for the number instead.",
    fa: "درخواست تأیید یا ارسالی با این شناسه وجود ندارد؛ هر دو یک روز نگهداری می‌شوند. به‌جای آن شماره را جست‌وجو کنید.",
  },
  nothing_remembered: {
    en: "Nothing was sent to this number in the last day, or it was refused before anything was sent. If the person asked for a code, the app did not ask Ramz for one: look at the app, or search the log for refusals.",
    fa: "در یک روز گذشته چیزی به این شماره ارسال نشده یا درخواست پیش از ارسال رد شده است. اگر کاربر کد خواسته، برنامه آن را از Ramz نخواسته است؛ برنامه را بررسی کنید یا در لاگ دنبال درخواست‌های ردشده بگردید.",
  },
  all_of_number: { en: "All of this number", fa: "همهٔ موارد این شماره" },
  acts_of_number: { en: "Acts about this number", fa: "فعالیت‌های مربوط به این شماره" },
  verification: { en: "Verification", fa: "تأیید" },
  delivery: { en: "Delivery", fa: "ارسال" },
  latest: { en: "Newest", fa: "آخرین" },
  history: { en: "Last day", fa: "یک روز گذشته" },
  limits: { en: "Limits of the number", fa: "محدودیت‌های شماره" },
  sends_hour: { en: "Sends in an hour", fa: "ارسال در یک ساعت" },
  sends_day: { en: "Sends in a day", fa: "ارسال در یک روز" },
  guesses_day: { en: "Guesses in a day", fa: "کدهای واردشده در یک روز" },
  of: { en: "{used} of {limit}", fa: "{used} از {limit}" },
  unblock: { en: "Unblock", fa: "رفع محدودیت" },
  may_send: { en: "A code can be sent now.", fa: "همین حالا می‌توان کد ارسال کرد." },
  cooldown: {
    en: "The next code can be sent in {wait}: a person waits between two codes.",
    fa: "کد بعدی {wait} دیگر قابل ارسال است؛ میان دو کد باید کمی صبر کرد.",
  },
  send_limit: {
    en: "No code can be sent for {wait}: the number got as many as its limit allows.",
    fa: "تا {wait} دیگر کدی ارسال نمی‌شود؛ این شماره به سقف ارسال رسیده است.",
  },
  guess_limit: {
    en: "No code can be sent for {wait}: too many wrong codes were entered for this number.",
    fa: "تا {wait} دیگر کدی ارسال نمی‌شود؛ کد این شماره بیش از حد مجاز اشتباه وارد شده است.",
  },
  number: { en: "Number", fa: "شماره" },
  app: { en: "App", fa: "برنامه" },
  purpose: { en: "Purpose", fa: "کاربرد" },
  channel: { en: "Channel", fa: "روش ارسال" },
  created: { en: "Requested", fa: "زمان درخواست" },
  expires: { en: "Code valid until", fa: "اعتبار کد تا" },
  checks_left: { en: "Guesses left", fa: "فرصت‌های باقی‌مانده" },
  reported: { en: "Reported", fa: "گزارش" },
  cost: { en: "Cost", fa: "هزینه" },
  rial: { en: "{amount} Rial", fa: "{amount} ریال" },
  id: { en: "Id", fa: "شناسه" },
  trace: { en: "Trace", fa: "شناسهٔ ردیابی" },
  timeline: { en: "What happened", fa: "چه گذشت" },
  first_send: { en: "First send", fa: "ارسال نخست" },
  next_send: { en: "Send {index}", fa: "ارسال {index}" },
  no_attempt: {
    en: "No provider was called.",
    fa: "هیچ ارائه‌دهنده‌ای فراخوانی نشد.",
  },
  template: { en: "template {name}", fa: "الگوی {name}" },
  line: { en: "line {name}", fa: "خط {name}" },
  vendor_code: { en: "vendor code {code}", fa: "کد ارائه‌دهنده {code}" },
  message: { en: "message {id}", fa: "پیام {id}" },
  arrived: { en: "Arrived at the phone after {wait}.", fa: "پس از {wait} به گوشی رسید." },
  not_arrived: {
    en: "Did not arrive, as the vendor said after {wait}.",
    fa: "نرسید؛ ارائه‌دهنده پس از {wait} گزارش داد.",
  },
  by_call: { en: "by call", fa: "با تماس" },
  by_messenger: { en: "by messenger", fa: "با پیام‌رسان" },
  show_number: { en: "Show the number", fa: "نمایش شماره" },
  show_hint: {
    en: "It is shown once, and the trail keeps that you saw it.",
    fa: "شماره یک بار نمایش داده می‌شود و دیدن آن به نام شما ثبت می‌شود.",
  },
  reason: { en: "Why (optional)", fa: "دلیل (اختیاری)" },
  shown_now: {
    en: "Shown for this view alone; recorded in the trail.",
    fa: "فقط در همین نمایش؛ در فعالیت‌ها ثبت شد.",
  },
  not_kept: {
    en: "The number itself is not stored any more, so it cannot be shown.",
    fa: "خود شماره دیگر نگهداری نمی‌شود و قابل نمایش نیست.",
  },
} as const satisfies Record<string, Text>;

export type FindText = keyof typeof TEXTS;

export const say: Say<FindText> = sayFrom(TEXTS);

/** Reasons of the chain in a few words; their hints say more. Reasons of vendors are shown as they are. */
const SKIPS: Readonly<Record<SkipReason, Text>> = {
  breaker_open: { en: "it rested after failures", fa: "پس از چند خطا موقتاً کنار گذاشته شده بود" },
  operator_rest: { en: "an operator let it rest", fa: "به دستور مدیر متوقف شده بود" },
  account_refused: { en: "its account was refused", fa: "حساب آن رد شده بود" },
  account_busy: { en: "its account was busy", fa: "حساب آن ظرفیت نداشت" },
  known_not_a_user: { en: "the number has no account there", fa: "این شماره در آن حساب ندارد" },
  too_late: { en: "the time was over", fa: "مهلت ارسال تمام شده بود" },
  stopped: { en: "it was settled meanwhile", fa: "درخواست پیش از آن به نتیجه رسیده بود" },
  internal_error: { en: "an internal error came first", fa: "پیش از آن خطای داخلی رخ داد" },
};

/** By reason. */
export const SKIP_TEXTS: ReadonlyMap<string, Text> = new Map(Object.entries(SKIPS));

export function money(rial: number, language: Language): string {
  return say("rial", language, { amount: numberText(rial, language) });
}
