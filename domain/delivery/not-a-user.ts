/**
 * Messengers where a number has no account. Remembered for a day by the attempts in its ledger, so that not every send waits for the
 * same refusal. Nothing else is stored: what the ledger forgets is asked again.
 */
import { CLOCK_SKEW_MS, DAY_MS, type EpochMs } from "../time.ts";
import type { Attempt } from "./attempt.ts";
import { NOT_A_USER } from "./provider.ts";

/** Names of the providers that said so within the last day. */
export function notAUserOf(attempts: readonly Attempt[], now: EpochMs): ReadonlySet<string> {
  return new Set(attempts.filter((attempt) => saysSo(attempt, now)).map(({ provider }) => provider));
}

function saysSo({ outcome, reason, startedAt }: Attempt, now: EpochMs): boolean {
  const ageMs = now - startedAt;
  return outcome === "refused" && reason === NOT_A_USER && ageMs < DAY_MS && ageMs >= -CLOCK_SKEW_MS;
}
