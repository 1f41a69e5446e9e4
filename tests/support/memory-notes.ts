/** Notes on messages, in memory. */
import type { Clock } from "../../domain/ports.ts";
import type { Noted, NoteStore } from "../../domain/storage/store.ts";

export type NoteVerb = "expect" | "note" | "read";

/** `used` is told of each operation. */
export function createMemoryNotes(clock: Clock, used: (verb: NoteVerb) => void = () => {}): NoteStore {
  const kept = new Map<string, Noted & { readonly expiresAt: number }>();
  const read = (name: string): Noted | null => {
    const found = kept.get(name);
    if (found === undefined || clock.now() >= found.expiresAt) return null;
    return { about: found.about, notes: found.notes };
  };
  return {
    async expect(name, about, lifetimeMs, unless = []) {
      used("expect");
      const before = read(name);
      if (before !== null && unless.includes(before.about)) return;
      kept.set(name, { about, notes: {}, expiresAt: clock.now() + lifetimeMs });
    },
    async add(name, word, text) {
      used("note");
      const before = read(name);
      const found = kept.get(name);
      if (before === null || found === undefined) return null;
      kept.set(name, { ...found, notes: { [word]: text, ...found.notes } });
      return before;
    },
    async read(name) {
      used("read");
      return read(name);
    },
  };
}
