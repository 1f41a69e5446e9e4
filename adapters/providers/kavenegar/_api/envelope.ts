/** Reads the vendor's answers. A value is used only if it has the right type. */
import { parseExactJson } from "../../_kit/exact-json.ts";

/** One item of `entries`, with names in lower case, because the vendor's case varies. */
export type Entry = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly status: number;
  readonly entries: readonly Entry[];
}

/** The envelope in a body; null when there is none. `return.message` is ignored: its language varies. */
export function readEnvelope(body: string): Envelope | null {
  const parsed = parseExactJson(body);
  if (!isRecord(parsed) || !isRecord(parsed["return"])) return null;
  const status = wholeNumber(parsed["return"]["status"]);
  return status === null ? null : { status, entries: readEntries(parsed["entries"]) };
}

/** `entries` is an array, one object or null, depending on the method and the age of the account. */
function readEntries(entries: unknown): readonly Entry[] {
  const list = Array.isArray(entries) ? entries : [entries];
  return list.filter(isRecord).map(withLowerCaseNames);
}

function withLowerCaseNames(record: Entry): Entry {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A message id as text; null when there is none. */
export function readMessageId(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[1-9][0-9]{0,19}$/.test(text) ? text : null;
}

/** A whole number, also when written as text; null for anything else. */
export function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
}

function isRecord(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
