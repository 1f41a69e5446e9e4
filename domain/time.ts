/** Time in the domain: moments and durations in milliseconds. */

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS: number = 24 * HOUR_MS;
