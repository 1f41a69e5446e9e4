/** A store over a real Redis, from the URL as an operator writes it, in a key space of its own. */
import { openStore } from "../../../app/composition/open-adapters.ts";
import { loadConfig } from "../../../app/config/load.ts";
import type { Config } from "../../../app/config/resolve.ts";
import type { Store } from "../../../domain/storage/store.ts";
import { type Env } from "../process.ts";

let given = 0;

/** A prefix that no other test has. */
export const freshPrefix = (): string => `ramz-${process.pid}-${given++}`;

/** The settings in force for this environment. Throws with every problem. */
function configOf(env: Env): Config {
  const all = { RAMZ_SECRET: "of-the-tests-0123456789-abcdefghij", RAMZ_STORE_PREFIX: freshPrefix(), ...env };
  const loaded = loadConfig(all);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  return loaded.config;
}

export function openAt(url: string, env: Env = {}): Promise<Store> {
  return openStore(configOf({ RAMZ_STORE: url, ...env }).store);
}
