/**
 * Sliding windows: how often something happened lately, for rules across recipients. A window is cut into buckets and counts whole
 * ones, the oldest included. So no window ever holds more than its limit, and a use is given back up to one bucket late.
 */
import type { EpochMs } from "../time.ts";

/** Buckets of a window. A window of an hour gives back up to a minute late. */
export const BUCKETS = 60;

/** A window has two counters: what was used, and how much of that was approved. */
export type Counter = "used" | "approved";
export type Sums = Readonly<Record<Counter, number>>;

/** Something to count. */
export interface Count {
  /** Names the window, together with its length. */
  readonly key: string;
  /** A multiple of BUCKETS. */
  readonly windowMs: number;
  readonly counter: Counter;
  /** A whole number. A negative one gives back what was counted at the same point in time; zero only reads. */
  readonly amount: number;
  /** Counted only while the counter's sum stays within it; null counts always. */
  readonly limit: number | null;
}

export interface Counted {
  readonly counted: boolean;
  /** The sums of the window after it. */
  readonly sums: Sums;
  /** When the amount would fit, if nothing else is counted: `at` when it did fit, and a window later when it never will. */
  readonly freeAt: EpochMs;
}

/** Where windows are kept. Throws StoreUnavailable. */
export interface RateWindows {
  /**
   * Counts each of `counts` at `at`, as an atomic step of its own and all in one round trip. Results have the same order. Empty windows
   * are dropped, and reading keeps nothing. When it throws, it gives back what it is known to have counted.
   */
  count(counts: readonly Count[], at: EpochMs): Promise<readonly Counted[]>;
}

/** What is kept of a window: the sums of its buckets, by number of the bucket since 1970. */
export type Buckets = ReadonlyMap<number, Sums>;

/** What a store has to write: the new sums of one bucket. */
export interface Change extends Sums {
  readonly bucket: number;
  /** When the bucket has left the window and may be dropped. */
  readonly expiresAt: EpochMs;
}

const ZERO: Sums = { used: 0, approved: 0 };

/**
 * The rule itself, for stores that can run it: the answer, and the change to write; null when there is none. Buckets after `at` count,
 * because clocks of machines differ. Buckets more than a window after it come from a wrong clock and do not count.
 */
export function countIn(
  buckets: Buckets,
  { windowMs, counter, amount, limit }: Count,
  at: EpochMs,
): { readonly counted: Counted; readonly change: Change | null } {
  const bucketMs = windowMs / BUCKETS;
  const current = Math.floor(at / bucketMs);
  const within = [...buckets].filter(([bucket]) => Math.abs(bucket - current) <= BUCKETS);
  const sums = within.reduce((sum, [, bucket]) => added(sum, bucket), ZERO);
  const excess = limit === null ? 0 : sums[counter] + amount - limit;
  if (excess > 0) {
    const freeAt = freedAt(within, counter, excess, bucketMs) ?? at + windowMs;
    return { counted: { counted: false, sums, freeAt }, change: null };
  }
  const before = buckets.get(current) ?? ZERO;
  // Never below zero: a store that lost its data must not let more through for what is given back.
  const delta = Math.max(amount, -before[counter]);
  const by = { ...ZERO, [counter]: delta };
  const expiresAt = leavesAt(current, bucketMs);
  const change = delta === 0 ? null : { bucket: current, ...added(before, by), expiresAt };
  return { counted: { counted: true, sums: added(sums, by), freeAt: at }, change };
}

/** When so much of the counter has left the window that `excess` is gone; null when even the whole window is not enough. */
function freedAt(
  within: readonly (readonly [number, Sums])[],
  counter: Counter,
  excess: number,
  bucketMs: number,
): EpochMs | null {
  let left = excess;
  for (const [bucket, sums] of within.toSorted(([a], [b]) => a - b)) {
    left -= sums[counter];
    if (left <= 0) return leavesAt(bucket, bucketMs);
  }
  return null;
}

function leavesAt(bucket: number, bucketMs: number): EpochMs {
  return (bucket + BUCKETS + 1) * bucketMs;
}

function added(a: Sums, b: Sums): Sums {
  return { used: a.used + b.used, approved: a.approved + b.approved };
}
