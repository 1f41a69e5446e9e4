/** A store of either kind that a test can take away and bring back with its data. */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { STORE_FILE, tempFolder } from "../support/process.ts";
import { KEEPS } from "../support/redis/setup.ts";
import { startServer } from "../support/redis/server.ts";
import { freshPrefix } from "../support/redis/store.ts";
import type { Ground, StoreKind } from "./ground.ts";

export interface RemovableStore extends AsyncDisposable {
  readonly ground: Ground;
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
}

export async function openRemovable(kind: StoreKind): Promise<RemovableStore> {
  const folder = tempFolder();
  const shared = { folder, contents: async () => [], [Symbol.dispose]: () => folder[Symbol.dispose]() };
  if (kind === "SQLite") {
    const path = join(folder.path, STORE_FILE);
    return {
      ground: { ...shared, env: { RAMZ_STORE: `sqlite:${path}` } },
      takeAway: async () => rename(path, "ledgers", "gone"),
      bringBack: async () => rename(path, "gone", "ledgers"),
      [Symbol.asyncDispose]: async () => folder[Symbol.dispose](),
    };
  }
  const server = await startServer({ settings: KEEPS });
  return {
    ground: {
      ...shared,
      env: {
        RAMZ_STORE: server.url,
        RAMZ_STORE_PREFIX: freshPrefix(),
        RAMZ_REDIS_CONNECT_TIMEOUT_MS: "200",
        RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300",
      },
    },
    takeAway: () => server.kill(),
    bringBack: () => server.start(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** For Ramz a renamed SQLite table is the same as a broken file. */
function rename(path: string, from: string, to: string): void {
  using db = new Database(path);
  db.run(`ALTER TABLE ${from} RENAME TO ${to}`);
}
