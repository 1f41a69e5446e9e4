/**
 * Group commit: writes that come in one turn of the event loop share one transaction, so the log is written once for all of them.
 * Nobody hears of a write before its transaction is in the log; when it fails, all of its writes fail.
 */
import type { Database } from "bun:sqlite";

interface Waiting<T> {
  readonly write: () => T;
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
}

/** `guarded` runs the transaction and names its errors. */
export function groupWrites<T>(
  db: Database,
  guarded: (work: () => readonly T[]) => readonly T[],
): (write: () => T) => Promise<T> {
  const inOne = db.transaction((batch: readonly Waiting<T>[]) => batch.map(({ write }) => write()));
  let waiting: Waiting<T>[] = [];

  const flush = () => {
    const batch = waiting;
    waiting = [];
    try {
      const results = guarded(() => inOne.immediate(batch));
      results.forEach((result, index) => batch[index]?.resolve(result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (write) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (waiting.push({ write, resolve, reject }) === 1) setImmediate(flush);
    return promise;
  };
}
