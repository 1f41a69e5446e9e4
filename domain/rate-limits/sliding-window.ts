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

export const ZERO: Sums = { used: 0, approved: 0 };

/** What counting needs of a window, as long as the limit is not exceeded. */
export interface WindowSums {
  /** Of the bucket of that time. */
  readonly current: Sums;
  /** Of the other buckets that count at that time, see `bucketsAt`. */
  readonly rest: Sums;
}

/** The answer, and the change to write; null when there is none. */
export interface CountResult {
  readonly counted: Counted;
  readonly change: Change | null;
}

/** Numbers of buckets. */
export interface BucketRange {
  readonly first: number;
  readonly current: number;
  readonly last: number;
}

/**
 * The numbers of the buckets that count at `at`, first and last included. Buckets after `at` count, because clocks of machines differ.
 * Buckets more than a window after it come from a wrong clock and do not count.
 */
export function bucketsAt(windowMs: number, at: EpochMs): BucketRange {
  const current = Math.floor(at / (windowMs / BUCKETS));
  return { first: current - BUCKETS, current, last: current + BUCKETS };
}

/** The rule itself, for stores that can run it. */
export function countIn(buckets: Buckets, count: Count, at: EpochMs): CountResult {
  const { windowMs, counter, amount, limit } = count;
  const { first, current, last } = bucketsAt(windowMs, at);
  const within = [...buckets].filter(([bucket]) => first <= bucket && bucket <= last);
  const others = within.filter(([bucket]) => bucket !== current);
  const rest = others.reduce((sum, [, bucket]) => added(sum, bucket), ZERO);
  const inCurrent = buckets.get(current) ?? ZERO;
  const counted = countInSums({ current: inCurrent, rest }, count, at);
  if (counted !== null) return counted;
  const sums = added(rest, inCurrent);
  const excess = limit === null ? 0 : sums[counter] + amount - limit;
  const freeAt = freedAt(within, counter, excess, windowMs) ?? at + windowMs;
  return { counted: { counted: false, sums, freeAt }, change: null };
}

/** The same for a store that knows sums. Null when the limit is exceeded: when it is free again takes every bucket. */
export function countInSums(
  { current: before, rest }: WindowSums,
  { windowMs, counter, amount, limit }: Count,
  at: EpochMs,
): CountResult | null {
  const sums = added(rest, before);
  if (limit !== null && sums[counter] + amount > limit) return null;
  const { current } = bucketsAt(windowMs, at);
  // Never below zero: a store that lost its data must not let more through for what is given back.
  const delta = Math.max(amount, -before[counter]);
  const by = { ...ZERO, [counter]: delta };
  const expiresAt = leavesAt(current, windowMs);
  const change = delta === 0 ? null : { bucket: current, ...added(before, by), expiresAt };
  return { counted: { counted: true, sums: added(sums, by), freeAt: at }, change };
}

/** When so much of the counter has left the window that `excess` is gone; null when even the whole window is not enough. */
function freedAt(
  within: readonly (readonly [number, Sums])[],
  counter: Counter,
  excess: number,
  windowMs: number,
): EpochMs | null {
  let left = excess;
  for (const [bucket, sums] of within.toSorted(([a], [b]) => a - b)) {
    left -= sums[counter];
    if (left <= 0) return leavesAt(bucket, windowMs);
  }
  return null;
}

/** When a bucket has left the window. */
export function leavesAt(bucket: number, windowMs: number): EpochMs {
  return (bucket + BUCKETS + 1) * (windowMs / BUCKETS);
}

function added(a: Sums, b: Sums): Sums {
  return { used: a.used + b.used, approved: a.approved + b.approved };
}
