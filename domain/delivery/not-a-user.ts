/**
 * Messengers where a number has no account. Remembered for a day by the attempts in its ledger, so that not every send waits for the
 * same refusal. Nothing else is stored: what the ledger forgets is asked again.
 */
import { CLOCK_SKEW_MS, DAY_MS, type EpochMs } from "../time.ts";
import type { Attempt } from "./attempt.ts";
import { NOT_A_USER } from "./provider.ts";

/** The providers that said so within the last day, by name, and until when that is remembered. */
export function notAUserOf(attempts: readonly Attempt[], now: EpochMs): ReadonlyMap<string, EpochMs> {
  const saying = attempts.filter((attempt) => saysSo(attempt, now));
  return new Map(saying.map(({ provider, startedAt }) => [provider, startedAt + DAY_MS]));
}

function saysSo({ outcome, reason, startedAt }: Attempt, now: EpochMs): boolean {
  const ageMs = now - startedAt;
  return outcome === "refused" && reason === NOT_A_USER && ageMs < DAY_MS && ageMs >= -CLOCK_SKEW_MS;
}
