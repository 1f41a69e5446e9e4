/** Notes on messages: a row for what they are about, under the empty word, and a row for each note. */
import type { Clock } from "../../../domain/ports.ts";
import type { Noted, NoteStore } from "../../../domain/storage/store.ts";
import type { SqliteFile } from "./database.ts";

export const NOTES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS notes (
    name TEXT NOT NULL,
    word TEXT NOT NULL,
    text TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (name, word)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS notes_by_expiry ON notes (expires_at);
`;

const ABOUT = "";

export function notesIn({ db, guarded, inGroup }: SqliteFile, clock: Clock): NoteStore {
  const select = db.query<{ word: string; text: string }, [string, number]>(
    "SELECT word, text FROM notes WHERE name = ? AND expires_at > ?",
  );
  const put = db.query<null, [string, string, string, number]>(
    "INSERT INTO notes (name, word, text, expires_at) VALUES (?, ?, ?, ?)",
  );
  const remove = db.query<null, [string]>("DELETE FROM notes WHERE name = ?");
  const keep = db.query<null, [number, string]>("UPDATE notes SET expires_at = ? WHERE name = ?");
  const read = (name: string): Noted | null => {
    const texts = new Map(select.all(name, clock.now()).map(({ word, text }) => [word, text]));
    const about = texts.get(ABOUT);
    texts.delete(ABOUT);
    return about === undefined ? null : { about, notes: Object.fromEntries(texts) };
  };
  return {
    async expect(name, about, lifetimeMs) {
      await inGroup(() => {
        remove.run(name);
        put.run(name, ABOUT, about, clock.now() + lifetimeMs);
      });
    },
    add: (name, word, text, lifetimeMs) =>
      inGroup(() => {
        const before = read(name);
        if (before === null) return null;
        const expiresAt = clock.now() + lifetimeMs;
        if (!Object.hasOwn(before.notes, word)) put.run(name, word, text, expiresAt);
        keep.run(expiresAt, name);
        return before;
      }),
    read: async (name) => guarded(() => read(name)),
  };
}
