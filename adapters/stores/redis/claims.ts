/** Claimed names as strings that are set only where there is none. */
import { type OnceStore, StoreUnavailable } from "../../../domain/storage/store.ts";
import { type Commands, scriptOf } from "./commands.ts";
import RELEASE_LUA from "./release.lua" with { type: "text" };

const RELEASE = scriptOf(RELEASE_LUA);

/** A claim may expire between the attempt to claim its name and the reading of its value, but not again and again. */
const TRIES = 5;

export function claimsIn(commands: Commands, prefix: string): OnceStore {
  const keyOf = (name: string) => `${prefix}:o:${name}`;
  return {
    async claim(name, value, lifetimeMs) {
      const key = keyOf(name);
      for (let tries = 0; tries < TRIES; tries++) {
        // NX and GET in one command need Redis 7.0.
        const set = await commands.write(["set", key, value, "PX", lifetimeMs, "NX"]);
        if (set !== null) return { kind: "claimed" };
        const held = await commands.get(key);
        if (held !== null) return { kind: "taken", held };
      }
      throw new StoreUnavailable(`Redis said ${TRIES} times that a name is taken, and had no value for it`);
    },
    async replace(name, value, lifetimeMs) {
      await commands.write(["set", keyOf(name), value, "PX", lifetimeMs]);
    },
    async release(name, value) {
      await commands.run(RELEASE, keyOf(name), [value]);
    },
  };
}
