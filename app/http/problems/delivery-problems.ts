/** Problems of deliveries, beside those that they share with verifications. */
import type { Text } from "../../language/language.ts";
import type { ProblemKind } from "./problem-kind.ts";

export const DELIVERY_PROBLEMS = {
  already_used: {
    status: 409,
    title: { en: "Already reported as used", fa: "استفاده از این کد قبلاً گزارش شده است" },
    detail: {
      en: "This code was reported as used before, and that stays. Report a code as unused only if it never was used.",
      fa: "استفاده از این کد قبلاً گزارش شده است و این گزارش تغییر نمی‌کند. فقط کدی را استفاده‌نشده گزارش کنید که هرگز استفاده نشده باشد.",
    },
  },
} as const satisfies Record<string, ProblemKind>;

/** The detail of a 404 about a delivery. */
export const NO_SUCH_DELIVERY: Text = {
  en: "There is no such delivery. Check its id. A delivery can be read for a day, and a number keeps its ten newest.",
  fa: "چنین ارسالی وجود ندارد. شناسهٔ آن را بررسی کنید. هر ارسال تا یک روز قابل خواندن است و برای هر شماره ده ارسال اخیر نگهداری می‌شود.",
};

/** What is wrong with a code that cannot be carried. */
export const NOT_A_CODE: Text = {
  en: "must be 4 to 10 letters and digits, without spaces; digits alone with the channels call and auto",
  fa: "باید ۴ تا ۱۰ حرف انگلیسی و رقم، بدون فاصله باشد؛ برای روش‌های call و auto فقط رقم",
};
