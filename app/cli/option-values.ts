/** The values of options, read from text. A value that is not valid ends the command with a sentence that says what to write. */
import { InvalidArgumentError } from "commander";
import { SCOPES, type Scope } from "../access/api-keys.ts";
import { APP_NAME, APP_NAME_RULE } from "../config/app-problems.ts";

const SECONDS_MAX = 600;

export function seconds(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= SECONDS_MAX) return value;
  throw new InvalidArgumentError(`Write seconds from 1 to ${SECONDS_MAX}.`);
}

export function appName(text: string): string {
  if (APP_NAME.test(text)) return text;
  throw new InvalidArgumentError(`Write ${APP_NAME_RULE}.`);
}

export function scopes(text: string): readonly Scope[] {
  const words = text.split(",").map((word) => word.trim());
  const known = SCOPES.filter((scope) => words.includes(scope));
  if (known.length === words.length) return known;
  throw new InvalidArgumentError(`Write one or more of ${SCOPES.join(",")}, separated by commas, each once.`);
}

/** Reads a whole number within these bounds. */
export function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
  };
}

const AGO_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a point in time, in milliseconds since 1970: a date, or how long ago it was. */
export function pointInTime(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== "") return Date.now() - Number(count) * (AGO_MS[unit] ?? 0);
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    "Write a date like 2026-11-28 or 2026-11-28T09:30:00Z, or a time ago like 24h or 7d.",
  );
}

/** Reads the hash of an entry of the audit trail. */
export function entryHash(text: string): string {
  if (/^[\w-]{43}$/.test(text)) return text;
  throw new InvalidArgumentError("Write the audit_hash of a line of the log: 43 letters, digits, _ and -.");
}

/** Reads the name of an operator, as the settings take it. */
export function operatorName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError("Write 1 to 64 letters, digits, spaces and . _ @ -.");
}
