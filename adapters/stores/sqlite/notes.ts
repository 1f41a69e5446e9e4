/** Notes on messages as rows. A note changes its row alone and no index, so a receipt writes one page. */
import type { Clock } from "../../../domain/ports.ts";
import type { NoteStore } from "../../../domain/storage/store.ts";
import { decodeNoted, encodeAbout, encodeNote } from "../_notes.ts";
import type { SqliteFile } from "./database.ts";

export const NOTES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS messages (
    name TEXT PRIMARY KEY,
    notes TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS messages_by_expiry ON messages (expires_at);
`;

export function notesIn({ db, guarded, inGroup }: SqliteFile, clock: Clock): NoteStore {
  const select = db.query<{ notes: string }, [string, number]>(
    "SELECT notes FROM messages WHERE name = ? AND expires_at > ?",
  );
  const put = db.query<null, [string, string, number]>(
    "INSERT OR REPLACE INTO messages (name, notes, expires_at) VALUES (?, ?, ?)",
  );
  const append = db.query<null, [string, string]>("UPDATE messages SET notes = notes || ? WHERE name = ?");
  const read = (name: string) => {
    const row = select.get(name, clock.now());
    return row === null ? null : decodeNoted(row.notes);
  };
  return {
    expect: (name, about, lifetimeMs, unless = []) =>
      inGroup(() => {
        const before = unless.length > 0 ? read(name) : null;
        if (before !== null && unless.includes(before.about)) return;
        put.run(name, encodeAbout(about), clock.now() + lifetimeMs);
      }),
    add: (name, word, text) =>
      inGroup(() => {
        const before = read(name);
        if (before !== null && !Object.hasOwn(before.notes, word)) append.run(encodeNote(word, text), name);
        return before;
      }),
    read: async (name) => guarded(() => read(name)),
  };
}
