/** What the caller counts a send by: limits of the app by name. */
import { ProblemError } from "../problems/problem.ts";
import { unknownLimit } from "../problems/reasons.ts";
import type { AuthenticatedRequest } from "./surface.ts";

/** A misspelt limit would silently limit nothing. Throws a ProblemError: 400, which names `field`. */
export function refuseUnknownLimits(
  limits: Readonly<Record<string, string>> = {},
  { caller, language }: AuthenticatedRequest,
  field = (name: string) => `limits.${name}`,
): void {
  const { callerLimits } = caller.app;
  const unknown = Object.keys(limits).filter((name) => !callerLimits.includes(name));
  if (unknown.length === 0) return;
  const detail = unknownLimit(callerLimits)[language];
  const errors = unknown.map((name) => ({ field: field(name), detail }));
  throw new ProblemError("invalid_request", { errors });
}
