/** The store contract on the four ways to run Redis. What only Redis does is in the files beside. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { storeContract, type StoreSubject } from "../contracts/store.ts";
import { cluster, sentinels, type Setup, single, tls } from "../support/redis/setups.ts";
import { freshPrefix, openAt } from "../support/redis/store.ts";

/** The first test of each waits for its servers. */
setDefaultTimeout(30_000);

const SETUPS: readonly (readonly [name: string, start: () => Promise<Setup>])[] = [
  ["a single Redis", single],
  ["Redis with TLS and an ACL user", tls],
  ["Redis with Sentinels", sentinels],
  ["a Redis Cluster", cluster],
];

for (const [name, start] of SETUPS)
  storeContract({ test, expect, name, make: async () => subjectOf(await start()) });

async function subjectOf({ url, servers }: Setup): Promise<StoreSubject> {
  const RAMZ_STORE_PREFIX = freshPrefix();
  const env = { RAMZ_STORE_PREFIX, RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300" };
  const store = await openAt(url, env);
  return {
    store,
    another: () => openAt(url, env),
    break: () => servers.forEach(({ pause }) => pause()),
    async close() {
      for (const { resume } of servers) resume();
      await store.close();
    },
  };
}
