/** States and outcomes in words, with the tone of their badges: the same on every page. */
import type { Text } from "../../language/language.ts";

/** The colour of a badge, by what it says. */
export type Tone = "good" | "warn" | "bad" | "live" | "rest";

/** States of verifications and deliveries. */
export const STATUS_TEXTS: Readonly<Record<string, Text>> = {
  pending: { en: "waiting", fa: "در انتظار" },
  approved: { en: "approved", fa: "تأیید شد" },
  canceled: { en: "canceled", fa: "لغو شد" },
  expired: { en: "expired", fa: "منقضی شد" },
  exhausted: { en: "no guesses left", fa: "فرصت‌ها تمام شد" },
  undelivered: { en: "not delivered", fa: "ارسال نشد" },
  carrying: { en: "being sent", fa: "در حال ارسال" },
  accepted: { en: "sent", fa: "ارسال شد" },
  uncertain: { en: "may have arrived", fa: "شاید رسیده باشد" },
};

export const OUTCOME_TEXTS: Readonly<Record<string, Text>> = {
  accepted: { en: "accepted", fa: "پذیرفته شد" },
  refused: { en: "refused", fa: "رد شد" },
  unavailable: { en: "unavailable", fa: "در دسترس نبود" },
  unknown: { en: "no clear answer", fa: "پاسخ نامشخص" },
  planned: { en: "under way", fa: "در حال انجام" },
  skipped: { en: "skipped", fa: "کنار گذاشته شد" },
};

export const STATUS_TONES: Readonly<Record<string, Tone>> = {
  pending: "live",
  approved: "good",
  accepted: "live",
  carrying: "live",
  uncertain: "warn",
  canceled: "rest",
  expired: "rest",
  exhausted: "bad",
  undelivered: "bad",
};

export const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  accepted: "good",
  refused: "bad",
  unavailable: "bad",
  unknown: "warn",
  planned: "live",
  skipped: "rest",
};
