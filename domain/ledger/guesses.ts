/** What a guess does to a ledger: it is counted against the verification and against the day. */
import { DAY_MS, type EpochMs } from "../time.ts";
import { type Ledger, pruned, withVerification } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { capsOf, capUntil, timestampsOf, withTimestamps } from "./send-limits.ts";
import { type PendingVerification, settle, trustLevelOf, type Verification } from "./verification.ts";

export type Counted =
  | {
      readonly kind: "compared";
      readonly isRight: boolean;
      readonly ledger: Ledger;
      readonly verification: Verification;
    }
  /** Not compared: the guesses of the day are used up. */
  | { readonly kind: "guess_limit"; readonly until: EpochMs };

/**
 * Counts one guess and compares it. The outcome may be given away only once the returned ledger is saved. A right guess counts unless
 * `countsRight` is false; a wrong one always does.
 */
export function countGuess(
  ledger: Ledger,
  verification: PendingVerification,
  compare: () => boolean,
  policy: Policy,
  now: EpochMs,
  countsRight = true,
): Counted {
  const trustLevel = trustLevelOf(verification);
  const { guesses } = timestampsOf(ledger, trustLevel);
  const until = capUntil(guesses, capsOf(policy, trustLevel).guessesPerDay, DAY_MS);
  if (until > now) return { kind: "guess_limit", until };
  const checksLeft = verification.checksLeft - 1;
  const isRight = compare();
  const next = afterGuess({ ...verification, checksLeft }, isRight, now);
  const counted = withTimestamps(ledger, trustLevel, {
    guesses: isRight && !countsRight ? guesses : [...guesses, now],
  });
  return {
    kind: "compared",
    isRight,
    ledger: pruned(withVerification(counted, next), now),
    verification: next,
  };
}

function afterGuess(verification: PendingVerification, isRight: boolean, now: EpochMs): Verification {
  if (isRight) return settle(verification, "approved", now);
  return verification.checksLeft > 0 ? verification : settle(verification, "exhausted", now);
}
