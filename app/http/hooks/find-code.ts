/**
 * Finds the code in the text of a message that a log-in server wrote. It never guesses: where two readings are possible, or none is
 * certain, it says so, and nothing is sent.
 */
import { plainDigitsOnly } from "../../../domain/recipient/digits.ts";
import type { CodePattern } from "../../service/opened-hook.ts";

/** `code_not_found`: there is no code in it. `code_ambiguous`: it may be one of several, or part of a longer word. */
export type FoundCode =
  | { readonly kind: "found"; readonly code: string }
  | { readonly kind: "code_not_found" }
  | { readonly kind: "code_ambiguous" };

/** More than ten parts of an SMS: no message with a code is as long. */
const TEXT_MAX = 2_000;

/**
 * The code in a text: what the operator's pattern captures, if there is one; else the code of WebOTP's last line; else the one run of 4
 * to 10 digits. Persian and Arabic-Indic digits are read as ASCII, also by the pattern. The same code twice counts once.
 */
export function findCode(text: string, pattern: CodePattern | null = null): FoundCode {
  if (text.length > TEXT_MAX) return { kind: "code_not_found" };
  const plain = plainDigitsOnly(text);
  if (pattern !== null) return only(pattern(plain).map(certain));
  const { message, code } = withoutMachineLines(plain);
  return code === null ? only(runsIn(message)) : { kind: "found", code };
}

/** A run of digits. It is certain unless it is a part of something longer, e.g. of `AB1234` or of a date. */
interface Run {
  readonly digits: string;
  readonly isCertain: boolean;
}

function only(runs: readonly Run[]): FoundCode {
  const [first] = runs;
  if (first === undefined) return { kind: "code_not_found" };
  const isOne = runs.every(({ digits, isCertain }) => isCertain && digits === first.digits);
  return isOne ? { kind: "found", code: first.digits } : { kind: "code_ambiguous" };
}

function certain(digits: string): Run {
  return { digits, isCertain: true };
}

/** The 11 characters by which Android hands a message to its app, alone behind the last white space. */
const ANDROID_HASH = /\s[A-Za-z0-9+/]{11}\s*$/;
/** A run of digits at an edge: a word of 11 characters such as `Code1234567` may be the code and no hash. */
const EDGE_RUN = /(?<![A-Za-z0-9])[0-9]{4,10}(?![0-9])|(?<![0-9])[0-9]{4,10}(?![A-Za-z0-9])/;

/** The last line by which browsers hand a code to its site, e.g. `@example.com #123456`. */
const WEB_OTP = /^@[^\s@#]+ #(\S+)(?:\s|$)/;
const CODE = /^[A-Za-z0-9]{4,10}$/;

/** The message without what is written for machines, and the code that is written for them. */
function withoutMachineLines(text: string): { readonly message: string; readonly code: string | null } {
  const [hash = ""] = ANDROID_HASH.exec(text) ?? [];
  const visible = EDGE_RUN.test(hash) ? text : text.slice(0, text.length - hash.length);
  const lines = visible.trimEnd().split("\n");
  const [, code] = WEB_OTP.exec(lines.at(-1) ?? "") ?? [];
  if (code === undefined) return { message: visible, code: null };
  return { message: lines.slice(0, -1).join("\n"), code: CODE.test(code) ? code : null };
}

const URLS = /(?:https?:\/\/|www\.)[\x21-\x7e]+|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\/[\x21-\x7e]*/gi;

/** None that begins another sentence in Persian, as روز and ساعت do: behind a code they are no unit. */
const UNITS = "seconds?|secs?|minutes?|mins?|rials?|tomans?|ثانیه|دقیقه|دقيقة|دقائق|ریال|تومان";
/** Digits with a unit behind them on the same line. */
const AMOUNTS = new RegExp(`(?<![0-9])[0-9]{1,10}(?![0-9])[ \\u00a0\\u200c-]*(?:${UNITS})(?!\\p{L})`, "giu");

const RUNS = /(?<![0-9])[0-9]{4,10}(?![0-9])/g;
/** In front of a run, or behind it, this makes it a part of something longer: a letter, a plus sign, or further digits. */
const JOINED_BEFORE = /(?:[A-Za-z_+\p{Nd}]|[0-9][-./:,])$/u;
const JOINED_AFTER = /^(?:[A-Za-z_\p{Nd}]|[-./:,][0-9])/u;

function runsIn(message: string): readonly Run[] {
  const text = message.replace(URLS, " ").replace(AMOUNTS, " ");
  return [...text.matchAll(RUNS)].map(({ 0: digits, index }) => {
    const [before, after] = [text.slice(0, index).slice(-2), text.slice(index + digits.length)];
    return { digits, isCertain: !JOINED_BEFORE.test(before) && !JOINED_AFTER.test(after.slice(0, 2)) };
  });
}
