/** Whatever goes wrong on the way to a use case or in one, as an answer in the words of the surface it was asked on. */
import type { Service } from "../../service/service.ts";
import { languageOf } from "../problems/language.ts";
import { LEGACY_PREFIX } from "../legacy/verdict-responses.ts";
import { problem } from "../problems/problem.ts";
import { traceIdOf } from "./trace-id.ts";
import { answerLegacy } from "../legacy/error-handler.ts";
import { failureOf } from "../problems/failure.ts";

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
