/** The audit trail as rows. Its table is not pruned. */
import type { AuditStore, StoredEntry } from "../../../domain/storage/store.ts";
import type { SqliteFile } from "./database.ts";
import { whenUnlocked } from "./lock.ts";

export const AUDIT_SCHEMA = `
  CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT;
`;

export function auditIn({ db, guarded, inGroup }: SqliteFile): AuditStore {
  const insert = db.query<null, [number, string]>(
    "INSERT INTO audit (seq, text) SELECT ?1, ?2 WHERE ?1 = 1 + (SELECT ifnull(max(seq), 0) FROM audit)",
  );
  const after = db.query<StoredEntry, [number, number]>(
    "SELECT seq, text FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
  );
  const newest = db.query<StoredEntry, []>("SELECT seq, text FROM audit ORDER BY seq DESC LIMIT 1");
  return {
    async append(seq, text) {
      const { changes } = await inGroup(() => insert.run(seq, text));
      return changes === 1 ? "appended" : "conflict";
    },
    read: (afterSeq, limit) => whenUnlocked(() => guarded(() => after.all(afterSeq, limit))),
    last: () => whenUnlocked(() => guarded(() => newest.get())),
  };
}
