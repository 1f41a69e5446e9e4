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
