/**
 * What `/why` says, for a person who waits for a code. `{name}` stands for a value. U+2066 and U+2069 keep what is to be dialled in order
 * within a line from right to left.
 */
import { type Say, sayFrom, type Text } from "../../language/language.ts";

const WHY_TEXTS = {
  title: { en: "What happened to your code", fa: "کد شما چه شد؟" },
  number: { en: "Number", fa: "شماره" },
  reference: { en: "Reference number", fa: "شمارهٔ پیگیری" },
  steps: { en: "What happened", fa: "روند ارسال" },
  advice: { en: "What you can do", fa: "چه کار می‌توانید بکنید" },
  ago: { en: "{time} ago", fa: "{time} پیش" },
  refresh: { en: "Refresh", fa: "به‌روزرسانی" },
  language: { en: "فارسی", fa: "English" },

  sending: { en: "Your code is being sent.", fa: "کد شما در حال ارسال است." },
  sent: {
    en: "Your code was sent. Whether it arrived is not known yet.",
    fa: "کد شما ارسال شده، اما هنوز مشخص نیست که رسیده باشد.",
  },
  maybe_sent: {
    en: "Your code was probably sent. It may arrive late.",
    fa: "کد شما به احتمال زیاد ارسال شده و ممکن است دیر برسد.",
  },
  arrived: { en: "Your code arrived at the phone.", fa: "کد به گوشی شما رسیده است." },
  not_arrived: {
    en: "Your code was sent, but it did not arrive at the phone.",
    fa: "کد شما ارسال شد، اما به گوشی نرسید.",
  },
  not_sent: {
    en: "Your code could not be sent. The fault is not yours.",
    fa: "ارسال کد ممکن نشد. مشکل از سمت شما نیست.",
  },
  wrong_number: {
    en: "No message can be delivered to this number.",
    fa: "به این شماره پیامی نمی‌رسد.",
  },
  approved: { en: "Your code was entered and accepted.", fa: "کد شما وارد و تأیید شده است." },
  expired: { en: "The code has expired.", fa: "کد منقضی شده است." },
  exhausted: {
    en: "The code was entered wrongly too often, so it no longer works.",
    fa: "کد بیش از حد مجاز اشتباه وارد شد و دیگر معتبر نیست.",
  },
  canceled: {
    en: "This code no longer works. A newer one may have replaced it.",
    fa: "این کد دیگر معتبر نیست؛ شاید کد جدیدتری جای آن را گرفته باشد.",
  },

  asked: { en: "A code was asked for.", fa: "درخواست کد ثبت شد." },
  step_sending: { en: "The message is on its way.", fa: "پیام در حال ارسال است." },
  step_sms: { en: "The code was sent by SMS.", fa: "کد با پیامک ارسال شد." },
  step_call: { en: "The number was called.", fa: "با شما تماس تلفنی گرفته شد." },
  step_messenger: { en: "The code was sent in {messenger}.", fa: "کد در {messenger} ارسال شد." },
  step_maybe_sent: {
    en: "A message was sent, without a confirmation.",
    fa: "پیامی ارسال شد، اما ارسال آن تأیید نشد.",
  },
  step_maybe_called: {
    en: "The number was called, without a confirmation.",
    fa: "با شما تماس گرفته شد، اما برقراری تماس تأیید نشد.",
  },
  step_not_sent: { en: "The message could not be sent.", fa: "ارسال پیام ممکن نشد." },
  step_arrived: { en: "The message arrived at the phone.", fa: "پیام به گوشی رسید." },
  step_not_arrived: { en: "The message did not arrive.", fa: "پیام به گوشی نرسید." },
  step_approved: { en: "The code was entered and accepted.", fa: "کد وارد و تأیید شد." },
  step_expired: { en: "The code expired.", fa: "کد منقضی شد." },
  step_exhausted: { en: "The last wrong code was entered.", fa: "آخرین کد اشتباه وارد شد." },
  step_canceled: { en: "The code was withdrawn.", fa: "کد لغو شد." },

  nothing: { en: "There is nothing left to do.", fa: "کار دیگری لازم نیست." },
  not_you: {
    en: "If that was not you, contact support and give the reference number below.",
    fa: "اگر شما این کد را وارد نکرده‌اید، با پشتیبانی تماس بگیرید و شمارهٔ پیگیری زیر را بدهید.",
  },
  wait: {
    en: "Wait a minute or two. Messages are sometimes late.",
    fa: "یکی دو دقیقه صبر کنید؛ پیامک گاهی با تأخیر می‌رسد.",
  },
  look_again_soon: {
    en: "Wait a few seconds and refresh this page.",
    fa: "چند ثانیه صبر کنید و این صفحه را به‌روز کنید.",
  },
  check_number: {
    en: "Check the number above. If it is not yours, enter the right one.",
    fa: "شمارهٔ بالا را بررسی کنید. اگر شمارهٔ شما نیست، شمارهٔ درست را وارد کنید.",
  },
  correct_number: {
    en: "Check the digits of the number, and enter the right one.",
    fa: "رقم‌های شماره را بررسی کنید و شمارهٔ درست را وارد کنید.",
  },
  in_reach: {
    en: "See that the phone is on and has a signal.",
    fa: "مطمئن شوید گوشی روشن است و آنتن دارد.",
  },
  inbox_full: {
    en: "See that the phone has room for messages. Delete some if its inbox is full.",
    fa: "اگر صندوق پیامک گوشی پر است، چند پیام را پاک کنید.",
  },
  blocked: {
    en: "If you block advertising messages or unknown senders, allow them for now. Look into the folder of blocked messages, too.",
    fa: "اگر پیامک‌های تبلیغاتی یا فرستنده‌های ناشناس را مسدود کرده‌اید، موقتاً اجازه دهید. پوشهٔ پیام‌های مسدودشده را هم ببینید.",
  },
  blocked_iran: {
    en: "If you block advertising messages, allow them: dial *800# and choose so. Look into the phone's folder of blocked messages, too.",
    fa: "اگر دریافت پیامک‌های تبلیغاتی را بسته‌اید، با شماره‌گیری \u2066*۸۰۰#\u2069 آن را باز کنید. پوشهٔ پیام‌های مسدودشدهٔ گوشی (اسپم) را هم ببینید.",
  },
  look_everywhere: {
    en: "Look into the folder of blocked or filtered messages, and at the other SIM card if the phone has two.",
    fa: "پوشهٔ پیام‌های مسدودشده (اسپم) را ببینید؛ اگر گوشی دو سیم‌کارت دارد، پیام‌های سیم‌کارت دیگر را هم بررسی کنید.",
  },
  newest_code: {
    en: "Enter the code of the newest message. Older ones may no longer work.",
    fa: "کد جدیدترین پیام را وارد کنید؛ کدهای قبلی ممکن است دیگر معتبر نباشند.",
  },
  answer_call: {
    en: "Answer the call; a voice reads the code.",
    fa: "به تماس پاسخ دهید؛ کد برایتان خوانده می‌شود.",
  },
  again: {
    en: "Ask for a new code where you asked for this one.",
    fa: "از همان‌جا که کد خواستید، کد جدیدی درخواست کنید.",
  },
  again_in: {
    en: "In {wait} you can ask for a new code where you asked for this one.",
    fa: "{wait} دیگر می‌توانید از همان‌جا که کد خواستید، کد جدیدی درخواست کنید.",
  },
  call: {
    en: "If messages do not arrive, choose a call instead: a voice reads the code.",
    fa: "اگر پیامک نمی‌رسد، تماس تلفنی را انتخاب کنید تا کد برایتان خوانده شود.",
  },
  support: {
    en: "If it still does not work, contact support and give the reference number below.",
    fa: "اگر باز هم نشد، با پشتیبانی تماس بگیرید و شمارهٔ پیگیری زیر را بدهید.",
  },

  gone_title: { en: "This link is over", fa: "این لینک معتبر نیست" },
  gone: {
    en: "The link has expired or is not complete. Ask support for a new one, or ask for a new code.",
    fa: "مهلت این لینک تمام شده یا نشانی آن کامل نیست. از پشتیبانی لینک جدیدی بخواهید یا دوباره کد درخواست کنید.",
  },
  failed: {
    en: "This page does not work at the moment. Please try again in a few seconds.",
    fa: "این صفحه در حال حاضر در دسترس نیست. لطفاً چند ثانیهٔ دیگر دوباره تلاش کنید.",
  },
} satisfies Record<string, Text>;

export type WhyText = keyof typeof WHY_TEXTS;

export const say: Say<WhyText> = sayFrom(WHY_TEXTS);
