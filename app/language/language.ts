/** The languages of texts, and how a text is filled for its reader: pages, replies and the command line share it. */
import type { Hint } from "../../domain/delivery/provider.ts";

/** The languages replies are written in. A text has the same shape as a provider's hint. */
export type Language = keyof Hint;
export type Text = Hint;

/** The text with its digits as the language writes them: Persian ones inside Persian sentences. */
export function withDigitsOf(language: Language, text: string | number): string {
  if (language === "en") return String(text);
  return String(text).replace(/[0-9]/g, (digit) => String.fromCodePoint(PERSIAN_ZERO + Number(digit)));
}

const PERSIAN_ZERO = 0x06f0;

/** The text with each `{name}` replaced by its value; names without a value stay. Numbers get the digits of the language. */
export function filled(
  text: string,
  values: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? withDigitsOf(language, value) : value;
  });
}

/** Says one of the texts of a page. */
export type Say<Name> = (
  text: Name,
  language: Language,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** The way to say `texts`, with their `{names}` filled. */
export function sayFrom<Name extends string>(texts: Readonly<Record<Name, Text>>): Say<Name> {
  return (text, language, values = {}) => filled(texts[text][language], values, language);
}
