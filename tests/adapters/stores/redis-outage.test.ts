/** Redis out of order: the store reports it in time, nothing is approved, and it recovers by itself. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { storeErrors } from "../../../adapters/stores/redis/errors.ts";
import { ledgerOf, wideLedger } from "../../contracts/ledgers.ts";
import { startServer, until } from "../../support/redis/server.ts";
import { stagedSentinel } from "../../support/redis/staged-sentinel.ts";
import { openAt } from "../../support/redis/store.ts";

setDefaultTimeout(30_000);

const BRISK = { RAMZ_REDIS_CONNECT_TIMEOUT_MS: "200", RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300" };
const later = () => Date.now() + 60_000;
const failureOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => String(error));

test("a Redis that accepts connections and never answers is given up in time, for any number of requests", async () => {
  const deaf = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const store = await openAt(`redis://127.0.0.1:${deaf.port}`, BRISK);
  const from = Date.now();
  const asked = Array.from({ length: 50 }, () => failureOf(store.load("key")));
  for (const said of await Promise.all(asked)) expect(said).toStartWith("StoreUnavailable");
  expect(await failureOf(store.ping())).toStartWith("StoreUnavailable");
  expect(Date.now() - from).toBeLessThan(1_000);
  await store.close();
  deaf.stop(true);
});

test("a Redis at maxmemory refuses saves and fails the ping; its ledgers can still be read", async () => {
  await using server = await startServer({ settings: { "maxmemory-policy": "noeviction" } });
  const store = await openAt(server.url, BRISK);
  await store.save("key", ledgerOf(1), 0, later());
  await server.redis.config("SET", "maxmemory", "1");
  expect(await failureOf(store.save("key", ledgerOf(2), 1, later()))).toContain("OOM");
  expect(await failureOf(store.save("new", wideLedger(), 0, later()))).toContain("maxmemory");
  expect(await failureOf(store.ping())).toStartWith("StoreUnavailable");
  expect(await store.load("key")).toEqual({ ledger: ledgerOf(1), revision: 1 });
  await server.redis.config("SET", "maxmemory", "0");
  expect(await store.save("key", ledgerOf(2), 1, later())).toBe("saved");
  await store.close();
});

test("a database that Redis does not have, or refuses, is never replaced by database 0", async () => {
  await using server = await startServer();
  await server.redis.acl("SETUSER", "ramz", "on", ">pass", "~*", "+@all", "-select");
  for (const [at, why] of [
    [`${server.url}/99`, "no such database"],
    [`${server.url.replace("//", "//ramz:pass@")}/3`, "lacks a permission"],
  ] as const) {
    const store = await openAt(at, BRISK);
    expect(await failureOf(store.save("key", ledgerOf(1), 0, later()))).toContain(why);
    expect(await failureOf(store.ping())).toStartWith("StoreUnavailable");
    await store.close();
  }
  expect(await server.redis.dbsize()).toBe(0);
  const third = await openAt(`${server.url}/3`, BRISK);
  expect(await third.save("key", ledgerOf(1), 0, later())).toBe("saved");
  expect([await server.redis.dbsize(), await server.redis.select(3)]).toEqual([0, "OK"]);
  expect(await server.redis.dbsize()).toBe(1);
  await third.close();
});

test.each([
  "ERR syntax error",
  "ERR Error running script (call to f_0ce1536def21c09bd342834fd0385727ff6e8852): @user_script:19: ERR syntax error",
])("a Redis that is too old is recognized by the answers of Redis 6.0: %s", (said) => {
  expect(storeErrors((text) => text)(new Error(said)).message).toContain("older than 6.2");
});

test("a save that the replicas did not confirm does not count", async () => {
  await using server = await startServer();
  const env = { RAMZ_REDIS_WAIT: "1", RAMZ_REDIS_WAIT_TIMEOUT_MS: "100" };
  const store = await openAt(server.url, env);
  expect(await failureOf(store.save("key", ledgerOf(1), 0, later()))).toContain("0 of 1 replicas");
  expect(await failureOf(store.ping())).toContain("0 of 1 replicas");
  await store.close();
});

test("a replica is neither written to nor read, and the message says what to do", async () => {
  await using primary = await startServer();
  await using replica = await startServer({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
  const store = await openAt(replica.url, BRISK);
  expect(await failureOf(store.save("key", ledgerOf(1), 0, later()))).toContain("READONLY");
  expect(await failureOf(store.load("key"))).toContain("READONLY");
  await store.close();
});

test("after a fail-over that is announced during a connection attempt, another connection is made", async () => {
  await using server = await startServer();
  using sentinel = stagedSentinel(server.port);
  const store = await openAt(`redis+sentinel://127.0.0.1:${sentinel.port}/ramz`, BRISK);
  await store.ping();
  const asked = sentinel.held();
  await server.redis.call("client", "kill", "type", "normal", "skipme", "yes");
  const answer = await asked;
  await sentinel.announce();
  answer();
  const answers = async () => (await failureOf(store.ping())) === "undefined";
  await until("the store answers again", answers, 5_000);
  await store.close();
});
