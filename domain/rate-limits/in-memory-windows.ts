/** Sliding windows in memory, for replays and tests. They are not shared and end with the process. */
import type { Clock } from "../ports.ts";
import type { EpochMs } from "../time.ts";
import { type Change, type Count, type Counted, countIn, type RateWindows } from "./sliding-window.ts";

interface Kept {
  readonly buckets: Map<number, Change>;
  /** When the first of them may be dropped. */
  expiresFirstAt: EpochMs;
}

/** Forgets each bucket as soon as a store may, so that the rules are tried where they are hardest to keep. */
export function createMemoryWindows(clock: Pick<Clock, "now">): RateWindows {
  const windows = new Map<string, Kept>();

  const countOne = (count: Count, at: number): Counted => {
    const name = `${count.windowMs}:${count.key}`;
    const kept = windows.get(name) ?? { buckets: new Map(), expiresFirstAt: Infinity };
    dropExpired(kept, clock.now());
    const { counted, change } = countIn(kept.buckets, count, at);
    if (change === null) return counted;
    kept.buckets.set(change.bucket, change);
    kept.expiresFirstAt = Math.min(kept.expiresFirstAt, change.expiresAt);
    windows.set(name, kept);
    return counted;
  };
  return { count: async (counts, at) => counts.map((count) => countOne(count, at)) };
}

function dropExpired(kept: Kept, now: EpochMs): void {
  if (now < kept.expiresFirstAt) return;
  for (const [bucket, { expiresAt }] of kept.buckets) if (now >= expiresAt) kept.buckets.delete(bucket);
  kept.expiresFirstAt = Math.min(...[...kept.buckets.values()].map(({ expiresAt }) => expiresAt));
}
