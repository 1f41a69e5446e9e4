/** Challenges for newcomers at suspicious places (decision 0033): a proof of work for one number, good once and for two minutes. */
import type { Challenge, ChallengeMaker, ChallengeSubject } from "../ports.ts";
import type { OnceStore } from "../storage/store.ts";
import { CLOCK_SKEW_MS, type EpochMs, MINUTE_MS } from "../time.ts";

/** How long a challenge may be solved and presented. */
export const CHALLENGE_LIFE_MS: number = 2 * MINUTE_MS;

/** Throws StoreUnavailable. */
export interface Challenges {
  make(subject: ChallengeSubject, strength: number, now: EpochMs): Promise<Challenge>;
  /** Whether `response` solves a challenge for this subject that was not presented before. It is then used up. */
  redeem(response: string, subject: ChallengeSubject, now: EpochMs): Promise<boolean>;
}

export function createChallenges(maker: ChallengeMaker, once: OnceStore): Challenges {
  return {
    make: (subject, strength, now) => maker.make(subject, strength, now + CHALLENGE_LIFE_MS),
    async redeem(response, subject, now) {
      const id = await maker.solved(response, subject, now);
      if (id === null) return false;
      // Kept longer than the challenge lives, for processes whose clocks are behind.
      const claim = await once.claim(`challenge.${id}`, "", CHALLENGE_LIFE_MS + CLOCK_SKEW_MS);
      return claim.kind === "claimed";
    },
  };
}
