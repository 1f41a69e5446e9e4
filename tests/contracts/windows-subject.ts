import {
  BUCKETS,
  type Count,
  type Counted,
  type RateWindows,
} from "../../domain/rate-limits/sliding-window.ts";
import { clockOf, type StoreSubject } from "./store-subject.ts";
export const HOUR_MS = 3_600_000;
export const BUCKET_MS: number = HOUR_MS / BUCKETS;

/** One use of a window of an hour, at most twice. */
export const ONCE: Count = { key: "ip", windowMs: HOUR_MS, counter: "used", amount: 1, limit: 2 };
export const READ: Count = { ...ONCE, amount: 0, limit: null };

/** The beginning of the bucket in which the subject's time is now. */
export function bucketNow(subject: WindowsSubject): number {
  return Math.floor(clockOf(subject).now() / BUCKET_MS) * BUCKET_MS;
}

/** One count in a call of its own. */
export async function countOne({ windows }: WindowsStore, count: Count, at: number): Promise<Counted> {
  const [answer] = await windows.count([count], at);
  if (answer === undefined) throw new Error("one count got no answer");
  return answer;
}

export async function usedIn(store: WindowsStore, count: Count, at: number): Promise<number> {
  return (await countOne(store, { ...count, amount: 0, limit: null }, at)).sums.used;
}

export interface WindowsStore {
  readonly windows: RateWindows;
  close(): Promise<void>;
}

export type WindowsSubject = StoreSubject<WindowsStore>;
