/**
 * Texts for providers without templates. The code stands alone on the first line: a line break ends a bidi paragraph, so that
 * right-to-left text cannot reorder it. U+2068 and U+2069 around it would cost two units and be copied with the code.
 */
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage, Locale } from "../../../domain/delivery/provider.ts";
import { SEGMENT, segmentsOf } from "./sms-segments.ts";
import type { EpochMs } from "../../../domain/time.ts";

/** Texts by locale, and what the last line holds for browsers and apps. */
export interface TextStyle {
  readonly texts?: { readonly [locale in Locale]?: string | undefined } | undefined;
  readonly webDomain?: string | undefined;
  readonly androidHash?: string | undefined;
}

const template = (language: string) =>
  Type.Optional(
    Type.String({
      description: `The ${language} text, starting with {code}; may contain {app} and {minutes}. At most one segment long.`,
    }),
  );

/** The same as `TextStyle`, for the options of a provider. */
export const TEXT_OPTIONS = {
  texts: Type.Optional(
    Type.Object({ fa: template("Persian"), en: template("English") }, { additionalProperties: false }),
  ),
  webDomain: Type.Optional(
    Type.String({
      pattern: "^[a-z0-9-]+(\\.[a-z0-9-]+)+$",
      description: "Site whose pages fill in the code (WebOTP, Safari), e.g. example.com.",
    }),
  ),
  androidHash: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9+/]{11}$",
      description: "The 11 characters by which Android's SMS Retriever finds the app.",
    }),
  ),
};

const DEFAULT_TEXTS: Readonly<Record<Locale, string>> = {
  fa: "{code}\nکد تأیید شما. به کسی ندهید.",
  en: "{code}\nis your verification code. Do not share it.",
};

/**
 * The message as sent. It fits one segment for every text that passes `lintTexts`: a long app name is shortened to fit.
 * The number of minutes is rounded up, at least 1.
 */
export function renderText(
  { app, code, locale, expiresAt }: Pick<DeliveryMessage, "app" | "code" | "locale" | "expiresAt">,
  style: TextStyle,
  now: EpochMs,
): string {
  const minutes = Math.max(1, Math.ceil((expiresAt - now) / 60_000));
  const withApp = (name: string) =>
    textOf(locale, style)
      .replaceAll("{code}", code)
      .replaceAll("{minutes}", String(minutes))
      .replaceAll("{app}", () => name) + machineLine(code, style);
  const letters = Array.from(app);
  while (letters.length > 0 && segmentsOf(withApp(letters.join(""))).segments > 1) letters.pop();
  return withApp(letters.join(""));
}

function textOf(locale: Locale, { texts }: TextStyle): string {
  return texts?.[locale] ?? DEFAULT_TEXTS[locale];
}

/** The origin-bound line (`@host #code`), after which browsers ignore text, and at the very end the hash for Android. */
function machineLine(code: string, { webDomain, androidHash }: TextStyle): string {
  const parts = [
    ...(webDomain === undefined ? [] : [`@${webDomain} #${code}`]),
    ...(androidHash === undefined ? [] : [androidHash]),
  ];
  return parts.length === 0 ? "" : `\n${parts.join(" ")}`;
}

/** The problems of the configured texts, as sentences; empty when there are none. */
export function lintTexts(style: TextStyle): readonly string[] {
  const locales: readonly Locale[] = ["fa", "en"];
  return locales.flatMap((locale) => lintText(textOf(locale, style), locale, style));
}

/** Controls and invisible marks, except the line break and the half-space (U+200C) of Persian. */
const INVISIBLE = /(?![\n\u200c])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const LINK = /https?:|www\.|\b[a-z0-9-]+\.(com|net|org|io|ir|me)\b/i;
const PLACEHOLDERS = ["{code}", "{app}", "{minutes}"];

/** As `lintTexts`, for one text. Its length is measured with a six-digit code, ten minutes and no app name. */
export function lintText(text: string, locale: Locale, style: TextStyle = {}): readonly string[] {
  const problems: string[] = [];
  if (!text.includes("{code}")) problems.push("does not contain {code}: start it with {code}");
  else if (!text.startsWith("{code}"))
    problems.push("must start with {code}, so that notifications show the code");

  for (const [placeholder] of text.matchAll(/\{[^}]*\}/g))
    if (!PLACEHOLDERS.includes(placeholder))
      problems.push(`contains ${placeholder}, which is unknown: use {code}, {app} or {minutes}`);

  const invisible = INVISIBLE.exec(text)?.[0].codePointAt(0);
  if (invisible !== undefined) {
    const name = invisible.toString(16).toUpperCase().padStart(4, "0");
    problems.push(`contains the invisible character U+${name}: remove it`);
  }
  if (LINK.test(text)) problems.push("contains a link, which operators treat as phishing: remove it");
  if (locale === "fa" && /[يك]/.test(text))
    problems.push("contains the Arabic ي or ك: write the Persian ی or ک");

  const { encoding, units, segments } = segmentsOf(sampleOf(text, locale, style));
  if (segments > 1)
    problems.push(`is ${units} units long, and one message holds ${SEGMENT[encoding].single}: shorten it`);
  return problems.map((problem) => `The ${locale} text "${text}" ${problem}.`);
}

function sampleOf(text: string, locale: Locale, style: TextStyle): string {
  const sample = { app: "", code: "000000", locale, expiresAt: 600_000 };
  return renderText(sample, { ...style, texts: { [locale]: text } }, 0);
}
