import { type Language, withDigitsOf } from "./language.ts";

const UNITS = {
  en: { hour: " h", minute: " min", second: " s", and: " " },
  fa: { hour: " ساعت", minute: " دقیقه", second: " ثانیه", and: " و " },
} as const;

/** A duration for people, e.g. `59 s`, `1 min 30 s`, `24 h 22 min`; from one hour on without its seconds. */
export function durationText(seconds: number, language: Language): string {
  const { hour, minute, second, and } = UNITS[language];
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts = [
    [hours, hour],
    [minutes, minute],
    [hours > 0 ? 0 : seconds % 60, second],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => count + unit);
  return withDigitsOf(language, shown.join(and) || 0 + second);
}
