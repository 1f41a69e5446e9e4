/** Claimed names as rows. */
import type { Clock } from "../../../domain/ports.ts";
import type { OnceStore } from "../../../domain/storage/store.ts";
import type { SqliteFile } from "./database.ts";

export const CLAIMS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS claims (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS claims_by_expiry ON claims (expires_at);
`;

export function claimsIn({ db, inGroup }: SqliteFile, clock: Clock): OnceStore {
  const select = db.query<{ value: string }, [string, number]>(
    "SELECT value FROM claims WHERE name = ? AND expires_at > ?",
  );
  const put = db.query<null, [string, string, number]>(
    "INSERT OR REPLACE INTO claims (name, value, expires_at) VALUES (?, ?, ?)",
  );
  const remove = db.query<null, [string, string]>("DELETE FROM claims WHERE name = ? AND value = ?");
  return {
    claim: (name, value, lifetimeMs) =>
      inGroup(() => {
        const now = clock.now();
        const held = select.get(name, now);
        if (held !== null) return { kind: "taken", held: held.value };
        put.run(name, value, now + lifetimeMs);
        return { kind: "claimed" };
      }),
    async replace(name, value, lifetimeMs) {
      await inGroup(() => put.run(name, value, clock.now() + lifetimeMs));
    },
    async release(name, value) {
      await inGroup(() => remove.run(name, value));
    },
  };
}
