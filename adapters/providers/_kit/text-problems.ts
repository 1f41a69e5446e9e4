/** Checks message texts at start, so that no code goes out in a text that is too long, filtered or misread. */
import type { Locale } from "../../../domain/delivery/provider.ts";
import { fill, textOf, type TextStyle } from "./message-text.ts";
import { SEGMENT, segmentsOf } from "./sms-segments.ts";

/** The problems of the configured texts, as sentences; empty when there are none. `codeLength` is the number of digits of a code. */
export function textProblems(style: TextStyle, codeLength: number): readonly string[] {
  const locales: readonly Locale[] = ["fa", "en"];
  return locales.flatMap((locale) => problemsOf(locale, style, codeLength));
}

/** Throws, with every problem of the texts, so that a provider does not start with one. */
export function checkTexts(style: TextStyle, codeLength: number): void {
  const problems = textProblems(style, codeLength);
  if (problems.length > 0) throw new Error(problems.join(" "));
}

function problemsOf(locale: Locale, style: TextStyle, codeLength: number): readonly string[] {
  const own = style.texts?.[locale];
  const problems =
    own === undefined
      ? []
      : wordProblems(own, locale).map((problem) => `The ${locale} text "${own}" ${problem}.`);
  return [...problems, ...lengthProblems(locale, style, codeLength)];
}

/** Controls and invisible marks, except the line break and the half-space (U+200C) of Persian. */
const INVISIBLE = /(?![\n\u200c])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const LINK = /https?:|www\.|\b[a-z0-9-]+\.(com|net|org|io|ir|me)\b/i;
const PLACEHOLDERS = ["{code}", "{app}", "{minutes}"];
/** A digit, or a placeholder that may be filled with one. */
const DIGITS_BESIDE_CODE = /\{code\}[\p{Nd}{]|[\p{Nd}}]\{code\}/u;

function wordProblems(text: string, locale: Locale): readonly string[] {
  const problems: string[] = [];
  if (!text.includes("{code}")) problems.push("does not contain {code}: start it with {code}");
  else if (!text.startsWith("{code}"))
    problems.push("must start with {code}, so that notifications show the code");
  if (DIGITS_BESIDE_CODE.test(text))
    problems.push(
      "has digits or a placeholder directly beside {code}: put a space or a line break between them",
    );

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
  return problems;
}

/** The length is measured with ten minutes and no app name. */
function lengthProblems(locale: Locale, style: TextStyle, codeLength: number): readonly string[] {
  const sample = { app: "", code: "0".repeat(codeLength), locale, expiresAt: 600_000 };
  const text = textOf(sample, style, 0);
  const { encoding, units, segments } = segmentsOf(fill(text, sample, style, 0));
  if (segments === 1) return [];
  const settings = [
    ...(style.webDomain === undefined ? [] : ["webDomain"]),
    ...(style.androidHash === undefined ? [] : ["androidHash"]),
  ].join(" and ");
  const holds = `and one message holds ${SEGMENT[encoding].single}`;
  if (style.texts?.[locale] === undefined)
    return [
      `The code and the last line of ${settings} are ${units} units long, ${holds}: shorten or unset ${settings}.`,
    ];
  const withLine = settings === "" ? "" : ` with the last line of ${settings}`;
  const orUnset = settings === "" ? "" : `, or unset ${settings}`;
  return [`The ${locale} text "${text}" is ${units} units long${withLine}, ${holds}: shorten it${orUnset}.`];
}
