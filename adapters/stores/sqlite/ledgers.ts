/** Ledgers as rows. A save is one statement that compares the revision. */
import type { LedgerStore } from "../../../domain/storage/store.ts";
import { decodeLedger, encodeLedger } from "../_codec.ts";
import type { SqliteFile } from "./database.ts";
import { whenUnlocked } from "./lock.ts";

export const LEDGERS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS ledgers (
    key TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ledgers_by_expiry ON ledgers (expires_at);
`;

export function ledgersIn({ db, guarded, inGroup }: SqliteFile): Pick<LedgerStore, "load" | "save"> {
  const select = db.query<{ revision: number; ledger: string }, [string]>(
    "SELECT revision, ledger FROM ledgers WHERE key = ?",
  );
  const insert = db.query<null, [string, string, number]>(
    "INSERT INTO ledgers (key, revision, ledger, expires_at) VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING",
  );
  const update = db.query<null, [string, number, string, number]>(
    "UPDATE ledgers SET revision = revision + 1, ledger = ?3, expires_at = ?4 WHERE key = ?1 AND revision = ?2",
  );
  return {
    async load(key) {
      const row = await whenUnlocked(() => guarded(() => select.get(key)));
      return row === null ? null : { ledger: decodeLedger(row.ledger), revision: row.revision };
    },
    async save(key, ledger, revision, expiresAt) {
      const text = encodeLedger(ledger);
      const { changes } = await inGroup(() =>
        revision === 0 ? insert.run(key, text, expiresAt) : update.run(key, revision, text, expiresAt),
      );
      return changes === 1 ? "saved" : "conflict";
    },
  };
}
