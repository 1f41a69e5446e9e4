/** Notes on messages as strings. */
import type { NoteStore } from "../../../domain/storage/store.ts";
import { decodeNoted, encodeAbout, encodeNote } from "../_notes.ts";
import ADD_NOTE_LUA from "./add-note.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";

const ADD_NOTE = scriptOf(ADD_NOTE_LUA);

export function notesIn(commands: Commands, prefix: string): NoteStore {
  const keyOf = (name: string) => `${prefix}:n:${name}`;
  return {
    async expect(name, about, lifetimeMs) {
      await commands.write(["set", keyOf(name), encodeAbout(about), "PX", lifetimeMs]);
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
