/** Texts of the delivery page, in both languages. */
import type { Text } from "../../../../language/language.ts";

export const DELIVERY = {
  intro: {
    en: "Messages of the last two days. Delivered is what vendors report by receipts; where they send none, only sent and approved are known.",
    fa: "پیام‌های دو روز گذشته. «تحویل‌شده» بر پایهٔ گزارش تحویل ارائه‌دهنده است؛ اگر آن را نفرستد، فقط ارسال و تأیید معلوم است.",
  },
  empty: { en: "Nothing was sent", fa: "چیزی ارسال نشده است" },
  by_hour: { en: "By hour", fa: "به تفکیک ساعت" },
  by_route: { en: "By provider and operator", fa: "به تفکیک ارائه‌دهنده و اپراتور" },
  as_table: { en: "As a table", fa: "به‌صورت جدول" },
  hour: { en: "Hour from", fa: "ساعت از" },
  provider: { en: "Provider", fa: "ارائه‌دهنده" },
  operator: { en: "Operator", fa: "اپراتور" },
  all: { en: "All", fa: "همه" },
  show: { en: "Show", fa: "نمایش" },
  sent: { en: "Sent", fa: "ارسال‌شده" },
  delivered: { en: "Delivered", fa: "تحویل‌شده" },
  undelivered: { en: "Not delivered", fa: "تحویل‌نشده" },
  approved: { en: "Approved", fa: "تأییدشده" },
  of_sent: { en: "{share} of sent", fa: "{share} از ارسال‌شده" },
} as const satisfies Record<string, Text>;
