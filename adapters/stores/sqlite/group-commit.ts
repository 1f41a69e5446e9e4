/**
 * Group commit: the writes of one turn of the event loop share a transaction, so the log is written once for all of them (decision 0014).
 * No write is answered before its transaction is in the log. When the transaction fails, all of its writes fail; while another process
 * holds the lock, they wait for the next try, together with the writes that came meanwhile.
 */
import type { Database } from "bun:sqlite";
import { isLocked, LOCK_RETRY_MS, LOCK_WAIT_MS } from "./lock.ts";

/** Runs `write` in the transaction of this turn, which excludes other processes, and resolves to its result. */
export type InGroup = <T>(write: () => T) => Promise<T>;

interface Waiting {
  /** Runs the write and returns a function that resolves its promise. */
  readonly write: () => () => void;
  readonly reject: (error: unknown) => void;
  /** When it no longer waits for a lock. */
  readonly giveUpAt: number;
}

/** `guarded` runs the transaction and converts its errors. */
export function createGroupCommit(db: Database, guarded: <T>(work: () => T) => T): InGroup {
  const transaction = db.transaction((batch: readonly Waiting[]) => batch.map(({ write }) => write()));
  let waiting: Waiting[] = [];

  const flush = () => {
    const batch = waiting;
    waiting = [];
    try {
      for (const answer of guarded(() => transaction.immediate(batch))) answer();
    } catch (error) {
      const now = performance.now();
      waiting = isLocked(error) ? batch.filter(({ giveUpAt }) => now < giveUpAt) : [];
      const kept = new Set(waiting);
      for (const one of batch) if (!kept.has(one)) one.reject(error);
      if (waiting.length > 0) setTimeout(flush, LOCK_RETRY_MS);
    }
  };
  return <T>(work: () => T) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const write = () => {
      const result = work();
      return () => resolve(result);
    };
    const giveUpAt = performance.now() + LOCK_WAIT_MS;
    if (waiting.push({ write, reject, giveUpAt }) === 1) setImmediate(flush);
    return promise;
  };
}
