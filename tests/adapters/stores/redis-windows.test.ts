/** Windows and claims in Redis, beyond the contracts: one round trip, keys that expire, replicas, lost scripts. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Count } from "../../../domain/rate-limits/sliding-window.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { countOne, HOUR_MS, ONCE, READ, usedIn } from "../../contracts/windows-subject.ts";
import { eventually } from "../../support/http.ts";
import { type Server, startServer } from "../../support/redis/server.ts";
import { sentinels, single } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";

setDefaultTimeout(30_000);

const BUCKET_MS = HOUR_MS / 60;
const EIGHT: readonly Count[] = Array.from({ length: 8 }, (_, index) => ({ ...ONCE, key: `ip ${index}` }));
const later = () => Date.now() + 60_000;

test("eight counts are one command and wait for no replica; the save after them confirms them too", async () => {
  const { url, servers } = await sentinels();
  const store = await openAt(url, { RAMZ_REDIS_WAIT: "1" });
  // From here on the server knows both scripts.
  await store.windows.count(EIGHT, Date.now());
  await store.save("other", ledgerOf(1), 0, later());
  using seen = await watchScripts(servers[0]);
  await store.windows.count(EIGHT, Date.now());
  await store.save("key", ledgerOf(1), 0, later());
  expect(await seen.until("wait")).toEqual(["evalsha", "evalsha", "wait"]);
  await store.close();
});

test("replicas confirm a save also when the server has lost its script", async () => {
  const { url, servers } = await sentinels();
  const store = await openAt(url, { RAMZ_REDIS_WAIT: "1" });
  await store.save("other", ledgerOf(1), 0, later());
  await servers[0].redis.script("FLUSH");
  using seen = await watchScripts(servers[0]);
  await store.save("key", ledgerOf(1), 0, later());
  await seen.until("wait");
  // The WAIT that counts comes after the script that ran.
  expect(await seen.until("wait")).toEqual(["evalsha", "wait", "eval", "wait"]);
  await store.close();
});

/** What clients send of scripts and WAIT from now on; `until` resolves to all of it once the next one with that name is there. */
async function watchScripts({ redis }: Pick<Server, "redis">) {
  const monitor = await redis.monitor();
  const seen: string[] = [];
  let read = 0;
  monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
    const word = name.toLowerCase();
    if (source !== "lua" && ["eval", "evalsha", "wait"].includes(word)) seen.push(word);
  });
  return {
    [Symbol.dispose]: () => monitor.disconnect(),
    async until(word: string): Promise<readonly string[]> {
      const at = await eventually(
        () => seen.indexOf(word, read),
        (index) => index >= 0,
      );
      read = at + 1;
      return seen.slice(0, read);
    },
  };
}

test("a claim that the replicas did not confirm fails; a count waits for no replica", async () => {
  const server = await startServer();
  const store = await openAt(server.url, { RAMZ_REDIS_WAIT: "1", RAMZ_REDIS_WAIT_TIMEOUT_MS: "100" });
  const claiming = store.once.claim("name", "value", 60_000);
  expect(await claiming.then(String, String)).toContain("0 of 1 replicas");
  const counted = await store.windows.count(EIGHT, Date.now());
  expect(counted.filter((one) => one.counted)).toHaveLength(EIGHT.length);
  await store.close();
  await server.kill();
});

test("when one count of a call fails, none of the others stays counted", async () => {
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const [first, second, third] = ["a", "b", "c"].map((key) => ({ ...ONCE, key }));
  if (!first || !second || !third) throw new Error("three windows");
  await store.windows.count([first], Date.now());
  await servers[0].redis.set(`${prefix}:w:${HOUR_MS}:b`, "of another application");
  const giving = { ...third, amount: -1, limit: null };
  const counting = store.windows.count([first, second, third, giving], Date.now());
  expect(await counting.then(String, String)).toContain("RAMZ_STORE_PREFIX");
  expect(await usedIn(store, first, Date.now())).toBe(1);
  expect(await usedIn(store, third, Date.now())).toBe(0);
  await store.close();
});

test("a server that takes one key a command counts each window by itself", async () => {
  // One node with all slots, reached as a single server; so do some proxies.
  await using server = await startServer({ settings: { "cluster-enabled": "yes" } });
  await server.redis.cluster("ADDSLOTSRANGE", 0, 16_383);
  await eventually(
    () => server.redis.cluster("INFO"),
    (info) => info.includes("cluster_state:ok"),
  );
  const store = await openAt(server.url);
  const at = Date.now();
  for (const used of [1, 2]) {
    const answers = await store.windows.count(EIGHT, at);
    expect(answers.map(({ sums }) => sums.used)).toEqual(EIGHT.map(() => used));
  }
  await store.close();
});

test("a window is one key with its prefix and length in the name, which expires a window and a bucket after its last count", async () => {
  const { url, servers } = await single();
  const { redis } = servers[0];
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const key = `${prefix}:w:${HOUR_MS}:ip`;
  await store.windows.count([READ, { ...READ, key: "other" }], Date.now());
  expect(await redis.keys(`${prefix}*`)).toEqual([]);
  await store.windows.count([ONCE], Date.now());
  expect(await redis.keys(`${prefix}*`)).toEqual([key]);
  const life = HOUR_MS + BUCKET_MS;
  expect(await redis.pttl(key)).toBeWithin(life - 10_000, life + 1);
  await redis.pexpire(key, 5_000);
  await store.windows.count([READ, { ...ONCE, amount: 9 }], Date.now());
  expect(await redis.pttl(key)).toBeLessThanOrEqual(5_000);
  await store.windows.count([ONCE], Date.now());
  expect(await redis.pttl(key)).toBeWithin(life - 10_000, life + 1);
  await store.close();
});

/** A window of an hour that an older version filled: three used and one approved in each of the last 30 buckets before `at`. */
async function filledWindow(at: number) {
  const { url, servers } = await single();
  const { redis } = servers[0];
  const prefix = freshPrefix();
  const key = `${prefix}:w:${HOUR_MS}:ip`;
  const current = Math.floor(at / BUCKET_MS);
  for (let bucket = current - 30; bucket < current; bucket++)
    await redis.hset(key, `${bucket}u`, 3, `${bucket}a`, 1);
  return { url, redis, prefix, key, current };
}

test("a window that an older version has filled, and still counts in, is counted on", async () => {
  const at = Date.now();
  const { url, redis, prefix, key, current } = await filledWindow(at);
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const one = { ...ONCE, limit: null };
  expect((await countOne(store, one, at)).sums).toEqual({ used: 91, approved: 30 });
  await redis.hincrby(key, `${current}u`, 5);
  expect((await countOne(store, one, at)).sums).toEqual({ used: 97, approved: 30 });
  // What an older version takes for buckets of the window is the same sum.
  const held = Object.entries(await redis.hgetall(key)).filter(
    ([field]) => field.endsWith("u") && Number.parseInt(field, 10) <= current + 60,
  );
  expect(held.reduce((sum, [, used]) => sum + Number(used), 0)).toBe(97);
  await store.close();
});

test("a full window is read whole once in a bucket", async () => {
  const at = Date.now();
  const { url, redis, prefix } = await filledWindow(at);
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const wholeReads = async () =>
    Number(/cmdstat_hgetall:calls=(\d+)/.exec(await redis.info("commandstats"))?.[1] ?? 0);
  const before = await wholeReads();
  const one = { ...ONCE, limit: 1_000 };
  for (let times = 1; times <= 5; times++) {
    expect((await countOne(store, one, at)).sums.used).toBe(90 + times);
    expect((await wholeReads()) - before).toBe(1);
  }
  await countOne(store, one, at + BUCKET_MS);
  await countOne(store, one, at + BUCKET_MS);
  expect((await wholeReads()) - before).toBe(2);
  await store.close();
});

test("a user with the rights that older versions needed counts the same", async () => {
  const at = Date.now();
  const { url, redis, prefix } = await filledWindow(at);
  await redis.acl("SETUSER", "older", "on", ">secret", `~${prefix}*`, ...OLDER_RIGHTS);
  const store = await openAt(url.replace("redis://", "redis://older:secret@"), { RAMZ_STORE_PREFIX: prefix });
  const one = { ...ONCE, limit: 92 };
  for (const [amount, used] of [
    [1, 91],
    [2, 91],
    [-5, 90],
    [2, 92],
  ] as const)
    expect((await countOne(store, { ...one, amount }, at)).sums).toEqual({ used, approved: 30 });
  await store.close();
});

const OLDER_RIGHTS =
  "+get +getex +set +del +hgetall +hincrby +hdel +pexpire +eval +evalsha +wait +ping +info +client|setname".split(
    " ",
  );

test("a full window stays small and holds no expired bucket", async () => {
  const { url, servers } = await single();
  const { redis } = servers[0];
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const start = Date.now();
  for (let bucket = 0; bucket < 200; bucket++) {
    const counts = (["used", "approved"] as const).map((counter) => ({ ...ONCE, counter, limit: null }));
    await store.windows.count(counts, start + bucket * BUCKET_MS);
  }
  const key = `${prefix}:w:${HOUR_MS}:ip`;
  // Two counters for each bucket, and the sums of the rest.
  expect(await redis.hlen(key)).toBe(2 * 61 + 1);
  expect(Number(await redis.memory("USAGE", key))).toBeLessThan(2_500);
  await store.close();
});

test("a claim is one key with its prefix, which expires at its time", async () => {
  const { url, servers } = await single();
  const { redis } = servers[0];
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  await store.once.claim("name", "value", 60_000);
  expect(await redis.keys(`${prefix}*`)).toEqual([`${prefix}:o:name`]);
  expect(await redis.pttl(`${prefix}:o:name`)).toBeWithin(50_000, 60_001);
  await store.close();
});

test("a name whose claim expires while it is read is claimed again", async () => {
  const { url } = await single();
  const store = await openAt(url);
  for (let round = 0; round < 100; round++) {
    const claiming = Array.from({ length: 10 }, (_, index) =>
      store.once.claim("name", `${round}.${index}`, 2),
    );
    for (const claim of await Promise.all(claiming))
      if (claim.kind === "taken") expect(claim.held).toMatch(/^\d+\.\d$/);
  }
  await store.close();
});

test("counts survive SCRIPT FLUSH, and each counts once", async () => {
  const { url, servers } = await single();
  const store = await openAt(url);
  const at = Date.now();
  await store.windows.count(EIGHT, at);
  await servers[0].redis.script("FLUSH");
  const answers = await store.windows.count(EIGHT, at);
  expect(answers.map(({ sums }) => sums.used)).toEqual(EIGHT.map(() => 2));
  await store.close();
});
