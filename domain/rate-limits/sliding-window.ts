/**
 * Sliding windows: how often something happened lately, for rules that reach across recipients. A window is cut into buckets and
 * counts whole ones, the oldest included, so no window of this length ever holds more than its limit; what it holds is given back
 * up to one bucket late.
 */
import type { EpochMs } from "../time.ts";

/** Buckets a window is cut into; a window of an hour gives back up to a minute late. */
export const BUCKETS = 60;

/** A window has two counters: what was used, and how much of that turned out well. */
export type Counter = "used" | "approved";
export type Sums = Readonly<Record<Counter, number>>;

/** Something to count. */
export interface Count {
  /** Names the window, together with its length. */
  readonly key: string;
  /** A multiple of BUCKETS. */
  readonly windowMs: number;
  readonly counter: Counter;
  /** A whole number. Below zero gives back what was counted at the same moment; zero only reads. */
  readonly amount: number;
  /** Counted only while the counter's sum stays within it; null counts always. */
  readonly limit: number | null;
}

export interface Counted {
  /** Whether it was counted. */
  readonly counted: boolean;
  /** The sums of the window after it. */
  readonly sums: Sums;
  /**
   * When the amount would fit within the limit, if nothing else is counted; the moment of counting when it did fit, and a
   * window later when it never will.
   */
  readonly freeAt: EpochMs;
}

/** Where windows are kept. Throws StoreUnavailable. */
export interface RateWindows {
  /**
   * Counts each one as an atomic step of its own, all in one round trip, at the moment `at`; answers in the same order.
   * Windows are forgotten by themselves once they are empty; what is only read is not kept. When it throws, what it is known to
   * have counted is given back.
   */
  count(counts: readonly Count[], at: EpochMs): Promise<readonly Counted[]>;
}

/** What is kept of a window: the sums of its buckets, by number of the bucket since 1970. */
export type Buckets = ReadonlyMap<number, Sums>;

/** What a store has to write down: the new sums of one bucket. */
export interface Change extends Sums {
  readonly bucket: number;
  /** When the bucket has left the window and may be forgotten. */
  readonly expiresAt: EpochMs;
}

const NOTHING: Sums = { used: 0, approved: 0 };

/**
 * The rule itself, for stores that can run it: the answer, and what changes by it; null when nothing does. Buckets ahead of
 * `at` count, because clocks of machines differ; those more than a window ahead are of a clock that was wrong, and do not.
 */
export function countIn(
  buckets: Buckets,
  { windowMs, counter, amount, limit }: Count,
  at: EpochMs,
): { readonly counted: Counted; readonly change: Change | null } {
  const bucketMs = windowMs / BUCKETS;
  const current = Math.floor(at / bucketMs);
  const within = [...buckets].filter(([bucket]) => Math.abs(bucket - current) <= BUCKETS);
  const sums = within.reduce((sum, [, bucket]) => added(sum, bucket), NOTHING);
  const excess = limit === null ? 0 : sums[counter] + amount - limit;
  if (excess > 0) {
    const freeAt = freedFrom(within, counter, excess, bucketMs) ?? at + windowMs;
    return { counted: { counted: false, sums, freeAt }, change: null };
  }
  const before = buckets.get(current) ?? NOTHING;
  // Never below nothing: a store that lost its memory must not let more through for what is given back.
  const more = Math.max(amount, -before[counter]);
  const by = { ...NOTHING, [counter]: more };
  const expiresAt = leavesAt(current, bucketMs);
  const change = more === 0 ? null : { bucket: current, ...added(before, by), expiresAt };
  return { counted: { counted: true, sums: added(sums, by), freeAt: at }, change };
}

/** When so much of the counter has left the window that `excess` is gone. */
function freedFrom(
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
