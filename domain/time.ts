/** Time in the domain: points in time and durations in milliseconds, and waiting no longer than a timer. */

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS: number = 24 * HOUR_MS;

/** How far the clocks of processes that share a store may differ. A timestamp further ahead comes from a wrong clock. */
export const CLOCK_SKEW_MS: number = 5 * MINUTE_MS;

/** A wait that can be given up. `cancel` frees it; a canceled timer never elapses. */
export interface Timer {
  readonly elapsed: Promise<void>;
  cancel(): void;
}

/** What the first of `work` to settle resolves to, or "timed_out" when the timer elapses before. Cancels the timer in any case. */
export async function withTimeout<T>(timer: Timer, ...work: readonly Promise<T>[]): Promise<T | "timed_out"> {
  try {
    return await Promise.race([...work, timer.elapsed.then(() => "timed_out" as const)]);
  } finally {
    timer.cancel();
  }
}
