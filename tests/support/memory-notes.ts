/** Notes on messages, in memory. */
import type { Clock } from "../../domain/ports.ts";
import type { Noted, NoteStore } from "../../domain/storage/store.ts";

export function createMemoryNotes(clock: Clock): NoteStore {
  const kept = new Map<string, Noted & { readonly expiresAt: number }>();
  const read = (name: string): Noted | null => {
    const found = kept.get(name);
    if (found === undefined || clock.now() >= found.expiresAt) return null;
    return { about: found.about, notes: found.notes };
  };
  return {
    async expect(name, about, lifetimeMs) {
      kept.set(name, { about, notes: {}, expiresAt: clock.now() + lifetimeMs });
    },
    async add(name, word, text, lifetimeMs) {
      const before = read(name);
      if (before === null) return null;
      const notes = { [word]: text, ...before.notes };
      kept.set(name, { about: before.about, notes, expiresAt: clock.now() + lifetimeMs });
      return before;
    },
    read: async (name) => read(name),
  };
}
