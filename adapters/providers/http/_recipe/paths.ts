/** Paths into a vendor's answer: `messages.0.status`, `jobid|jobId`, `header:retry-after`. They hold no filters. */
import { parseExactJson } from "../../_kit/exact-json.ts";

/** What a vendor answered, with its body already read by the recipe's `parse`. */
export interface ParsedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when the body could not be read as the recipe says. */
  readonly body: unknown;
}

/** Reads a body as the recipe says; undefined when it is something else. */
export function parseBody(text: string, parse: "json" | "text" | "keyvalue"): unknown {
  switch (parse) {
    case "json": {
      const value = parseExactJson(text);
      return typeof value === "object" && value !== null ? value : undefined;
    }
    case "text":
      return text.trim() === "" ? undefined : text.trim().split(/\s+/);
    case "keyvalue": {
      const pairs = [...text.matchAll(/^\s*([\w.-]+)\s*[=:]\s*(.*?)\s*$/gm)];
      return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(([, key, value]) => [key, value]));
    }
  }
}

/** The value at a path as text; undefined when nothing stands there, or an object does. Of `a|b` the first that is there counts. */
export function textAt(answer: ParsedAnswer, path: string): string | undefined {
  for (const alternative of path.split("|")) {
    const text = scalarText(valueAt(answer, alternative));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A text, number or truth value as text; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Whether one of the wanted values stands at the path: equal text, `present`, `absent`, or a range such as `200..299`. */
export function holds(answer: ParsedAnswer, path: string, wanted: readonly string[]): boolean {
  const text = textAt(answer, path);
  const isThere = path.split("|").some((alternative) => isPresent(valueAt(answer, alternative)));
  return wanted.some((value) => {
    if (value === "present") return isThere;
    if (value === "absent") return !isThere;
    return text !== undefined && matches(text, value);
  });
}

const RANGE = /^(-?\d+)\.\.(-?\d+)$/;

/** Whether a value of an answer is the one written in the recipe: equal text, or a whole number within a range. */
export function matches(text: string, value: string): boolean {
  const [, from, to] = RANGE.exec(value) ?? [];
  if (from === undefined || to === undefined) return text === value;
  return /^-?\d{1,18}$/.test(text) && BigInt(text) >= BigInt(from) && BigInt(text) <= BigInt(to);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function valueAt({ headers, body }: ParsedAnswer, path: string): unknown {
  if (path.startsWith("header:")) return headers[path.slice("header:".length).toLowerCase()];
  return path === "" ? body : path.split(".").reduce<unknown>(step, body);
}

/** One step down. Keys are compared without case, since vendors change it between versions. */
export function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  if (Object.hasOwn(fields, key)) return fields[key];
  const wanted = key.toLowerCase();
  const name = Object.keys(fields).find((one) => one.toLowerCase() === wanted);
  return name === undefined ? undefined : fields[name];
}
