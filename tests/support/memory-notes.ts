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
    async add(name, word, text) {
      const before = read(name);
      const found = kept.get(name);
      if (before === null || found === undefined) return null;
      kept.set(name, { ...found, notes: { [word]: text, ...found.notes } });
      return before;
    },
    read: async (name) => read(name),
  };
}
