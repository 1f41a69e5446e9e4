/** The stores of the soak: each new and empty, on this machine, and gone afterwards. */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { tempFolder } from "../support/process.ts";
import { startServer } from "../support/redis/server.ts";

export interface Kept {
  /** What goes into RAMZ_STORE. */
  readonly url: string;
  /** How many it holds. */
  keys(): Promise<number>;
  stop(): Promise<void>;
}

export const STORES: Readonly<Record<"sqlite" | "redis", () => Promise<Kept>>> = {
  async sqlite() {
    const folder = tempFolder();
    const file = join(folder.path, "ramz.db");
    return {
      url: `sqlite:${file}`,
      async keys() {
        using db = new Database(file, { readonly: true });
        return db.query("SELECT key FROM ledgers").all().length;
      },
      stop: async () => folder[Symbol.dispose](),
    };
  },
  async redis() {
    const server = await startServer();
    return {
      url: server.url,
      keys: () => server.redis.dbsize(),
      async stop() {
        server.redis.disconnect();
        await server.kill();
      },
    };
  },
};
