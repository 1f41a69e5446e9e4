import type { Language } from "../problems/language.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import { LEGACY_TEXTS } from "./texts.ts";
import { filled, type FieldError, type ReplyContext } from "../problems/problem.ts";
import { waiting } from "./verdict-responses.ts";
import type { Failure } from "../problems/failure.ts";

/** The predecessor's shapes of errors: sentences by field, everything else as `detail`. */
export function refuseLegacy(failure: Failure, { language }: ReplyContext): Response {
  const { code, detail = PROBLEMS[code].detail, errors, values, retryAfterMs, headers = {} } = failure;
  const { status } = PROBLEMS[code];
  if (errors !== undefined) return Response.json(byField(errors, language), { status });
  if (code === "internal") return Response.json({ detail: LEGACY_TEXTS.failed[language] }, { status });
  const text = filled(detail[language], { ...values, retry_after: (retryAfterMs ?? 0) / 1000 });
  return retryAfterMs === undefined
    ? Response.json({ detail: text }, { status, headers })
    : waiting(status, text, retryAfterMs / 1000);
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
