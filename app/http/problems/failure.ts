/** What an error means to a caller, whatever surface it was asked on. */
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { ProblemCode } from "./catalogue.ts";
import { problem, ProblemError, type ProblemFacts, type ReplyContext } from "./problem.ts";

/** How long a caller is asked to wait for a store that does not answer. */
export const RETRY_STORE_MS = 2_000;
/** How long a caller is asked to wait while another request for the same number is served. */
export const RETRY_BUSY_MS = 1_000;

export type Failure = { readonly code: ProblemCode } & Omit<ProblemFacts, keyof ReplyContext>;

/** The failure as a problem, the shape of every surface that has none of its own. */
export function failureProblem(failure: Failure, to: ReplyContext): Response {
  return problem(failure.code, { ...failure, ...to });
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) return { code: error.code, ...error.facts };
  if (error instanceof StoreUnavailable) return { code: "store_unavailable", retryAfterMs: RETRY_STORE_MS };
  return { code: "internal" };
}
