/** A real store of either kind, which several stages or processes may share, and its whole contents. */
import { join } from "node:path";
import { decodeStored } from "../../adapters/stores/redis/encoding.ts";
import { type Env, type Folder, STORE_FILE, tempFolder } from "../support/process.ts";
import type { Server } from "../support/redis/server.ts";
import { single } from "../support/redis/setups.ts";
import { freshPrefix } from "../support/redis/store.ts";
import { readable, rowsIn } from "../support/rows.ts";

export const STORES = ["SQLite", "Redis"] as const;
export type StoreKind = (typeof STORES)[number];

/** Its files are removed at the end of its scope. */
export interface Ground extends Disposable {
  readonly env: Env;
  readonly folder: Folder;
  /** The contents of the store, one line for each row or key, in a stable order. */
  contents(): Promise<readonly string[]>;
}

export async function openGround(kind: StoreKind): Promise<Ground> {
  const folder = tempFolder();
  const shared = { folder, [Symbol.dispose]: () => folder[Symbol.dispose]() };
  if (kind === "SQLite") {
    const path = join(folder.path, STORE_FILE);
    return { ...shared, env: { RAMZ_STORE: `sqlite:${path}` }, contents: async () => rowsIn(path) };
  }
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const env = { RAMZ_STORE: url, RAMZ_STORE_PREFIX: prefix };
  return { ...shared, env, contents: () => keysIn(servers[0], prefix) };
}

async function keysIn({ redis }: Server, prefix: string): Promise<readonly string[]> {
  const keys = (await redis.keys(`${prefix}:*`)).filter((key) => key !== `${prefix}:ping`).sort();
  return Promise.all(
    keys.map(async (key) => {
      if ((await redis.type(key)) === "hash") return `${key} ${JSON.stringify(await redis.hgetall(key))}`;
      const value = (await redis.get(key)) ?? "";
      return `${key} ${value} ${readable(() => decodeStored(value))}`;
    }),
  );
}
