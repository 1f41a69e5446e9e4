/** Deletes expired rows, a few at a time, so that no request waits long for it. */
import type { Clock } from "../../../domain/ports.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { SqliteFile } from "./database.ts";
import { whenUnlocked } from "./lock.ts";

const INTERVAL_MS = 30_000;
const PAUSE_MS = 20;
/** The most rows of a table that one step deletes. */
const STEP_ROWS = 500;

/** The key columns of each table. */
const KEYS = {
  ledgers: "key",
  window_buckets: "key, window_ms, bucket",
  claims: "name",
  messages: "name",
};

/** Returns a function that takes one step in each table and returns how many rows it deleted. */
export function createPrune({ db, guarded }: SqliteFile, clock: Clock): () => number {
  const statements = Object.entries(KEYS).map(([table, key]) =>
    db.query<null, [number, number]>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE expires_at < ? LIMIT ?)`,
    ),
  );
  return () =>
    guarded(() => statements.reduce((rows, remove) => rows + remove.run(clock.now(), STEP_ROWS).changes, 0));
}

/** Prunes at intervals until the returned function is called. */
export function startPruning(prune: () => number): () => void {
  const pruning = setInterval(() => void pruneInSteps(prune), INTERVAL_MS);
  pruning.unref();
  return () => clearInterval(pruning);
}

/** Takes small steps until few rows are left. After a failure it tries again at the next interval. */
async function pruneInSteps(prune: () => number): Promise<void> {
  try {
    if ((await whenUnlocked(prune)) >= STEP_ROWS)
      setTimeout(() => void pruneInSteps(prune), PAUSE_MS).unref();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
