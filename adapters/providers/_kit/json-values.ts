/** Values in vendors' JSON: one is used only if it has the right type. */
import { parseExactJson } from "./exact-json.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a body; null when the body is anything else. Ids too large for a double are texts in it. */
export function objectIn(body: string): JsonObject | null {
  const parsed = parseExactJson(body);
  return isObject(parsed) ? parsed : null;
}

/** The same with names in lower case, also of objects within it: vendors vary the case of names. */
export function withLowerCaseNames(value: JsonObject): JsonObject {
  const lowered = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(lowered);
    return isObject(inner) ? withLowerCaseNames(inner) : inner;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), lowered(inner)]),
  );
}

/** A whole number, also when written as text; null for anything else. */
export function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
}

/** A number, also when written as text; null for anything else. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value);
  const number = Number(text);
  return text !== "" && Number.isFinite(number) ? number : null;
}

/** A message id that is a whole number, as text; null when there is none. */
export function numberedId(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[1-9][0-9]{0,19}$/.test(text) ? text : null;
}

/** A text, also when written as a number; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
