/** Notes on messages as strings. */
import type { NoteStore } from "../../../domain/storage/store.ts";
import { decodeNoted, encodeAbout, encodeNote } from "../_notes.ts";
import ADD_NOTE_LUA from "./add-note.lua" with { type: "text" };
import EXPECT_UNLESS_LUA from "./expect-unless.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";

const ADD_NOTE = scriptOf(ADD_NOTE_LUA);
const EXPECT_UNLESS = scriptOf(EXPECT_UNLESS_LUA);

export function notesIn(commands: Commands, prefix: string): NoteStore {
  const keyOf = (name: string) => `${prefix}:n:${name}`;
  return {
    async expect(name, about, lifetimeMs, unless = []) {
      const [key, value] = [keyOf(name), encodeAbout(about)];
      if (unless.length === 0) await commands.write(["set", key, value, "PX", lifetimeMs]);
      else await commands.run(EXPECT_UNLESS, key, [value, lifetimeMs, ...unless.map(encodeAbout)]);
    },
    async add(name, word, text) {
      const before = await commands.run(ADD_NOTE, keyOf(name), [word, encodeNote(word, text)]);
      return typeof before === "string" ? decodeNoted(before) : null;
    },
    async read(name) {
      const value = await commands.get(keyOf(name));
      return value === null ? null : decodeNoted(value);
    },
  };
}
