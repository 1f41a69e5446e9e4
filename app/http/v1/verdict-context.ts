/** What every reply to a verdict needs to know of its request, and how it refuses. */
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import { problem, type ProblemFacts, type ReplyContext } from "../problems/problem.ts";
import type { AuthenticatedRequest } from "../request/surface.ts";

export interface VerdictContext extends ReplyContext {
  readonly now: Service["now"];
  readonly app: App;
}

export function verdictContextOf(
  { now }: Pick<Service, "now">,
  { caller, language, traceId }: AuthenticatedRequest,
): VerdictContext {
  return { language, traceId, now, app: caller.app };
}

export function refuse(
  { language, traceId }: VerdictContext,
  code: ProblemCode,
  further: Omit<ProblemFacts, "language" | "traceId"> = {},
): Response {
  return problem(code, { language, traceId, ...further });
}
