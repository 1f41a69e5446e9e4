/** Reasons that several vendors share: what each means and what to do about it. Data only. */
import type { Hint } from "../../../domain/delivery/provider.ts";
import { type Explanation, hint } from "./meanings.ts";

const CHECK_ADDRESS: Hint = hint(
  "Check the address of the API and any proxy on the way.",
  "نشانی API و پراکسی‌های مسیر را بررسی کنید.",
);
const NOTHING_TO_DO: Hint = hint(
  "Nothing to do: the next provider is asked.",
  "نیازی به اقدام نیست؛ ارائه‌دهندهٔ بعدی امتحان می‌شود.",
);
const CHECK_OPTIONS: Hint = hint(
  "Check the provider's options, then report it as a bug.",
  "تنظیمات این ارائه‌دهنده را بررسی کنید و سپس خطا را گزارش دهید.",
);

const explanation = (means: Hint, remedy: Hint): Explanation => ({ means, remedy });

// prettier-ignore
const REASONS = {
  key_invalid: explanation(
    hint("The vendor does not know the key.", "ارائه‌دهنده این کلید را نمی‌شناسد."),
    hint("Copy it again from the vendor's panel.", "آن را دوباره از پنل ارائه‌دهنده بردارید.")),
  key_refused: explanation(
    hint("The vendor refused the key.", "ارائه‌دهنده کلید را نپذیرفت."),
    hint("Check it, and whether it is active.", "درستی و فعال بودن آن را بررسی کنید.")),
  key_disabled: explanation(
    hint("The key is disabled.", "کلید غیرفعال است."),
    hint("Enable it in the vendor's panel.", "آن را در پنل ارائه‌دهنده فعال کنید.")),
  access_refused: explanation(
    hint("The account may not do this.", "حساب اجازهٔ این کار را ندارد."),
    hint("Check its rights and allowed addresses.", "دسترسی‌ها و نشانی‌های مجاز آن را بررسی کنید.")),
  ip_refused: explanation(
    hint("The vendor does not accept this server's address.", "ارائه‌دهنده نشانی این سرور را نمی‌پذیرد."),
    hint("Add it to the allowed addresses in the panel.", "آن را در پنل به نشانی‌های مجاز اضافه کنید.")),
  no_credit: explanation(
    hint("The account has no credit.", "اعتبار حساب کافی نیست."),
    hint("Top it up in the vendor's panel.", "آن را در پنل ارائه‌دهنده شارژ کنید.")),
  account_disabled: explanation(
    hint("The account is disabled.", "حساب غیرفعال است."),
    hint("Contact the vendor.", "با پشتیبانی ارائه‌دهنده تماس بگیرید.")),
  account_suspended: explanation(
    hint("The vendor suspended the account.", "حساب از سوی ارائه‌دهنده مسدود شده است."),
    hint("Contact the vendor.", "با پشتیبانی آن تماس بگیرید.")),
  plan_missing: explanation(
    hint("The account's plan does not include this method.", "پلن این حساب شامل این متد نیست."),
    hint("Upgrade the plan, or take the provider out of the chain.", "پلن حساب را ارتقا دهید، یا این ارائه‌دهنده را از زنجیره بردارید.")),
  plan_template: explanation(
    hint("The account's plan does not allow templates of one's own.", "پلن این حساب اجازهٔ الگوی اختصاصی نمی‌دهد."),
    hint("Upgrade the plan, or use one of the vendor's shared templates.", "پلن حساب را ارتقا دهید، یا یکی از الگوهای عمومی ارائه‌دهنده را به کار ببرید.")),
  tariff_invalid: explanation(
    hint("The account has no valid tariff.", "تعرفهٔ حساب معتبر نیست."),
    hint("Ask the vendor's support.", "از پشتیبانی ارائه‌دهنده بپرسید.")),
  sender_invalid: explanation(
    hint("The sender line is not valid or does not belong to the account.", "خط ارسال معتبر نیست یا متعلق به این حساب نیست."),
    hint("Compare it with the panel.", "آن را با پنل مقایسه کنید.")),
  sender_inactive: explanation(
    hint("The sender line is not active.", "خط ارسال فعال نیست."),
    hint("Activate it in the panel, or use another line.", "آن را در پنل فعال کنید یا خط دیگری به کار ببرید.")),
  sender_unverified: explanation(
    hint("The owner of the sender line is not verified.", "هویت صاحب خط ارسال تأیید نشده است."),
    hint("Complete the documents of the line in the panel.", "مدارک خط را در پنل کامل کنید.")),
  template_unknown: explanation(
    hint("The template does not exist or is not approved.", "الگو وجود ندارد یا تأیید نشده است."),
    hint("Compare its name with the panel.", "نام آن را با پنل مقایسه کنید.")),
  template_parameter: explanation(
    hint("The template expects other parameters.", "پارامترهای الگو متفاوت است."),
    hint("Compare their names with the panel.", "نام آن‌ها را با پنل مقایسه کنید.")),
  value_too_long: explanation(
    hint("The code is longer than the template's parameter may be.", "کد از حد مجاز پارامتر الگو بلندتر است."),
    hint("Lower OTP_CODE_LENGTH, or allow longer values in the template.", "مقدار OTP_CODE_LENGTH را کم کنید، یا طول مجاز پارامتر را در الگو بیشتر کنید.")),
  text_not_gsm7: explanation(
    hint("The vendor carries letters of the GSM alphabet alone.", "این ارائه‌دهنده فقط حروف الفبای GSM را می‌فرستد."),
    hint("Write such a text in texts.en and texts.fa, or put another provider before it for Persian.", "در texts.en و texts.fa متنی با این حروف بنویسید، یا برای متن فارسی ارائه‌دهندهٔ دیگری را پیش از آن بگذارید.")),
  text_too_long: explanation(
    hint("The text is longer than the vendor allows.", "متن از حد مجاز ارائه‌دهنده بلندتر است."),
    hint("Shorten it.", "آن را کوتاه کنید.")),
  text_invalid: explanation(
    hint("The text contains a character that the vendor does not carry.", "متن نویسه‌ای دارد که ارائه‌دهنده نمی‌فرستد."),
    hint("Remove it from the text or the template.", "آن را از متن یا الگو بردارید.")),
  link_refused: explanation(
    hint("The account may not send links.", "این حساب اجازهٔ ارسال لینک ندارد."),
    hint("Remove the link from the text, or ask the vendor to allow it.", "لینک را از متن بردارید، یا اجازهٔ آن را از ارائه‌دهنده بگیرید.")),
  request_invalid: explanation(
    hint("The vendor does not accept the request's fields.", "ارائه‌دهنده فیلدهای درخواست را نپذیرفت."), CHECK_OPTIONS),
  request_too_large: explanation(
    hint("The request is larger than the vendor allows.", "درخواست از اندازهٔ مجاز ارائه‌دهنده بزرگ‌تر است."), CHECK_OPTIONS),
  recipient_invalid: explanation(
    hint("The number does not exist.", "این شماره وجود ندارد."),
    hint("The person should check the number.", "کاربر باید شماره را بررسی کند.")),
  blacklisted: explanation(
    hint("The recipient has blocked advertising lines, or this line.", "گیرنده پیامک‌های تبلیغاتی یا این خط را مسدود کرده است."), NOTHING_TO_DO),
  not_a_user: explanation(
    hint("The number has no account at this messenger.", "این شماره در این پیام‌رسان حساب ندارد."), NOTHING_TO_DO),
  recipient_unreadable: explanation(
    hint("The vendor does not accept the number's format.", "قالب شماره برای ارائه‌دهنده پذیرفته نیست."), NOTHING_TO_DO),
  recipient_refused: explanation(
    hint("The vendor does not send to this number.", "ارائه‌دهنده به این شماره پیام نمی‌فرستد."), NOTHING_TO_DO),
  not_reachable: explanation(
    hint("The vendor cannot reach this number.", "ارائه‌دهنده به این شماره دسترسی ندارد."), NOTHING_TO_DO),
  not_mobile: explanation(
    hint("The number is not a mobile number.", "این شماره موبایل نیست."), NOTHING_TO_DO),
  opted_out: explanation(
    hint("The recipient has opted out of messages of this line.", "گیرنده دریافت پیام از این خط را لغو کرده است."), NOTHING_TO_DO),
  trial_account: explanation(
    hint("The account is a trial, which sends to verified numbers alone.", "حساب آزمایشی است و فقط به شماره‌های تأییدشده پیام می‌فرستد."),
    hint("Upgrade the account.", "حساب را ارتقا دهید.")),
  country_not_enabled: explanation(
    hint("The account may not send to the number's country.", "ارسال به کشور این شماره در حساب فعال نیست."),
    hint("Enable the country in the vendor's panel.", "آن کشور را در پنل ارائه‌دهنده فعال کنید.")),
  not_allowed: explanation(
    hint("The account may not use this method.", "حساب اجازهٔ استفاده از این متد را ندارد."),
    hint("Check its rights in the vendor's panel.", "دسترسی‌های آن را در پنل ارائه‌دهنده بررسی کنید.")),
  payment_missing: explanation(
    hint("The account has no valid means of payment.", "حساب روش پرداخت معتبری ندارد."),
    hint("Add one in the vendor's panel.", "آن را در پنل ارائه‌دهنده ثبت کنید.")),
  queue_full: explanation(
    hint("The vendor's queue for this line is full.", "صف ارسال این خط نزد ارائه‌دهنده پر است."),
    hint("Ask the vendor for a higher rate if it lasts.", "اگر ادامه داشت، سقف بالاتری بخواهید.")),
  vendor_away: explanation(
    hint("The vendor is not available for the moment.", "ارائه‌دهنده در این لحظه در دسترس نیست."), NOTHING_TO_DO),
  country_not_served: explanation(
    hint("This provider does not serve the number's country.", "این ارائه‌دهنده به کشور این شماره پیام نمی‌فرستد."), NOTHING_TO_DO),
  throttled: explanation(
    hint("The vendor received too many requests.", "تعداد درخواست‌ها بیش از حد مجاز ارائه‌دهنده است."),
    hint("Ask the vendor for a higher rate if it lasts.", "اگر ادامه داشت، سقف بالاتری بخواهید.")),
  duplicate: explanation(
    hint("The vendor takes the request for a repetition; the message may have gone out.", "ارائه‌دهنده این درخواست را تکراری می‌داند؛ شاید پیام ارسال شده باشد."), NOTHING_TO_DO),
  vendor_fault: explanation(
    hint("The vendor reports a fault of its own.", "ارائه‌دهنده از خطای داخلی خودش خبر داده است."),
    hint("Look at its status page.", "صفحهٔ وضعیت آن را ببینید.")),
  vendor_refused: explanation(
    hint("The vendor refused the message with a code that is not in its table here.", "ارائه‌دهنده پیام را با کدی رد کرد که در جدول ما نیست."),
    hint("Look it up in the vendor's documentation.", "آن را در مستندات ارائه‌دهنده پیدا کنید.")),
  message_id_missing: explanation(
    hint("The vendor accepted the message, but named no id; it may have gone out.", "پیام پذیرفته شد ولی شناسه‌ای نداشت؛ شاید ارسال شده باشد."), CHECK_ADDRESS),
  answer_foreign: explanation(
    hint("The answer is not in the vendor's form.", "پاسخ به شکل پاسخ این ارائه‌دهنده نیست."), CHECK_ADDRESS),
  answer_unreadable: explanation(
    hint("The vendor answered success, but not in its own form; the message may have gone out.", "پاسخ موفق بود ولی به شکل پاسخ این ارائه‌دهنده نبود؛ شاید پیام ارسال شده باشد."), CHECK_ADDRESS),
  answer_too_large: explanation(
    hint("The answer was too large to read; the message may have gone out.", "پاسخ بزرگ‌تر از اندازهٔ مجاز بود؛ شاید پیام ارسال شده باشد."), CHECK_ADDRESS),
  redirected: explanation(
    hint("The host answered with a redirect, which is never followed.", "میزبان با تغییر مسیر (redirect) پاسخ داد که هرگز دنبال نمی‌شود."),
    hint("Check the address of the API.", "نشانی API را بررسی کنید.")),
} satisfies Readonly<Record<string, Explanation>>;

export type SharedReason = keyof typeof REASONS;

export const SHARED_REASONS: Readonly<Record<SharedReason, Explanation>> = REASONS;

/** The explanation of a shared reason; null for any other word. */
export function sharedExplanation(reason: string): Explanation | null {
  return isShared(reason) ? SHARED_REASONS[reason] : null;
}

function isShared(reason: string): reason is SharedReason {
  return Object.hasOwn(SHARED_REASONS, reason);
}
