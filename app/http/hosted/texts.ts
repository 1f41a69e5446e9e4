/** What the hosted page says, for a person who has never heard of Ramz. `{name}` stands for a value. */
import { type Say, sayFrom, type Text } from "../../language/language.ts";

const HOSTED_TEXTS = {
  title: { en: "Verify your number", fa: "تأیید شمارهٔ موبایل" },
  intro: {
    en: "Enter your mobile number. We send you a code.",
    fa: "شمارهٔ موبایل خود را وارد کنید تا کد تأیید برایتان ارسال شود.",
  },
  number: { en: "Mobile number", fa: "شمارهٔ موبایل" },
  send: { en: "Send code", fa: "ارسال کد" },
  cancel: { en: "Cancel", fa: "انصراف" },
  code_title: { en: "Enter the code", fa: "کد را وارد کنید" },
  code_intro: { en: "We sent a code to", fa: "کد تأیید به این شماره ارسال شد:" },
  code: { en: "Code of {length} digits", fa: "کد {length} رقمی" },
  confirm: { en: "Confirm", fa: "تأیید" },
  resend: { en: "Send the code again", fa: "ارسال دوبارهٔ کد" },
  call: { en: "Call me instead", fa: "تماس تلفنی به‌جای پیامک" },
  other_number: { en: "Use another number", fa: "تغییر شماره" },
  wait: { en: "You can ask again in {wait}", fa: "{wait} دیگر می‌توانید دوباره درخواست کنید" },
  again_now: { en: "You can try again now.", fa: "اکنون می‌توانید دوباره تلاش کنید." },
  help: { en: "Help", fa: "راهنما" },
  privacy: { en: "Privacy", fa: "حریم خصوصی" },
  approved_title: { en: "Your number is verified", fa: "شمارهٔ شما تأیید شد" },
  approved_text: {
    en: "You can close this window and go on.",
    fa: "می‌توانید این پنجره را ببندید و ادامه دهید.",
  },
  language: { en: "فارسی", fa: "English" },
  working: {
    en: "One moment, your browser is being checked. It takes a few seconds.",
    fa: "لطفاً چند ثانیه صبر کنید؛ مرورگر شما بررسی می‌شود.",
  },
  needs_script: {
    en: "This time a check of your browser is needed, and that needs JavaScript. Switch JavaScript on, or try again later.",
    fa: "این بار مرورگر شما باید بررسی شود و این کار به جاوااسکریپت نیاز دارد. جاوااسکریپت را فعال کنید یا بعداً دوباره تلاش کنید.",
  },
  challenge_failed: {
    en: "The check of your browser did not succeed. Send the form again.",
    fa: "بررسی مرورگر شما ناموفق بود. فرم را دوباره بفرستید.",
  },
  cooldown: {
    en: "A code was sent to this number a moment ago. Try again in {wait}.",
    fa: "کد به‌تازگی برای این شماره ارسال شده است. {wait} دیگر دوباره تلاش کنید.",
  },
  number_limit: {
    en: "Too many codes were asked for this number. Try again in {wait}.",
    fa: "برای این شماره بیش از حد کد درخواست شده است. {wait} دیگر دوباره تلاش کنید.",
  },
  network_limit: {
    en: "Too many requests at the moment. Try again in {wait}.",
    fa: "تعداد درخواست‌ها بیش از حد است. {wait} دیگر دوباره تلاش کنید.",
  },
  not_sent: {
    en: "The code could not be sent. Try again in {wait}.",
    fa: "ارسال کد ممکن نشد. {wait} دیگر دوباره تلاش کنید.",
  },
  no_channel: { en: "This way of sending is not available.", fa: "این روش ارسال در دسترس نیست." },
  number_invalid: {
    en: "This is not a mobile number. Write one like {example}.",
    fa: "شمارهٔ موبایل معتبر نیست. شماره را مانند {example} وارد کنید.",
  },
  number_not_allowed: {
    en: "Codes cannot be sent to this number. Use a mobile number like {example}.",
    fa: "ارسال کد به این شماره ممکن نیست. یک شمارهٔ موبایل مانند {example} وارد کنید.",
  },
  number_refused: {
    en: "The operator does not deliver messages to this number. Check its digits.",
    fa: "اپراتور به این شماره پیام نمی‌رساند. رقم‌های آن را بررسی کنید.",
  },
  busy: { en: "Please try again in a moment.", fa: "لطفاً چند لحظهٔ دیگر دوباره تلاش کنید." },
  incorrect: {
    en: "This code is not right. Guesses left: {left}.",
    fa: "کد درست نیست. تعداد دفعات باقی‌مانده: {left}.",
  },
  malformed: { en: "The code has {length} digits.", fa: "کد باید {length} رقم باشد." },
  exhausted: {
    en: "The code was entered wrongly too often. Ask for a new one.",
    fa: "کد بیش از حد مجاز اشتباه وارد شد. کد جدیدی درخواست کنید.",
  },
  expired: {
    en: "The code has expired. Ask for a new one.",
    fa: "کد منقضی شده است. کد جدیدی درخواست کنید.",
  },
  canceled: {
    en: "This verification was canceled. Ask for a new code.",
    fa: "این تأیید لغو شده است. کد جدیدی درخواست کنید.",
  },
  approved: {
    en: "This code was used already. If you are not logged in, begin again.",
    fa: "این کد قبلاً استفاده شده است. اگر وارد نشده‌اید، از ابتدا شروع کنید.",
  },
  begin_again: { en: "Begin again", fa: "شروع دوباره" },
  too_old: {
    en: "This page is too old. Go back to the site that you came from and begin again.",
    fa: "زمان این صفحه به پایان رسیده است. به سایت مبدأ برگردید و دوباره شروع کنید.",
  },
  error_title: { en: "This does not work", fa: "این صفحه در دسترس نیست" },
  unknown_app: {
    en: "The link that brought you here names no site that is served here.",
    fa: "لینکی که شما را به این صفحه آورده، به سایت شناخته‌شده‌ای تعلق ندارد.",
  },
  unknown_return: {
    en: "The link that brought you here leads back to an address that its site has not registered.",
    fa: "نشانی بازگشت این لینک در سایت مبدأ ثبت نشده است.",
  },
  unknown_embed: {
    en: "The site that shows this page is not registered for it.",
    fa: "سایتی که این صفحه را نشان می‌دهد، برای این کار ثبت نشده است.",
  },
  state_too_long: {
    en: "The link that brought you here is not valid: its state is too long.",
    fa: "لینکی که شما را به این صفحه آورده نامعتبر است: مقدار state بیش از حد طولانی است.",
  },
  other_origin: {
    en: "The form was sent from another site. Open the page again and send it from there.",
    fa: "فرم از سایت دیگری ارسال شده است. صفحه را دوباره باز کنید و از همان‌جا بفرستید.",
  },
  failed: {
    en: "Something does not work at the moment. Please try again in a few seconds.",
    fa: "مشکلی پیش آمده است. لطفاً چند ثانیهٔ دیگر دوباره تلاش کنید.",
  },
} satisfies Record<string, Text>;

export type HostedText = keyof typeof HOSTED_TEXTS;

export const say: Say<HostedText> = sayFrom(HOSTED_TEXTS);
