/** The storage of the hand-written server in SQLite: one statement each. */
import { Database } from "bun:sqlite";
import type { Rows } from "./subject-api.ts";

const DAY_MS = 86_400_000;

export function openSqliteRows(path: string): Rows {
  const db = new Database(path, { create: true, strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run(
    "CREATE TABLE ledgers (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, ledger TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT",
  );
  db.run("CREATE INDEX ledgers_by_expiry ON ledgers (expires_at)");
  const select = db.query<{ revision: number; text: string }, [string]>(
    "SELECT revision, ledger AS text FROM ledgers WHERE key = ?",
  );
  const insert = db.query<null, [string, string, number]>("INSERT INTO ledgers VALUES (?, 1, ?, ?)");
  const update = db.query<null, [string, number, string, number]>(
    "UPDATE ledgers SET revision = ?2, ledger = ?3, expires_at = ?4 WHERE key = ?1 AND revision = ?2 - 1",
  );
  return {
    read: (key) => select.get(key),
    write(key, { revision, text }) {
      const expiresAt = Date.now() + DAY_MS;
      const { changes } =
        revision === 1 ? insert.run(key, text, expiresAt) : update.run(key, revision, text, expiresAt);
      if (changes !== 1) throw new Error("the row was changed by another writer");
    },
  };
}
