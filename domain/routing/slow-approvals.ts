/** Notices when codes of one provider and operator begin to come back much later than they did. */
import type { OutMessage } from "./outcomes.ts";

export interface Slowed {
  /** Of the last approvals, and of those before. */
  readonly medianMs: number;
  readonly beforeMs: number;
}

/** The last approvals, those before them that they are compared with, and how many of these are needed. */
const RECENT = 20;
const BEFORE = 180;
const BEFORE_LEAST = 40;
const TIMES = 3;
/** Every tenth approval is looked at, so that a check pays hardly anything. */
const LOOKED_AT = 10;

/** Watches the approvals of this process. The answer is null, unless the last ones took three times as long as those before. */
export function createSlowWatch(): (message: OutMessage, afterMs: number) => Slowed | null {
  const watched = new Map<string, { times: number[]; count: number }>();
  return ({ provider, operator }, afterMs) => {
    const name = `${operator} ${provider}`;
    const one = watched.get(name) ?? { times: [], count: 0 };
    watched.set(name, one);
    one.times.push(afterMs);
    one.count += 1;
    if (one.count % LOOKED_AT !== 0) return null;
    one.times = one.times.slice(-BEFORE - RECENT);
    const before = one.times.slice(0, -RECENT);
    if (before.length < BEFORE_LEAST) return null;
    const [medianMs, beforeMs] = [medianOf(one.times.slice(-RECENT)), medianOf(before)];
    return medianMs >= TIMES * beforeMs ? { medianMs, beforeMs } : null;
  };
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
