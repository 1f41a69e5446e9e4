/** Names claimed once, in memory. */
import type { Clock, EpochMs } from "../../domain/ports.ts";
import type { OnceStore } from "../../domain/store.ts";

export function createMemoryOnce(clock: Clock): OnceStore {
  const kept = new Map<string, { readonly value: string; readonly expiresAt: EpochMs }>();
  return {
    async claim(name, value, expiresAt) {
      const found = kept.get(name);
      if (found !== undefined && clock.now() < found.expiresAt) return { kind: "taken", held: found.value };
      kept.set(name, { value, expiresAt });
      return { kind: "claimed" };
    },
    async replace(name, value, expiresAt) {
      kept.set(name, { value, expiresAt });
    },
    async release(name) {
      kept.delete(name);
    },
  };
}
