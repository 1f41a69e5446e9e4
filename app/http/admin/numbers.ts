import type { Language } from "../problems/language.ts";

const FORMATS = { en: new Intl.NumberFormat("en"), fa: new Intl.NumberFormat("fa-IR") } as const;

/** A whole number with the digits and the separators of the language. */
export function numberText(value: number, language: Language): string {
  return FORMATS[language].format(value);
}
