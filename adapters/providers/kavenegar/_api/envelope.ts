/** Reads the vendor's answers. A value is used only if it has the right type. */
import {
  isObject,
  type JsonObject,
  objectIn,
  wholeNumber,
  withLowerCaseNames,
} from "../../_kit/json-values.ts";

/** One item of `entries`, with names in lower case, because the vendor's case varies. */
export type Entry = JsonObject;

export interface Envelope {
  readonly status: number;
  readonly entries: readonly Entry[];
}

/** The envelope in a body; null when there is none. `return.message` is ignored: its language varies. */
export function readEnvelope(body: string): Envelope | null {
  const parsed = objectIn(body);
  if (!isObject(parsed?.["return"])) return null;
  const status = wholeNumber(parsed["return"]["status"]);
  return status === null ? null : { status, entries: readEntries(parsed["entries"]) };
}

/** `entries` is an array, one object or null, depending on the method and the age of the account. */
function readEntries(entries: unknown): readonly Entry[] {
  const list = Array.isArray(entries) ? entries : [entries];
  return list.filter(isObject).map(withLowerCaseNames);
}
