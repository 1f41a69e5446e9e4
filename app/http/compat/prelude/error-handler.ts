/** Errors in Prelude's shape: `{code, message, request_id, param?}`, and whether its clients may repeat the call. */
import { type ProblemCode, PROBLEMS } from "../../problems/catalogue.ts";
import type { Failure } from "../../problems/failure.ts";
import { detailOf, type ReplyContext, wholeSeconds } from "../../problems/problem.ts";

/** Prelude's own clients repeat every 409, 429 and 5xx twice, unless a reply has this header. */
const NO_RETRY = { "x-should-retry": "false" };

export interface PreludeError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The field that is wrong, e.g. `options.code_size`. */
  readonly param?: string;
  readonly retryAfterMs?: number;
  /** A repetition a moment later may succeed: then the vendor's clients may repeat by themselves. */
  readonly mayRetry?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

export function preludeError(error: PreludeError, traceId: string): Response {
  const { status, code, message, param, retryAfterMs, mayRetry = false, headers } = error;
  return Response.json(
    { code, message, request_id: traceId, ...(param !== undefined && { param }) },
    {
      status,
      headers: {
        ...(retryAfterMs !== undefined && { "retry-after": String(wholeSeconds(retryAfterMs)) }),
        ...(mayRetry ? {} : NO_RETRY),
        ...headers,
      },
    },
  );
}

/** What a request fails of before any verdict. */
export function refusePrelude(failure: Failure, { language, traceId }: ReplyContext): Response {
  const { code, errors: [wrong] = [], retryAfterMs, headers } = failure;
  const message = wrong === undefined ? detailOf(code, failure, language) : `${wrong.field} ${wrong.detail}`;
  return preludeError(
    {
      status: PROBLEMS[code].status,
      code: WORDS[code] ?? code,
      message: message.trim(),
      ...(wrong && wrong.field !== "" && { param: wrong.field }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(code === "store_unavailable" && { mayRetry: true }),
      ...(headers && { headers }),
    },
    traceId,
  );
}

/** Prelude's words for what has one there. */
const WORDS: Partial<Record<ProblemCode, string>> = {
  invalid_request: "bad_request",
  malformed_json: "bad_request",
  unauthorized: "invalid_api_key",
  internal: "internal",
};
