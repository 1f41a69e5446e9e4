/** Why a number cannot be sent to, in both languages. */
import type { InvalidReason } from "../../../domain/recipient/recipient.ts";
import type { NotAdmitted } from "../../../domain/verdicts.ts";
import type { ExampleNumber } from "../../service/calling-app.ts";
import { filled, type Language, type Text, withDigitsOf } from "../../language/language.ts";

/** `{example}` stands for the clauses below; it is empty where no example is known. */
const INVALID: Readonly<Record<InvalidReason, Text>> = {
  not_a_number: {
    en: "This is not a phone number.{example}",
    fa: "مقدار واردشده شمارهٔ تلفن نیست. یک شمارهٔ موبایل معتبر وارد کنید{example}.",
  },
  too_short: {
    en: "This number is too short.{example}",
    fa: "این شماره کوتاه است. شماره را کامل وارد کنید{example}.",
  },
  too_long: {
    en: "This number is too long.{example}",
    fa: "این شماره رقم اضافه دارد. شماره را درست وارد کنید{example}.",
  },
  not_assigned: {
    en: "No country assigns such a number. Check its digits and its country code.",
    fa: "چنین شماره‌ای در هیچ کشوری وجود ندارد. رقم‌ها و کد کشور را بررسی کنید.",
  },
};

const NOT_ALLOWED: Readonly<Record<"country" | "line", Text>> = {
  country: {
    en: "Numbers of this country ({country}) are not served here. OTP_COUNTRIES lists the countries that are.",
    fa: "ارسال به شماره‌های این کشور ({country}) فعال نیست. کشورهای مجاز در OTP_COUNTRIES آمده‌اند.",
  },
  line: {
    en: "This is not a mobile number.{example}",
    fa: "این شماره موبایل نیست. یک شمارهٔ موبایل وارد کنید{example}.",
  },
};

/** A number that exists by its plan, but that the operator does not deliver to. */
export const REFUSED_BY_OPERATOR: { readonly title: Text; readonly detail: Text } = {
  title: { en: "The operator refuses this number", fa: "اپراتور این شماره را نمی‌پذیرد" },
  detail: {
    en: "The operator says that this number cannot receive messages. Check its digits.",
    fa: "به گفتهٔ اپراتور، این شماره پیام دریافت نمی‌کند. رقم‌های آن را بررسی کنید.",
  },
};

/** Why a number is not admitted. `example` is one of the app's first country. */
export function whyNotAdmitted(
  verdict: NotAdmitted,
  language: Language,
  example: ExampleNumber | null,
): string {
  const clause = { example: example === null ? "" : clauseWith(example, language) };
  return verdict.kind === "recipient_invalid"
    ? filled(INVALID[verdict.reason][language], clause, language)
    : filled(NOT_ALLOWED[verdict.reason][language], { ...clause, country: verdict.country }, language);
}

/** In Persian the national form alone: a plus sign would jump to the other end of the number. */
function clauseWith({ national, international }: ExampleNumber, language: Language): string {
  switch (language) {
    case "en":
      return ` Write a mobile number like ${national} or ${international}.`;
    case "fa":
      return `؛ مثلاً ${withDigitsOf(language, national)}`;
  }
}
