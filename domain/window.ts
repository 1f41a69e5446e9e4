/**
 * Sliding windows: how often something happened lately, for rules that reach across recipients. A window is cut into buckets and
 * counts whole ones, the oldest included, so no window of this length ever holds more than its limit; what it holds is given back
 * up to one bucket late.
 */
import type { EpochMs } from "./ports.ts";

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
  /** When the amount would fit within the limit, if nothing else is counted; the moment of counting when it did fit. */
  readonly freeAt: EpochMs;
}

/** Where windows are kept. Throws StoreUnavailable. */
export interface RateWindows {
  /**
   * Counts each one as an atomic step of its own, all in one round trip, at the moment `at`; answers in the same order.
   * Windows are forgotten by themselves once they are empty.
   */
  count(counts: readonly Count[], at: EpochMs): Promise<readonly Counted[]>;
}

/** What is kept of a window: the sums of its buckets, by number of the bucket since 1970. */
export type Buckets = ReadonlyMap<number, Sums>;

const NOTHING: Sums = { used: 0, approved: 0 };

/** The rule itself, for stores that can run it: a window after counting, and the answer. */
export function countIn(
  buckets: Buckets,
  { windowMs, counter, amount, limit }: Count,
  at: EpochMs,
): { readonly buckets: Buckets; readonly counted: Counted } {
  const bucketMs = windowMs / BUCKETS;
  const current = Math.floor(at / bucketMs);
  const fresh = [...buckets].filter(([index]) => index >= current - BUCKETS).sort(([a], [b]) => a - b);
  const sums = fresh.reduce((sum, [, bucket]) => added(sum, bucket), NOTHING);
  const excess = limit === null ? 0 : sums[counter] + amount - limit;
  if (excess > 0) {
    const freeAt = freedFrom(fresh, counter, excess, bucketMs) ?? at + windowMs;
    return { buckets: new Map(fresh), counted: { counted: false, sums, freeAt } };
  }
  const more = { ...NOTHING, [counter]: amount };
  const next = new Map(fresh).set(current, added(buckets.get(current) ?? NOTHING, more));
  return { buckets: next, counted: { counted: true, sums: added(sums, more), freeAt: at } };
}

/** When so much of the counter has left the window that `excess` is gone. */
function freedFrom(
  fresh: readonly (readonly [number, Sums])[],
  counter: Counter,
  excess: number,
  bucketMs: number,
): EpochMs | null {
  let left = excess;
  for (const [index, bucket] of fresh) {
    left -= bucket[counter];
    if (left <= 0) return (index + BUCKETS + 1) * bucketMs;
  }
  return null;
}

/** When a window that was last written at `at` holds nothing any more. */
export function emptyAt(windowMs: number, at: EpochMs): EpochMs {
  const bucketMs = windowMs / BUCKETS;
  return (Math.floor(at / bucketMs) + BUCKETS + 1) * bucketMs;
}

function added(a: Sums, b: Sums): Sums {
  return { used: a.used + b.used, approved: a.approved + b.approved };
}
