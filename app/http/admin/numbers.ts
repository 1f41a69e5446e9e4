import type { Language } from "../../language/language.ts";

const FORMATS = { en: new Intl.NumberFormat("en"), fa: new Intl.NumberFormat("fa-IR") } as const;

const PERCENT = {
  en: new Intl.NumberFormat("en", { style: "percent" }),
  fa: new Intl.NumberFormat("fa-IR", { style: "percent" }),
} as const;

/** A share from 0 to 1 as a whole percentage, with the digits and the sign of the language. */
export function percentText(share: number, language: Language): string {
  return PERCENT[language].format(share);
}

/** Bounds from 0 to 1 as whole percentages, e.g. `29% – 43%`. */
export function rangeText(from: number, to: number, language: Language): string {
  return PERCENT[language].formatRange(from, to);
}

/** A whole number with the digits and the separators of the language. */
export function numberText(value: number, language: Language): string {
  return FORMATS[language].format(value);
}
