/** Problems as `application/problem+json` (RFC 9457). */
import { type ProblemCode, PROBLEMS } from "./catalogue.ts";
import { durationText } from "../../language/duration.ts";
import { filled, type Language, type Text } from "../../language/language.ts";

/** What is wrong with one field. `field` is empty for the body as a whole. */
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
  /** Said instead of the problem's own title and detail, where more is known. */
  readonly title?: Text;
  readonly detail?: Text;
  /** Values for the `{name}`s of the detail; `{wait}` is the wait until a retry. */
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
  const { status } = PROBLEMS[code];
  const { language, traceId, title = PROBLEMS[code].title, errors, members } = facts;
  const retryAfter = facts.retryAfterMs === undefined ? undefined : wholeSeconds(facts.retryAfterMs);
  const body = {
    type: `urn:ramz:problem:${code}`,
    title: title[language],
    status,
    code,
    detail: detailOf(code, facts, language),
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

/** The detail of a problem, filled in. */
export function detailOf(
  code: ProblemCode,
  { detail = PROBLEMS[code].detail, values, retryAfterMs = 0 }: ProblemError["facts"],
  language: Language,
): string {
  const wait = durationText(wholeSeconds(retryAfterMs), language);
  return filled(detail[language], { wait, ...values }, language);
}

/** Whole seconds, rounded up and never fewer than one: a caller that waits that long does not ask too early. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
