/** Errors in Prelude's shape: `{code, message, param?, request_id}`, and whether its clients may repeat the call. */
import { type ProblemCode, PROBLEMS } from "../../problems/catalogue.ts";
import type { Failure } from "../../problems/failure.ts";
import type { Text } from "../../../language/language.ts";
import { detailOf, type ReplyContext, wholeSeconds } from "../../problems/problem.ts";

/**
 * Prelude's own clients repeat every 409, 429 and 5xx twice, and ignore a Retry-After of a minute or more. This header stops them. A
 * repetition a moment later may succeed where the store or the number was busy.
 */
const NO_RETRY = { "x-should-retry": "false" };
const MAY_RETRY: readonly ProblemCode[] = ["store_unavailable", "busy"];

export function refusePrelude(failure: Failure, { language, traceId }: ReplyContext): Response {
  const { code, errors: [wrong] = [], retryAfterMs, headers } = failure;
  const said = code === "not_found" ? { ...failure, detail: NOT_SERVED } : failure;
  const { field = "", detail = detailOf(code, said, language) } = wrong ?? {};
  const body = {
    code: WORDS[code] ?? code,
    message: `${field} ${detail}`.trim(),
    ...(field !== "" && { param: field }),
    request_id: traceId,
  };
  return Response.json(body, {
    status: PROBLEMS[code].status,
    headers: {
      ...(retryAfterMs !== undefined && { "retry-after": String(wholeSeconds(retryAfterMs)) }),
      ...(MAY_RETRY.includes(code) ? {} : NO_RETRY),
      ...headers,
    },
  });
}

/** Here nothing but a path can be unknown. */
const NOT_SERVED: Text = {
  en: "Of Prelude's API, Ramz answers POST /v2/verification and POST /v2/verification/check only.",
  fa: "از API سرویس Prelude فقط POST /v2/verification و POST /v2/verification/check در Ramz پاسخ می‌گیرند.",
};

/** Prelude's words for what has one there. */
const WORDS: Partial<Record<ProblemCode, string>> = {
  invalid_request: "bad_request",
  malformed_json: "bad_request",
  unauthorized: "invalid_api_key",
  cooldown: "rate_limited",
  ip_limit: "rate_limited",
  caller_limit: "rate_limited",
  budget: "rate_limited",
};
