/**
 * Waiting for the lock of another process. SQLite waits by blocking the process, so it may wait only for the usual short write; a longer
 * lock is waited for between turns of the event loop.
 */
import { SQLiteError } from "bun:sqlite";

/** The longest that SQLite blocks the event loop for a lock. */
export const BUSY_TIMEOUT_MS = 5;

/** How long work waits for a lock in all. */
export const LOCK_WAIT_MS = 2_000;
export const LOCK_RETRY_MS = 10;

/** Whether the error, or what caused it, says that another process holds a lock. The work has done nothing then. */
export function isLocked(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof SQLiteError && (cause.code ?? "").startsWith("SQLITE_BUSY");
}

/** Runs work that may run again, until no lock is in its way. After LOCK_WAIT_MS it throws the error of the lock. */
export async function whenUnlocked<T>(work: () => T): Promise<T> {
  const giveUpAt = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= giveUpAt) throw error;
      await Bun.sleep(LOCK_RETRY_MS);
    }
  }
}
