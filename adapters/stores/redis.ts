/** The store in Redis or Valkey, shared by any number of processes and machines: one server, Sentinels, or a Cluster. */
import type { Store } from "../../domain/storage/store.ts";
import { ledgersIn } from "./redis/ledgers.ts";
import { type Advice, adviceOf } from "./redis/server-advice.ts";
import { openLink } from "./redis/commands.ts";
import { onceIn } from "./redis/claims.ts";
import type { RedisOptions } from "./redis/options.ts";
import { windowsIn } from "./redis/rate-windows.ts";

export type { RedisOptions } from "./redis/options.ts";

/** Life of what a ping writes. */
const PING_LIFE_MS = 1_000;

/**
 * One key per ledger, window and name, and one key per command, so a Cluster needs nothing special. Opens at once and connects
 * in the background: a process may start before its Redis, and is not ready until then.
 */
export function openRedis(options: RedisOptions): Store & { advise(): Promise<readonly Advice[]> } {
  const link = openLink(options);
  const { prefix } = options;
  return {
    ...ledgersIn(link, prefix),
    windows: windowsIn(link, prefix),
    once: onceIn(link, prefix),
    /** A write, because a Redis that answers but takes no writes is of no use: a replica, a full one, one without replicas. */
    async ping() {
      await link.write(["set", `${prefix}:ping`, "", "PX", PING_LIFE_MS]);
    },
    /** What is wrong with the settings of the server itself. */
    advise: () => adviceOf(link),
    async close() {
      link.close();
    },
  };
}
