/**
 * Group commit: writes that come in one turn of the event loop share one transaction, so the log is written once for all of them.
 * Nobody hears of a write before its transaction is in the log; when it fails, all of its writes fail.
 */
import type { Database } from "bun:sqlite";

/** Runs `write` in a transaction that no other process can come between, and hands out what it returned. */
export type Together = <T>(write: () => T) => Promise<T>;

interface Waiting {
  /** Answers with what tells the one who waits. */
  readonly write: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** `guarded` runs the transaction and names its errors. */
export function groupWrites(db: Database, guarded: <T>(work: () => T) => T): Together {
  const inOne = db.transaction((batch: readonly Waiting[]) => batch.map(({ write }) => write()));
  let waiting: Waiting[] = [];

  const flush = () => {
    const batch = waiting;
    waiting = [];
    try {
      for (const tell of guarded(() => inOne.immediate(batch))) tell();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return <T>(work: () => T) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const write = () => {
      const result = work();
      return () => resolve(result);
    };
    if (waiting.push({ write, reject }) === 1) setImmediate(flush);
    return promise;
  };
}
