/**
 * Texts for providers without templates. The code stands alone on the first line: a line break ends a bidi paragraph, so that
 * right-to-left text cannot reorder it. U+2068 and U+2069 around it would cost two units and be copied with the code.
 */
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage, Locale } from "../../../domain/delivery/provider.ts";
import { segmentsOf } from "./sms-segments.ts";
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

/** The built-in texts, the longest first: a long last line takes the place of words. */
const BUILT_IN_TEXTS: Readonly<Record<Locale, readonly [string, ...string[]]>> = {
  fa: ["{code}\nکد تأیید شما. به کسی ندهید.", "{code}\nکد تأیید شما.", "{code}"],
  en: ["{code}\nis your verification code. Do not share it.", "{code}\nis your verification code.", "{code}"],
};

type TextFacts = Pick<DeliveryMessage, "app" | "code" | "locale" | "expiresAt">;

/**
 * The message as sent. It fits one segment for every style that passes `textProblems`: a long app name is shortened to fit. Only a code
 * with less than a minute left may take a second one, where the text names the minutes.
 */
export function renderText(message: TextFacts, style: TextStyle, now: EpochMs): string {
  return fill(textOf(message, style, now), message, style, now);
}

/** The configured text, or the longest built-in one that fits one segment. */
export function textOf(message: TextFacts, style: TextStyle, now: EpochMs): string {
  const own = style.texts?.[message.locale];
  if (own !== undefined) return own;
  const [longest, ...shorter] = BUILT_IN_TEXTS[message.locale];
  const fits = (text: string) => segmentsOf(fill(text, message, style, now)).segments === 1;
  return [longest, ...shorter].find(fits) ?? shorter.at(-1) ?? longest;
}

/** A text with its placeholders filled in, and the last line. */
export function fill(text: string, message: TextFacts, style: TextStyle, now: EpochMs): string {
  const { app, code, locale, expiresAt } = message;
  const filled = text
    .replaceAll("{code}", code)
    .replaceAll("{minutes}", () => minutesLeft(expiresAt - now, locale));
  if (!filled.includes("{app}")) return filled + lastLine(code, style);
  const withApp = (letters: readonly string[]) =>
    filled.replaceAll("{app}", () => letters.join("")) + lastLine(code, style);
  const name = Array.from(app);
  return withApp(
    name.slice(
      0,
      longestFitting(name.length, (length) => withApp(name.slice(0, length))),
    ),
  );
}

/** The number of minutes, rounded down: a text never promises more time than is left. */
function minutesLeft(leftMs: number, locale: Locale): string {
  const minutes = Math.floor(leftMs / 60_000);
  const number = Math.max(1, minutes).toLocaleString(locale === "fa" ? "fa-IR" : "en", {
    useGrouping: false,
  });
  if (minutes >= 1) return number;
  return locale === "fa" ? `کمتر از ${number}` : `less than ${number}`;
}

/** The greatest length up to `max` with which the text takes one segment; 0 when none does. A longer name never takes fewer. */
function longestFitting(max: number, textWith: (length: number) => string): number {
  let [fitting, tooLong] = [0, max + 1];
  while (tooLong - fitting > 1) {
    const length = Math.floor((fitting + tooLong) / 2);
    if (segmentsOf(textWith(length)).segments === 1) fitting = length;
    else tooLong = length;
  }
  return fitting;
}

/** The origin-bound line (`@host #code`), after which browsers ignore text, and at the very end the hash for Android. */
function lastLine(code: string, { webDomain, androidHash }: TextStyle): string {
  const parts = [
    ...(webDomain === undefined ? [] : [`@${webDomain} #${code}`]),
    ...(androidHash === undefined ? [] : [androidHash]),
  ];
  return parts.length === 0 ? "" : `\n${parts.join(" ")}`;
}
