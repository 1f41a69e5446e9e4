/** Digits as people type them: ASCII, Persian, Arabic-Indic or full-width, with separators and invisible marks between them. */

const PERSIAN_ZERO = 0x06f0;
const ARABIC_ZERO = 0x0660;
const FULL_WIDTH_ZERO = 0xff10;

const OTHER_DIGITS = /[\u06F0-\u06F9\u0660-\u0669\uFF10-\uFF19]/g;

/**
 * White space, dashes, parentheses, dots, slashes, and invisible characters: soft hyphen, joiners (ZWNJ, ZWJ), bidi marks and isolates,
 * word joiner, byte order mark.
 */
const SEPARATORS =
  /[\s()./_\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u2010-\u2015\u2212\uFE63\uFF0D-]/g;

const FULL_WIDTH_PLUS = /\uFF0B/g;

/**
 * The text with ASCII digits and without separators. Digits of other scripts (Devanagari, …) stay as they are and are refused later as
 * no digits. Linear in the length of the text. Applying it twice changes nothing.
 */
export function plainDigits(text: string): string {
  return text.replace(SEPARATORS, "").replace(FULL_WIDTH_PLUS, "+").replace(OTHER_DIGITS, toAscii);
}

/** The text with ASCII digits and all else as it is. */
export function plainDigitsOnly(text: string): string {
  return text.replace(OTHER_DIGITS, toAscii);
}

function toAscii(digit: string): string {
  const point = digit.charCodeAt(0);
  const zero =
    point >= FULL_WIDTH_ZERO ? FULL_WIDTH_ZERO : point >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO;
  return String(point - zero);
}
