import { PROBLEMS } from "../problems/catalogue.ts";
import type { Failure } from "../problems/failure.ts";
import type { Language } from "../../language/language.ts";
import { detailOf, type FieldError, type ReplyContext, wholeSeconds } from "../problems/problem.ts";
import { LEGACY_TEXTS } from "./texts.ts";
import { waiting } from "./verdict-responses.ts";

/** The predecessor's shapes of errors: sentences by field, everything else as `detail`. */
export function refuseLegacy(failure: Failure, { language }: ReplyContext): Response {
  const { code, errors, retryAfterMs, headers = {} } = failure;
  const { status } = PROBLEMS[code];
  if (errors !== undefined) return Response.json(byField(errors, language), { status });
  if (code === "internal") return Response.json({ detail: LEGACY_TEXTS.failed[language] }, { status });
  const detail = detailOf(code, failure, language);
  return retryAfterMs === undefined
    ? Response.json({ detail }, { status, headers })
    : waiting(status, detail, wholeSeconds(retryAfterMs), headers);
}

function byField(
  errors: readonly FieldError[],
  language: Language,
): Readonly<Record<string, readonly string[]>> {
  const subject = LEGACY_TEXTS.this_field[language];
  return Object.fromEntries(
    errors.map(({ field, detail }) => [field || "detail", [`${subject} ${detail}.`]]),
  );
}
