/** What a guess does to a ledger: it is counted against the verification and against the day. */
import { DAY_MS, type EpochMs } from "../time.ts";
import { type Ledger, pruned, withVerification } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { capsOf, capUntil, timestampsOf, withTimestamps } from "./send-limits.ts";
import { withoutLastCheck } from "./repeated-check.ts";
import {
  type LastCheck,
  type PendingVerification,
  settle,
  type SettledVerification,
  trustLevelOf,
  type Verification,
} from "./verification.ts";

export type Counted =
  | {
      readonly kind: "compared";
      readonly isRight: boolean;
      readonly ledger: Ledger;
      readonly verification: Verification;
    }
  /** Not compared: the guesses of the day are used up. */
  | { readonly kind: "guess_limit"; readonly until: EpochMs };

/** One guess at a code. */
export interface Guess {
  readonly isRight: () => boolean;
  /** Whether it counts for the day if it is right. A wrong one always does. */
  readonly countsRight: boolean;
  /** What is remembered of the check; undefined: nothing. */
  readonly lastCheck: (isRight: boolean) => LastCheck | undefined;
}

/** Counts one guess and compares it. The outcome may be given away only once the returned ledger is saved. */
export function countGuess(
  ledger: Ledger,
  verification: PendingVerification,
  guess: Guess,
  policy: Policy,
  now: EpochMs,
): Counted {
  const trustLevel = trustLevelOf(verification);
  const { guesses } = timestampsOf(ledger, trustLevel);
  const until = capUntil(guesses, capsOf(policy, trustLevel).guessesPerDay, DAY_MS);
  if (until > now) return { kind: "guess_limit", until };
  const isRight = guess.isRight();
  const lastCheck = guess.lastCheck(isRight);
  const checked = {
    ...withoutLastCheck(verification),
    checksLeft: verification.checksLeft - 1,
    ...(lastCheck && { lastCheck }),
  };
  const next = afterGuess(checked, isRight, now);
  const saved = withVerification(ledger, next);
  const counted = isRight && !guess.countsRight ? saved : withGuess(saved, next, now);
  return { kind: "compared", isRight, ledger: pruned(counted, now), verification: next };
}

/**
 * Counts a wrong guess at an approved verification, which would have got the answer of the approval again. It is the only one: the
 * approval is not remembered any more.
 */
export function countWrongRepeat(ledger: Ledger, approved: SettledVerification, now: EpochMs): Ledger {
  return pruned(withGuess(withVerification(ledger, withoutLastCheck(approved)), approved, now), now);
}

/** The ledger with a guess noted for the day, at the trust level of its verification. */
function withGuess(ledger: Ledger, verification: Verification, now: EpochMs): Ledger {
  const trustLevel = trustLevelOf(verification);
  const { guesses } = timestampsOf(ledger, trustLevel);
  return withTimestamps(ledger, trustLevel, { guesses: [...guesses, now] });
}

function afterGuess(verification: PendingVerification, isRight: boolean, now: EpochMs): Verification {
  if (isRight) return settle(verification, "approved", now);
  return verification.checksLeft > 0 ? verification : settle(verification, "exhausted", now);
}
