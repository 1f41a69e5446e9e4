/** Problems as `application/problem+json` (RFC 9457). */
import type { Language, Text } from "./language.ts";
import { type ProblemCode, PROBLEMS } from "./catalogue.ts";

/** One fault of one field. `field` is empty for the body as a whole. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** What every reply needs to know of its request. */
export interface ReplyContext {
  readonly language: Language;
  readonly traceId: string;
}

export interface ProblemFacts extends ReplyContext {
  /** Said instead of the problem's own detail, where more is known. */
  readonly detail?: Text;
  /** Values for the `{name}`s of the detail. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly retryAfterMs?: number;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem, named as on the wire. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown where a request cannot go on, e.g. while its body is read; answered as the problem it names. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly facts: Pick<ProblemFacts, "detail" | "values" | "headers" | "errors" | "retryAfterMs">;

  constructor(code: ProblemCode, facts: ProblemError["facts"] = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

export function problem(code: ProblemCode, facts: ProblemFacts): Response {
  const { status, title } = PROBLEMS[code];
  const { language, traceId, detail = PROBLEMS[code].detail, errors, members } = facts;
  const retryAfter = facts.retryAfterMs === undefined ? undefined : wholeSeconds(facts.retryAfterMs);
  const values = { ...facts.values, ...(retryAfter !== undefined && { retry_after: retryAfter }) };
  const body = {
    type: `urn:ramz:problem:${code}`,
    title: title[language],
    status,
    code,
    detail: filled(detail[language], values),
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(errors && { errors }),
    ...members,
    trace_id: traceId,
  };
  const headers = {
    "content-type": "application/problem+json",
    "content-language": language,
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...facts.headers,
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Whole seconds, never fewer than one: a caller that waits that long is not told to wait again. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** The text with its `{name}`s filled in; one second is told in the singular. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}( seconds)?/g, (whole, name: string, unit: string = "") => {
    const value = values[name];
    if (value === undefined) return whole;
    return `${value}${value === 1 ? unit.slice(0, -1) : unit}`;
  });
}
