/** Ledgers in one SQLite file, shared by any number of processes on one machine. The embedded default. */
import { type Changes, Database, SQLiteError } from "bun:sqlite";
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../../domain/ports.ts";
import { type LedgerStore, StoreUnavailable } from "../../domain/store.ts";
import { decodeLedger, encodeLedger } from "./_codec.ts";
import { groupWrites } from "./_together.ts";

/** How long a write waits for another process's write. */
const BUSY_TIMEOUT_MS = 2_000;
const BUSY_RETRY_MS = 10;
const PRUNE_EVERY_MS = 30_000;
/** Rows deleted in one go, so that pruning never holds up a request for long. */
const PRUNE_ROWS = 500;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS ledgers (
    key TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ledgers_by_expiry ON ledgers (expires_at);
`;

export interface SqliteOptions {
  /** A file, made with its folder when missing, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
}

/**
 * WAL with synchronous=NORMAL: a crash of the process loses nothing; a power cut may lose the last moments, never the file's
 * integrity (sqlite.org/wal.html).
 */
export function openSqlite({ path, clock }: SqliteOptions): LedgerStore & { prune(): number } {
  const db = openFile(path);
  const select = db.query<{ revision: number; ledger: string }, [string]>(
    "SELECT revision, ledger FROM ledgers WHERE key = ?",
  );
  const insert = db.query<null, [string, string, number]>(
    "INSERT INTO ledgers (key, revision, ledger, expires_at) VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING",
  );
  const update = db.query<null, [string, number, string, number]>(
    "UPDATE ledgers SET revision = revision + 1, ledger = ?3, expires_at = ?4 WHERE key = ?1 AND revision = ?2",
  );
  const remove = db.query<null, [number, number]>(
    "DELETE FROM ledgers WHERE rowid IN (SELECT rowid FROM ledgers WHERE expires_at < ? LIMIT ?)",
  );
  let closed = false;
  const guarded = <T>(work: () => T): T => {
    if (closed) throw new StoreUnavailable("the SQLite store is closed");
    return answering("SQLite does not answer", work);
  };
  const together = groupWrites<Changes>(db, guarded);
  const prune = () => guarded(() => remove.run(clock.now(), PRUNE_ROWS).changes);
  const pruning = setInterval(() => pruneSoon(prune), PRUNE_EVERY_MS);
  pruning.unref();

  return {
    prune,
    async load(key) {
      const row = guarded(() => select.get(key));
      return row === null ? null : { ledger: decodeLedger(row.ledger), revision: row.revision };
    },
    async save(key, ledger, revision, expiresAt) {
      const text = encodeLedger(ledger);
      const { changes } = await together(() =>
        revision === 0 ? insert.run(key, text, expiresAt) : update.run(key, revision, text, expiresAt),
      );
      return changes === 1 ? "saved" : "conflict";
    },
    async ping() {
      guarded(() => select.get(""));
    },
    async close() {
      closed = true;
      clearInterval(pruning);
      db.close();
    },
  };
}

function openFile(path: string): Database {
  const inMemory = path === ":memory:";
  if (!inMemory) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return answering(`SQLite cannot open "${path}"`, () => {
    const db = new Database(path, { create: true, strict: true });
    if (!inMemory) chmodSync(path, 0o600);
    db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    switchToWal(db);
    db.run("PRAGMA synchronous = NORMAL");
    db.run(SCHEMA);
    return db;
  });
}

/** Unlike other statements this one does not wait by itself when several processes start on a new file at once. */
function switchToWal(db: Database): void {
  for (let waitedMs = 0; ; waitedMs += BUSY_RETRY_MS) {
    try {
      db.run("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const busy = error instanceof SQLiteError && error.code === "SQLITE_BUSY";
      if (!busy || waitedMs >= BUSY_TIMEOUT_MS) throw error;
      Bun.sleepSync(BUSY_RETRY_MS);
    }
  }
}

/** Prunes in small steps until nothing is left; what fails now is tried again next time. */
function pruneSoon(prune: () => number): void {
  try {
    if (prune() === PRUNE_ROWS) setTimeout(() => pruneSoon(prune), 20).unref();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** SQLite's own errors as the port's word for them; `trouble` says what was tried. */
function answering<T>(trouble: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SQLiteError) {
      throw new StoreUnavailable(`${trouble}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
