/** Deletes the rows whose time has passed, a few at a time, so that it never holds up a request for long. */
import type { Clock } from "../../../domain/ports.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { File } from "./database.ts";

const EVERY_MS = 30_000;
const PAUSE_MS = 20;
/** Of each table in one go. */
const ROWS = 500;

/** What names a row. */
const KEYS = { ledgers: "key", window_buckets: "key, window_ms, bucket", claims: "name" };

/** A function that prunes each table once and says how many rows went. */
export function pruner({ db, guarded }: File, clock: Clock): () => number {
  const statements = Object.entries(KEYS).map(([table, key]) =>
    db.query<null, [number, number]>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE expires_at < ? LIMIT ?)`,
    ),
  );
  return () =>
    guarded(() => statements.reduce((rows, remove) => rows + remove.run(clock.now(), ROWS).changes, 0));
}

/** Prunes now and then, until the function it answers with is called. */
export function keepPruned(prune: () => number): () => void {
  const pruning = setInterval(() => pruneSoon(prune), EVERY_MS);
  pruning.unref();
  return () => clearInterval(pruning);
}

/** In small steps until little is left; what fails now is tried again next time. */
function pruneSoon(prune: () => number): void {
  try {
    if (prune() >= ROWS) setTimeout(() => pruneSoon(prune), PAUSE_MS).unref();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
