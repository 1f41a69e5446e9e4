/** One request on its way to a use case: traced, its caller known, its refusals answered. */
import type { Caller } from "../../service/callers.ts";
import type { Scope } from "../../access/api-keys.ts";
import type { RequestSpan, Service } from "../../service/service.ts";
import { authenticate } from "./authenticate.ts";
import { noteApp } from "./cors.ts";
import { answerError } from "./error-handler.ts";
import { type Language, languageOf } from "../problems/language.ts";
import { ProblemError } from "../problems/problem.ts";
import { noteTraceId } from "./trace-id.ts";

export interface Exchange {
  readonly caller: Caller;
  readonly language: Language;
  readonly traceId: string;
}

/** What a route is: the span it runs in, and the scope its caller needs. */
export interface RouteSpec {
  readonly span: RequestSpan;
  readonly scope: Scope;
}

/** Gives routes their way of serving a request. `withoutKey` calls when no key is shown; null when nobody may. */
export function authenticatedRoutes(
  { request: traced, callers, report }: Service,
  withoutKey: Caller | null,
) {
  return (request: Request, door: RouteSpec, work: (exchange: Exchange) => Promise<Response>) =>
    traced(door.span, request, async (traceId) => {
      noteTraceId(request, traceId);
      try {
        const caller = authenticate(request, callers, withoutKey, door.scope);
        noteApp(request, caller.app);
        return await work({ caller, language: languageOf(request.headers), traceId });
      } catch (error) {
        // A refusal is an answer like others; only what should not have happened fails the span.
        if (error instanceof ProblemError) return answerError(error, request, report);
        throw error;
      }
    });
}
