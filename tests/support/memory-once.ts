/** Names claimed once, in memory. */
import type { Clock } from "../../domain/ports.ts";
import type { OnceStore } from "../../domain/storage/store.ts";
import type { EpochMs } from "../../domain/time.ts";

export function createMemoryOnce(clock: Clock): OnceStore {
  const kept = new Map<string, { readonly value: string; readonly expiresAt: EpochMs }>();
  return {
    async claim(name, value, lifetimeMs) {
      const found = kept.get(name);
      if (found !== undefined && clock.now() < found.expiresAt) return { kind: "taken", held: found.value };
      kept.set(name, { value, expiresAt: clock.now() + lifetimeMs });
      return { kind: "claimed" };
    },
    async replace(name, value, lifetimeMs) {
      kept.set(name, { value, expiresAt: clock.now() + lifetimeMs });
    },
    async release(name, value) {
      if (kept.get(name)?.value === value) kept.delete(name);
    },
  };
}
