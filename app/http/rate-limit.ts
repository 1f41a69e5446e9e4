/** How the quotas of a request stand, in the fields of the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10). */
import type { QuotaState } from "../../domain/share.ts";

/** One item per quota: what is left, of how much, in which window of seconds. Nothing when no quota applied. */
export function rateLimitHeaders(quotas: readonly QuotaState[]): Readonly<Record<string, string>> {
  if (quotas.length === 0) return {};
  const list = (item: (quota: QuotaState) => string) => quotas.map(item).join(", ");
  return {
    "ratelimit-policy": list(({ name, limit, windowMs }) => `"${name}";q=${limit};w=${windowMs / 1000}`),
    ratelimit: list(({ name, left }) => `"${name}";r=${left}`),
  };
}
