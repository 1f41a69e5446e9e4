/** Names claimed once, as strings that are only set where there is none. */
import { type OnceStore, StoreUnavailable } from "../../../domain/storage/store.ts";
import { type Link, scriptOf } from "./commands.ts";
import RELEASE from "./release.lua" with { type: "text" };

const SCRIPT = scriptOf(RELEASE);

/** A claim may expire between being met and being read; that it does so again and again does not happen. */
const TRIES = 5;

export function onceIn(link: Link, prefix: string): OnceStore {
  const keyOf = (name: string) => `${prefix}:o:${name}`;
  return {
    async claim(name, value, lifetimeMs) {
      const key = keyOf(name);
      for (let tries = 0; tries < TRIES; tries++) {
        // Not NX together with GET, which Redis has from 7.0 on.
        const set = await link.write(["set", key, value, "PX", lifetimeMs, "NX"]);
        if (set !== null) return { kind: "claimed" };
        const held = await link.get(key);
        if (held !== null) return { kind: "taken", held };
      }
      throw new StoreUnavailable(`Redis said ${TRIES} times that a name is taken, and had nothing under it`);
    },
    async replace(name, value, lifetimeMs) {
      await link.write(["set", keyOf(name), value, "PX", lifetimeMs]);
    },
    async release(name, value) {
      await link.run(SCRIPT, keyOf(name), [value]);
    },
  };
}
