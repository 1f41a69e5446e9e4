/** Ledgers in Redis or Valkey, shared by any number of processes and machines: one server, Sentinels, or a Cluster. */
import { createHash } from "node:crypto";
import type { LedgerStore } from "../../domain/store.ts";
import { StoreUnavailable } from "../../domain/store.ts";
import COMPARE_AND_SET from "./redis/compare-and-set.lua" with { type: "text" };
import { connect } from "./redis/connect.ts";
import type { RedisOptions } from "./redis/options.ts";
import { connection, wasNotSent, within } from "./redis/patience.ts";
import { troubleTeller } from "./redis/trouble.ts";
import { pack, unpack } from "./redis/value.ts";

export type { RedisOptions } from "./redis/options.ts";

const SHA: string = createHash("sha1").update(COMPARE_AND_SET).digest("hex");

/** Life of what a ping writes. */
const PING_LIFE_MS = 1_000;

type Command = readonly [name: string, ...args: (string | number | Buffer)[]];

/**
 * One key per ledger and one key per command, so a Cluster needs nothing special. Opens at once and connects in the
 * background: a process may start before its Redis, and is not ready until then.
 */
export function openRedis(options: RedisOptions): LedgerStore {
  const { prefix, replicas, replicaTimeoutMs, connectTimeoutMs, commandTimeoutMs } = options;
  const client = connect(options);
  const connected = connection(client, connectTimeoutMs);
  const trouble = troubleTeller([options.password, options.sentinelPassword]);
  const keyOf = (key: string) => `${prefix}:${key}`;
  let closed = false;

  const ask = async <T>(send: () => Promise<T>): Promise<T> => {
    if (closed) throw new StoreUnavailable("the Redis store is closed");
    try {
      await connected();
      return await within(send(), commandTimeoutMs).catch(async (error: unknown) => {
        if (!wasNotSent(error)) throw error;
        await connected(true);
        return within(send(), commandTimeoutMs);
      });
    } catch (error) {
      throw trouble(error);
    }
  };

  /** WAIT goes along in the same packet and on the same connection: it covers this write, and it is still one round trip. */
  const write = async ([name, ...args]: Command): Promise<unknown> => {
    if (replicas === 0) return client.call(name, ...args);
    const sent = client.pipeline([
      [name, ...args],
      ["wait", replicas, replicaTimeoutMs],
    ]);
    const [written, waited] = (await sent.exec()) ?? [];
    const failure = written?.[0] ?? waited?.[0];
    if (failure) throw failure;
    const confirmed = Number(waited?.[1]);
    // The primary has it, but a fail-over could lose it: nobody may rely on it.
    if (written?.[1] !== 0 && confirmed < replicas)
      throw new Error(`${confirmed} of ${replicas} replicas confirmed a save within ${replicaTimeoutMs} ms`);
    return written?.[1];
  };

  return {
    async load(key) {
      const value = await ask(() => client.getBuffer(keyOf(key)));
      return value === null ? null : unpack(value);
    },
    async save(key, ledger, revision, expiresAt) {
      const args = [1, keyOf(key), revision, pack(ledger, revision + 1), expiresAt] as const;
      const saved = await ask(async () => {
        try {
          return await write(["evalsha", SHA, ...args]);
        } catch (error) {
          // A server that was restarted, promoted or told SCRIPT FLUSH does not know the script, and has done nothing.
          if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
          return await write(["eval", COMPARE_AND_SET, ...args]);
        }
      });
      return saved === 1 ? "saved" : "conflict";
    },
    /** A write, because a Redis that answers but takes no writes is of no use: a replica, a full one, one without replicas. */
    async ping() {
      await ask(() => write(["set", keyOf("ping"), "", "PX", PING_LIFE_MS]));
    },
    async close() {
      closed = true;
      client.disconnect();
    },
  };
}
