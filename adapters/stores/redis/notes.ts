/** Notes on messages as strings: what they are about on the first line, and a line for each note, each of them as JSON. */
import type { Noted, NoteStore } from "../../../domain/storage/store.ts";
import ADD_NOTE_LUA from "./add-note.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";

const ADD_NOTE = scriptOf(ADD_NOTE_LUA);

export function notesIn(commands: Commands, prefix: string): NoteStore {
  const keyOf = (name: string) => `${prefix}:n:${name}`;
  return {
    async expect(name, about, lifetimeMs) {
      await commands.write(["set", keyOf(name), JSON.stringify(about), "PX", lifetimeMs]);
    },
    async add(name, word, text, lifetimeMs) {
      const before = await commands.run(ADD_NOTE, keyOf(name), [word, JSON.stringify(text), lifetimeMs]);
      return typeof before === "string" ? decode(before) : null;
    },
    async read(name) {
      const value = await commands.get(keyOf(name));
      return value === null ? null : decode(value);
    },
  };
}

/** JSON has no line breaks of its own, so a text cannot look like a line of the value. */
function decode(value: string): Noted {
  const [about = '""', ...lines] = value.split("\n");
  const notes = lines.map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(0, space), textIn(line.slice(space + 1))] as const;
  });
  return { about: textIn(about), notes: Object.fromEntries(notes) };
}

function textIn(json: string): string {
  const text: unknown = JSON.parse(json);
  if (typeof text !== "string") throw new Error("a stored note is no text");
  return text;
}
