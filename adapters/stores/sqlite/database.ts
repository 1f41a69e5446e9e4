/** One SQLite file that several processes share. Its errors become StoreUnavailable. */
import { Database, SQLiteError } from "bun:sqlite";
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { identityCheck } from "./file-identity.ts";
import { createGroupCommit, type InGroup } from "./group-commit.ts";
import { BUSY_TIMEOUT_MS, isLocked, LOCK_RETRY_MS, LOCK_WAIT_MS } from "./lock.ts";

export interface SqliteFile {
  readonly db: Database;
  /** Runs work on the file. Throws StoreUnavailable when it fails, or when the file is not the one at its path any more. */
  readonly guarded: <T>(work: () => T) => T;
  readonly inGroup: InGroup;
  close(): void;
}

/**
 * `path` is a file, created with its folder when missing, or `:memory:`. WAL with synchronous=NORMAL: a crash of the process loses
 * nothing; a power cut may lose the last moments, never the file's integrity (sqlite.org/wal.html).
 */
export function openFile(path: string, schema: string): SqliteFile {
  const db = openDatabase(path, schema);
  const checkIdentity = path === IN_MEMORY ? () => {} : identityCheck(path);
  let closed = false;
  const guarded = <T>(work: () => T): T => {
    if (closed) throw new StoreUnavailable("the SQLite store is closed");
    checkIdentity();
    return converting("SQLite does not answer", work);
  };
  const close = () => {
    closed = true;
    db.close();
  };
  return { db, guarded, inGroup: createGroupCommit(db, guarded), close };
}

const IN_MEMORY = ":memory:";

function openDatabase(path: string, schema: string): Database {
  const inMemory = path === IN_MEMORY;
  if (!inMemory) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return converting(`SQLite cannot open "${path}"`, () => {
    const db = new Database(path, { create: true, strict: true });
    if (!inMemory) chmodSync(path, 0o600);
    // While the process starts there is nothing that a wait could hold up.
    db.run(`PRAGMA busy_timeout = ${LOCK_WAIT_MS}`);
    switchToWal(db);
    db.run("PRAGMA synchronous = NORMAL");
    db.run(schema);
    db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  });
}

/** Unlike other statements, this one does not wait by itself when several processes open a new file at once. */
function switchToWal(db: Database): void {
  for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
    try {
      db.run("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isLocked(error) || waitedMs >= LOCK_WAIT_MS) throw error;
      Bun.sleepSync(LOCK_RETRY_MS);
    }
  }
}

/** Runs the work; an error of SQLite becomes StoreUnavailable with `what` in front of its message. */
function converting<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SQLiteError) {
      throw new StoreUnavailable(`${what}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
