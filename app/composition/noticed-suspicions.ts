/** The rate limiter, whose suspicions are noted for operators. */
import type { RateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import type { Suspicions } from "../../domain/use-cases/operators/suspicions.ts";

export function noticingSuspicions(rateLimiter: RateLimiter, suspicions: Suspicions): RateLimiter {
  return {
    ...rateLimiter,
    async reserve(sender, at, reads) {
      const answer = await rateLimiter.reserve(sender, at, reads);
      // A vouched send is counted and goes on.
      if (sender.standing === "vouched") return answer;
      for (const notice of answer.notices)
        if (notice.kind === "suspicious") suspicions.noticed(sender, notice.dimension, at);
      return answer;
    },
  };
}
