/** Notes on a message as text, the same in every store: what they are about on the first line, and a line for each note. */
import type { Noted } from "../../domain/storage/store.ts";

/** JSON has no line breaks of its own, so a text cannot look like a line. */
export function encodeAbout(about: string): string {
  return JSON.stringify(about);
}

/** To be added at the end, unless there is a note with this word. */
export function encodeNote(word: string, text: string): string {
  return `\n${word} ${JSON.stringify(text)}`;
}

/** Throws on text that this version did not write. */
export function decodeNoted(value: string): Noted {
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
