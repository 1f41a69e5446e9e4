/** The store in Redis or Valkey, for any number of processes and machines: one server, Sentinels, or a Cluster. */
import type { Store } from "../../domain/storage/store.ts";
import { auditIn } from "./redis/audit.ts";
import { claimsIn } from "./redis/claims.ts";
import { openCommands } from "./redis/commands.ts";
import { ledgersIn } from "./redis/ledgers.ts";
import { notesIn } from "./redis/notes.ts";
import type { RedisOptions } from "./redis/options.ts";
import { rateWindowsIn } from "./redis/rate-windows.ts";
import { type Advice, adviceFrom } from "./redis/server-advice.ts";

export type { RedisOptions } from "./redis/options.ts";

const PING_LIFETIME_MS = 1_000;

/**
 * A ledger, a window, a claim, the notes on a message and the audit trail are one key each. In a Cluster every command has one key, so it needs nothing special. Connects in the
 * background: a process may start before its Redis, and is not ready until then.
 */
export function openRedis(options: RedisOptions): Store & { advise(): Promise<readonly Advice[]> } {
  const commands = openCommands(options);
  const { prefix } = options;
  return {
    ...ledgersIn(commands, prefix),
    windows: rateWindowsIn(commands, options),
    once: claimsIn(commands, prefix),
    notes: notesIn(commands, prefix),
    audit: auditIn(commands, prefix),
    /** A write. A Redis that answers but takes no writes is useless: a replica, a full one, one without its replicas. */
    async ping() {
      await commands.write(["set", `${prefix}:ping`, "", "PX", PING_LIFETIME_MS]);
    },
    /** Problems with the settings of the server. */
    advise: () => adviceFrom(commands),
    async close() {
      commands.close();
    },
  };
}
