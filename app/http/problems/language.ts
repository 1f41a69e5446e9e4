import type { Hint } from "../../../domain/delivery/provider.ts";

/** The languages replies are written in. A text has the same shape as a provider's hint. */
export type Language = keyof Hint;
export type Text = Hint;

/** Persian when `Accept-Language` prefers it to English (RFC 9110 §12.5.4), English otherwise. */
export function languageOf(headers: Headers): Language {
  const header = headers.get("accept-language");
  if (header === null) return "en";
  const weights = { en: 0, fa: 0 };
  for (const range of header.slice(0, 200).split(",")) {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const language = tag.split("-")[0];
    const quality = Number(/^\s*q=([0-9.]+)/.exec(parameters[0] ?? "")?.[1] ?? 1);
    if (language === "fa" || language === "en") weights[language] = Math.max(weights[language], quality);
  }
  return weights.fa > weights.en ? "fa" : "en";
}

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
