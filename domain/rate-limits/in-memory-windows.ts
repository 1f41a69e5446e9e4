/** Sliding windows in memory, for replays and tests. They are not shared and end with the process. */
import type { Clock } from "../ports.ts";
import { type Change, type Count, type Counted, countIn, type RateWindows } from "./sliding-window.ts";

/** Forgets each bucket as soon as a store may, so that the rules are tried where they are hardest to keep. */
export function createMemoryWindows(clock: Pick<Clock, "now">): RateWindows {
  const kept = new Map<string, Map<number, Change>>();

  const bucketsOf = ({ key, windowMs }: Count): Map<number, Change> => {
    const name = `${windowMs}:${key}`;
    const buckets = kept.get(name) ?? new Map<number, Change>();
    for (const [bucket, { expiresAt }] of buckets) if (clock.now() >= expiresAt) buckets.delete(bucket);
    kept.set(name, buckets);
    return buckets;
  };
  const countOne = (count: Count, at: number): Counted => {
    const buckets = bucketsOf(count);
    const { counted, change } = countIn(buckets, count, at);
    if (change !== null) buckets.set(change.bucket, change);
    return counted;
  };
  return { count: async (counts, at) => counts.map((count) => countOne(count, at)) };
}
