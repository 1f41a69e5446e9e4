/**
 * A check that is sent twice gets one answer (decision 29). The verification remembers its last check, in the save that counts it, so
 * no race and no other process can come between. A check under the same name with another guess is a guess like any other: it is
 * counted, and at an approved verification it ends the remembrance, so a guesser gains no guess.
 */
import type { Secrets } from "../ports.ts";
import { plainDigits } from "../recipient/digits.ts";
import { CLOCK_SKEW_MS, type EpochMs, MINUTE_MS } from "../time.ts";
import type { LastCheck, PendingVerification, SettledVerification, Verification } from "./verification.ts";

/** How a caller lets its check be repeated. */
export interface Repeatable {
  /** What the caller calls the check. */
  readonly name: string;
  /** A wrong guess is counted again where only the right one is remembered. */
  readonly remembers: "every_guess" | "right_guess";
  /** For how long, at most `LONGEST_REPEAT_MS`. */
  readonly forMs: number;
}

/** A proof is valid for longer. */
export const LONGEST_REPEAT_MS: number = 2 * MINUTE_MS;

/** What is remembered of a guess. */
export function lastCheckOf(
  { name, forMs }: Repeatable,
  { id }: Pick<Verification, "id">,
  code: string,
  secrets: Secrets,
  now: EpochMs,
): LastCheck {
  return {
    name: secrets.windowKey(`check\n${name}`),
    guess: secrets.windowKey(`guess\n${id}\n${plainDigits(code)}`),
    until: now + forMs,
  };
}

/** How a check relates to the last one: the same again, another guess under its name, or nothing to do with it. */
export function compareWithLast(
  repeatable: Repeatable | undefined,
  verification: Verification,
  code: string,
  secrets: Secrets,
  now: EpochMs,
): "same" | "other_guess" | "unrelated" {
  const last = verification.lastCheck;
  if (repeatable === undefined || last === undefined || !isRemembered(last, now)) return "unrelated";
  const { name, guess } = lastCheckOf(repeatable, verification, code, secrets, now);
  if (name !== last.name) return "unrelated";
  return secrets.same(guess, last.guess) ? "same" : "other_guess";
}

/** Whether it may still be repeated. One that is remembered for too long comes from a wrong clock. */
function isRemembered({ until }: LastCheck, now: EpochMs): boolean {
  return now < until && until <= now + LONGEST_REPEAT_MS + CLOCK_SKEW_MS;
}

/** Whether the approval of a verification may still be repeated. */
export function isRepeatable({ status, lastCheck }: Verification, now: EpochMs): boolean {
  return status === "approved" && lastCheck !== undefined && isRemembered(lastCheck, now);
}

/** The verification, which does not remember its last check any more. */
export function withoutLastCheck(verification: PendingVerification): PendingVerification;
export function withoutLastCheck(verification: SettledVerification): SettledVerification;
export function withoutLastCheck(verification: Verification): Verification;
export function withoutLastCheck(verification: Verification): Verification {
  const { lastCheck: _lastCheck, ...rest } = verification;
  return rest;
}

/** The verification without a last check that cannot be repeated any more. */
export function withoutOldCheck(verification: Verification, now: EpochMs): Verification {
  const { lastCheck } = verification;
  return lastCheck === undefined || isRemembered(lastCheck, now)
    ? verification
    : withoutLastCheck(verification);
}
