/** Counts gathered for a moment, so that a busy server writes few of them: those of the same window and second are added up. */
import type { Clock } from "../ports.ts";
import type { Count, RateWindows } from "../rate-limits/sliding-window.ts";
import { nullOnOutage } from "../storage/transact.ts";
import { type EpochMs, SECOND_MS } from "../time.ts";

/** How long counts wait. A crash loses those of this time. */
const GATHERED_MS = 200;

export interface BatchedCountParts {
  readonly windows: RateWindows;
  readonly clock: Pick<Clock, "timer">;
  /** Takes work that no caller waits for. */
  readonly background: (work: Promise<unknown>) => void;
}

/** Counts without a limit, in the background. An outage of the store loses them. */
export function createBatchedCounts({
  windows,
  clock,
  background,
}: BatchedCountParts): (counts: readonly Count[], at: EpochMs) => void {
  /** By second, then by window and counter. */
  const gathered = new Map<EpochMs, Map<string, Count>>();

  const flush = async () => {
    await clock.timer(GATHERED_MS).elapsed;
    const seconds = [...gathered];
    gathered.clear();
    for (const [at, counts] of seconds) await nullOnOutage(windows.count([...counts.values()], at));
  };
  return (counts, at) => {
    if (counts.length === 0) return;
    // The shortest window has buckets of a second.
    const second = Math.floor(at / SECOND_MS) * SECOND_MS;
    if (gathered.size === 0) background(flush());
    const already = gathered.get(second) ?? new Map<string, Count>();
    gathered.set(second, already);
    for (const count of counts) {
      const name = `${count.windowMs} ${count.counter} ${count.key}`;
      const amount = count.amount + (already.get(name)?.amount ?? 0);
      already.set(name, { ...count, amount });
    }
  };
}
