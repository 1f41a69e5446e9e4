import type { Language } from "../../language/language.ts";

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
