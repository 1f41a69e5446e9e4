/** The contracts of the ports on Redis. What is special about Redis is in the other files. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Store } from "../../../domain/storage/store.ts";
import { auditContract } from "../../contracts/audit.ts";
import { notesContract } from "../../contracts/notes.ts";
import { onceContract } from "../../contracts/once.ts";
import { storeContract, type StoreSubject } from "../../contracts/store.ts";
import { windowsContract } from "../../contracts/windows.ts";
import { windowsRule } from "../../contracts/windows-rule.ts";
import type { Setup } from "../../support/redis/setup.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";

/** The tests of all of them on one way to run Redis. A file for each, so that they run beside each other. */
export function redisContract(name: string, start: () => Promise<Setup>): void {
  // The first test waits for its servers.
  setDefaultTimeout(30_000);
  const contract = { test, expect, name, make: async () => subjectOf(await start()) };
  storeContract(contract);
  windowsContract(contract);
  windowsRule(contract);
  onceContract(contract);
  notesContract(contract);
  auditContract(contract);
}

async function subjectOf({ url, servers }: Setup): Promise<StoreSubject<Store>> {
  const RAMZ_STORE_PREFIX = freshPrefix();
  const env = { RAMZ_STORE_PREFIX, RAMZ_REDIS_COMMAND_TIMEOUT_MS: "500" };
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
