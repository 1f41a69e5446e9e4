/** Today's Ramz over a kept store, as if it had been started soon after the store was written. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { Value } from "@sinclair/typebox/value";
import { systemClock } from "../../adapters/system/clock.ts";
import type { Ramz } from "../../app/composition/compose.ts";
import { listen } from "../../app/http/server.ts";
import type { Store } from "../../domain/storage/store.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import { type Api, apiAt } from "../support/http.ts";
import { type Env, type Folder } from "../support/process.ts";
import { type Server } from "../support/redis/server.ts";
import { openAt } from "../support/redis/store.ts";
import { composeHere } from "../support/serving.ts";
import { KeptFacts, type KeptKey, KeptRedis, LATER_SETTINGS, SETTINGS, VENDOR_URL } from "./kept.ts";
import { type KeptVendor, startKeptVendor } from "./kept-vendor.ts";

/** A folder for each version. */
export const KEPT: string = join(import.meta.dir, "kept");

export interface KeptStore {
  readonly url: string;
  readonly facts: KeptFacts;
}

export interface Reading extends AsyncDisposable {
  readonly api: Api;
  readonly ramz: Ramz;
  readonly vendor: KeptVendor;
  /** Lets time pass at once. */
  pass(ms: number): void;
}

/** A copy of the file that this version left, in the folder. */
export async function keptFile(version: string, folder: Folder): Promise<KeptStore> {
  const file = join(folder.path, "ramz.db");
  copyFileSync(join(KEPT, version, "ramz.db"), file);
  return { url: `sqlite:${file}`, facts: Value.Decode(KeptFacts, await jsonOf(version, "sqlite.json")) };
}

/** What this version left in a Redis, put into this one. */
export async function keptRedis(version: string, { redis, url }: Server): Promise<KeptStore> {
  const { keys, ...facts } = Value.Decode(KeptRedis, await jsonOf(version, "redis.json"));
  for (const key of keys) await put(redis, key);
  return { url, facts };
}

const jsonOf = (...path: readonly string[]): Promise<unknown> => Bun.file(join(KEPT, ...path)).json();

/** The settings of the version that wrote it, on this machine. */
export const settingsFor = ({ url, facts }: KeptStore): Env => ({
  ...SETTINGS,
  ...(facts.later !== undefined && LATER_SETTINGS),
  RAMZ_STORE: url,
});

/** Serves ten seconds after the store was written. */
export async function serveOver(kept: KeptStore): Promise<Reading> {
  const env = settingsFor(kept);
  let aheadMs = kept.facts.writtenAt + 10 * SECOND_MS - Date.now();
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const vendor = startKeptVendor(0);
  const ramz = await composeHere(env, {
    clock,
    fetch: (url, init) => fetch(url.replace(VENDOR_URL, vendor.baseUrl), init),
    ...(kept.url.startsWith("redis:") && {
      store: byItsOwnClock(await openAt(kept.url, env), () => aheadMs),
    }),
  });
  const listening = listen(ramz, { host: "127.0.0.1", port: 0 });
  return {
    api: apiAt(listening.url.origin),
    ramz,
    vendor,
    pass: (ms) => void (aheadMs += ms),
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
      await vendor.stop();
    },
  };
}

/** Redis drops a ledger by the clock of its machine, which is not that of these tests: days after the store was written, each save would be too late. */
function byItsOwnClock(store: Store, aheadMs: () => number): Store {
  return {
    ...store,
    save: (key, ledger, revision, expiresAt) => store.save(key, ledger, revision, expiresAt - aheadMs()),
  };
}

/** As it was, except that it lives for a day from now. */
async function put(redis: Redis, one: KeptKey): Promise<void> {
  switch (one.type) {
    case "string":
      await redis.set(one.key, Buffer.from(one.value, "base64"));
      break;
    case "zset":
      for (let at = 0; at < one.members.length; at += 2)
        await redis.zadd(one.key, one.members[at + 1] ?? "", one.members[at] ?? "");
      break;
    case "hash":
      await redis.hset(one.key, one.fields);
      break;
  }
  if (one.ttlMs > 0) await redis.pexpire(one.key, DAY_MS);
}

/** When the operator's rest of an hour is over, and the sends of that hour are judged by those of the day alone. */
export const REST_OVER_MS: number = 90 * MINUTE_MS;
