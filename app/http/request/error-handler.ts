/** Whatever goes wrong on the way to a use case or in one, as an answer in the words of the surface it was asked on. */
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Service } from "../../service/service.ts";
import { type Language, languageOf } from "../problems/language.ts";
import { LEGACY_PREFIX, waiting } from "../legacy/verdict-responses.ts";
import { LEGACY_TEXTS } from "../legacy/texts.ts";
import { type FieldError, filled, problem, ProblemError } from "../problems/problem.ts";
import { type ProblemCode, PROBLEMS } from "../problems/catalogue.ts";
import { traceIdOf } from "./trace-id.ts";

const RETRY_STORE_MS = 2_000;

/** Answers an error. Only what should not have happened is reported; its text never reaches the caller. */
export function answerError(error: unknown, request: Request, report: Service["report"]): Response {
  const language = languageOf(request.headers);
  const traceId = traceIdOf(request);
  const failure = failureOf(error);
  if (failure.code === "internal" || failure.code === "store_unavailable") report(error, traceId);
  const legacy = new URL(request.url).pathname.startsWith(`${LEGACY_PREFIX}/`);
  if (legacy) return answerLegacy(failure, language);
  return problem(failure.code, { ...failure, language, traceId });
}

type Failure = { readonly code: ProblemCode } & ProblemError["facts"];

function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) return { code: error.code, ...error.facts };
  if (error instanceof StoreUnavailable) return { code: "store_unavailable", retryAfterMs: RETRY_STORE_MS };
  return { code: "internal" };
}

/** The predecessor's shapes: faults of fields by name, everything else as `detail`. */
function answerLegacy(failure: Failure, language: Language): Response {
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
