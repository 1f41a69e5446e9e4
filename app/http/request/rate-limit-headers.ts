/** How the quotas of a request stand, in the fields of the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10). */
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import { wholeSeconds } from "../problems/problem.ts";

/** The rule that said no, and how long it will. */
export interface RefusedBy {
  readonly rule: string;
  readonly retryAfterMs: number;
}

/**
 * One item per quota: what is left, of how much, in which window of seconds. Of the rule that refused nothing is left, until so many
 * seconds from now; how much it allows is told of the request's own quotas only. Nothing when no rule applied.
 */
export function rateLimitHeaders(
  quotas: readonly QuotaState[],
  refusedBy?: RefusedBy,
): Readonly<Record<string, string>> {
  const others = quotas.filter(({ name }) => name !== refusedBy?.rule);
  const items = others.map(({ name, left }) => `"${name}";r=${left}`);
  if (refusedBy !== undefined)
    items.unshift(`"${refusedBy.rule}";r=0;t=${wholeSeconds(refusedBy.retryAfterMs)}`);
  const policy = quotas.map(({ name, limit, windowMs }) => `"${name}";q=${limit};w=${windowMs / 1000}`);
  return {
    ...(policy.length > 0 && { "ratelimit-policy": policy.join(", ") }),
    ...(items.length > 0 && { ratelimit: items.join(", ") }),
  };
}
