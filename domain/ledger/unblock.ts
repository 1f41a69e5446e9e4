/** Lifts the limits of one number. The protection of codes that can still be guessed stays. */
import type { EpochMs } from "../time.ts";
import { type Ledger, pruned } from "./ledger.ts";
import { type Timestamps, timestampsOf, withTimestamps } from "./send-limits.ts";
import { type TrustLevel, trustLevelOf } from "./verification.ts";

export interface Unblocked {
  readonly ledger: Ledger;
  /** How many of each count no more. */
  readonly sends: number;
  readonly guesses: number;
}

/**
 * The ledger without the sends and guesses that limits count, at both trust levels.
 *
 * Someone who guesses may be the one who asked for it. So a pending code keeps its checks, a resend still sends the same code with the same
 * checks, and guesses since the oldest pending code was made still count for the day: what was guessed at a live code is never forgotten.
 */
export function unblocked(ledger: Ledger, now: EpochMs): Unblocked {
  const before = pruned(ledger, now);
  const after = lifted(lifted(before, "unknown"), "known-session");
  const count = (of: keyof Timestamps) =>
    timestampsOf(before, "unknown")[of].length +
    timestampsOf(before, "known-session")[of].length -
    timestampsOf(after, "unknown")[of].length -
    timestampsOf(after, "known-session")[of].length;
  return { ledger: after, sends: count("sends"), guesses: count("guesses") };
}

function lifted(ledger: Ledger, trustLevel: TrustLevel): Ledger {
  const { sends, guesses } = timestampsOf(ledger, trustLevel);
  if (sends.length === 0 && guesses.length === 0) return ledger;
  const pendingSince = Math.min(
    ...ledger.verifications.flatMap((one) =>
      one.status === "pending" && trustLevelOf(one) === trustLevel ? [one.createdAt] : [],
    ),
  );
  const kept = guesses.filter((at) => at >= pendingSince);
  return withTimestamps(ledger, trustLevel, { sends: [], guesses: kept });
}
