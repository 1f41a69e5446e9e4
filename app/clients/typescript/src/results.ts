/** What calls come to: a union for what a person or a program can act on; an error for what is wrong with the call or its setting. */
import type { Problem } from "./types.ts";

/** The call is wrong, or something is set wrongly: a missing key, a field that Ramz refuses, an internal error. */
export class RamzError extends Error {
  override readonly name = "RamzError";
  readonly status: number;
  /** Null when the answer is not Ramz's. */
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null, text: string) {
    super(
      problem === null
        ? `${status}: ${text}`
        : `${problem.code}: ${problem.detail} ${wrongFields(problem)}`.trim(),
    );
    this.status = status;
    this.problem = problem;
  }
}

/** Ramz, its store or the network does not answer at the moment. For a start or a delivery: it may be repeated with the same key. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly retryAfterS: number;
  /** Null when there was no answer; `cause` is then what `fetch` rejected with. */
  readonly problem: Problem | null;
  readonly cause?: unknown;
}

/** Not now, or not any more: what happened, and when another try may succeed. */
export interface NotNow<Kind extends string> {
  readonly kind: Kind;
  readonly problem: Problem;
  readonly retryAfterS: number;
}

/** As openapi-fetch gives it. */
export interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

const NO_ANSWER_RETRY_S = 1;

/** The answer of a call; `unavailable` when there was none. Rejects when the caller itself ended the call. */
export async function answerOf<Data>(
  call: Promise<Answer<Data>>,
  signal: AbortSignal | undefined,
): Promise<Answer<Data> | Unavailable> {
  try {
    const answer = await call;
    if (answer.data === undefined && isOfProxy(answer))
      return { kind: "unavailable", retryAfterS: NO_ANSWER_RETRY_S, problem: null, cause: answer.error };
    return answer;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return { kind: "unavailable", retryAfterS: NO_ANSWER_RETRY_S, problem: null, cause };
  }
}

/** The problem in an answer that is no success, with its kind by this table. Throws a RamzError where that is `thrown`. */
export function problemIn<Kind extends string>(
  { error, response }: Answer<unknown>,
  kinds: Readonly<Record<string, Kind>>,
): NotNow<Exclude<Kind, "thrown">> {
  if (!isProblem(error)) throw new RamzError(response.status, null, String(error));
  // A later version of Ramz may know codes that this client does not.
  const kind = kinds[error.code];
  if (!isForThePerson(kind)) throw new RamzError(response.status, error, "");
  return { kind, problem: error, retryAfterS: error.retry_after ?? 0 };
}

function isForThePerson<Kind extends string>(kind: Kind | undefined): kind is Exclude<Kind, "thrown"> {
  return kind !== undefined && kind !== "thrown";
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "trace_id" in value;
}

function isOfProxy({ error, response }: Answer<unknown>): boolean {
  return [502, 503, 504].includes(response.status) && !isProblem(error);
}

function wrongFields({ errors = [] }: Problem): string {
  return errors.map(({ field, detail }) => `${field}: ${detail}`).join("; ");
}
