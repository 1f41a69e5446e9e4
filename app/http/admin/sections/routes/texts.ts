/** Texts of the page of routes, in both languages. */
import type { Text } from "../../../../language/language.ts";

export const ROUTES = {
  intro: {
    en: "Which codes came back in 24 hours, by operator and provider, and the order that follows. A code in time counts 1, a late one ½.",
    fa: "در ۲۴ ساعت گذشته کد کدام ارائه‌دهنده برگشته است، به تفکیک اپراتور، و ترتیبی که از آن به دست می‌آید. کد به‌موقع ۱ و کد دیرهنگام ½ حساب می‌شود.",
  },
  empty: {
    en: "Nothing was counted. Routes are counted where RAMZ_ROUTING is monitor or learn and a chain has two providers.",
    fa: "چیزی شمرده نشده است. شمارش وقتی انجام می‌شود که RAMZ_ROUTING برابر monitor یا learn باشد و زنجیره دو ارائه‌دهنده داشته باشد.",
  },
  place: { en: "Place", fa: "جایگاه" },
  provider: { en: "Provider", fa: "ارائه‌دهنده" },
  day: { en: "24 hours", fa: "۲۴ ساعت" },
  hour: { en: "1 hour", fa: "۱ ساعت" },
  of: { en: "{score} of {sends}", fa: "{score} از {sends}" },
  share: { en: "Share", fa: "سهم" },
  bounds: { en: "Between 0 and 100 %", fa: "بین ۰ و ۱۰۰٪" },
  rial: { en: "Rial", fa: "ریال" },
  unknown: { en: "unknown", fa: "نامشخص" },
  health: { en: "Health", fa: "وضعیت" },
  well: { en: "well", fa: "سالم" },
  weak: { en: "weak", fa: "ضعیف" },
  sick: { en: "sick", fa: "ناسالم" },
  monitor: { en: "monitored: sent as configured", fa: "فقط پایش: ارسال به ترتیب تنظیم‌شده" },
  learn: { en: "learned order in force", fa: "ترتیب آموخته‌شده اجرا می‌شود" },
  fixed: { en: "fixed", fa: "ثابت" },
  configured: { en: "The order is the configured one.", fa: "ترتیب همان ترتیب تنظیم‌شده است." },
} as const satisfies Record<string, Text>;
