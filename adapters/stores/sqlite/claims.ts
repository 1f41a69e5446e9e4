/** Names claimed once, as rows. */
import type { Clock } from "../../../domain/ports.ts";
import type { OnceStore } from "../../../domain/storage/store.ts";
import type { File } from "./database.ts";

export const CLAIMS = `
  CREATE TABLE IF NOT EXISTS claims (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS claims_by_expiry ON claims (expires_at);
`;

export function onceIn({ db, together }: File, clock: Clock): OnceStore {
  const select = db.query<{ value: string }, [string, number]>(
    "SELECT value FROM claims WHERE name = ? AND expires_at > ?",
  );
  const put = db.query<null, [string, string, number]>(
    "INSERT OR REPLACE INTO claims (name, value, expires_at) VALUES (?, ?, ?)",
  );
  const remove = db.query<null, [string, string]>("DELETE FROM claims WHERE name = ? AND value = ?");
  return {
    claim: (name, value, lifetimeMs) =>
      together(() => {
        const now = clock.now();
        const held = select.get(name, now);
        if (held !== null) return { kind: "taken", held: held.value };
        put.run(name, value, now + lifetimeMs);
        return { kind: "claimed" };
      }),
    async replace(name, value, lifetimeMs) {
      await together(() => put.run(name, value, clock.now() + lifetimeMs));
    },
    async release(name, value) {
      await together(() => remove.run(name, value));
    },
  };
}
