/** `ramz doctor` on a Redis: its address, its problems, and the remedies. */
import { expect, test } from "bun:test";
import { storeName } from "../../../../app/cli/store-name.ts";
import type { Row } from "../../../../app/cli/doctor/rows.ts";
import { examineStore } from "../../../../app/cli/doctor/store.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { startServer } from "../../../support/redis/server.ts";
import { expectNothingSecret, KEY, run, SECRET, vendorWith } from "../support.ts";

/** A server that refuses is not waited for. */
const QUICK = { RAMZ_REDIS_CONNECT_TIMEOUT_MS: "200" };

/** The findings about this store, made in this process. */
async function examined(RAMZ_STORE: string): Promise<readonly Row[]> {
  const rows = await examineStore(loadConfig({ RAMZ_SECRET: SECRET, RAMZ_STORE, ...QUICK }).config.store);
  expectNothingSecret(JSON.stringify(rows));
  return rows;
}

test("a server that is down is a problem, and its password is not shown", async () => {
  await using here = await vendorWith();
  const ran = await run(["doctor"], { ...here.env, ...QUICK, RAMZ_STORE: `redis://:${KEY}@127.0.0.1:1/2` });
  expect(ran.out).toContain('The store "redis://127.0.0.1:1/2, prefix ramz" cannot be used');
  expect(ran.out).toContain("Start the server, or correct its address in RAMZ_STORE.");
  expect(ran.out).not.toContain("..");
  expect(ran.code).toBe(1);
});

test.each([
  ["redis+sentinel://[::1]:1,h/ramz?db=3", "redis+sentinel://[::1]:1,h:26379/ramz?db=3, prefix mine"],
  ["rediss+cluster://a:1,b:2", "rediss+cluster://a:1,b:2, prefix mine"],
  ["redis://user:password@h", "redis://h:6379/0, prefix mine"],
])("the name of a store is its address without user and password: %s", (RAMZ_STORE, name) => {
  const { config } = loadConfig({ RAMZ_SECRET: SECRET, RAMZ_STORE, RAMZ_STORE_PREFIX: "mine" });
  expect(storeName(config.store)).toBe(name);
});

test("a wrong password and another error of the server have different remedies", async () => {
  await using server = await startServer({
    settings: { requirepass: "right" },
    client: { password: "right" },
  });
  for (const [user, database, remedy] of [
    ["", "", "Check user and password in RAMZ_STORE"],
    [`:${KEY}@`, "", "Check user and password in RAMZ_STORE"],
    [":right@", "/99", "Fix the error that the server reports"],
  ] as const) {
    const rows = await examined(`redis://${user}127.0.0.1:${server.port}${database}`);
    expect(rows).toMatchObject([{ level: "problem", remedy: expect.stringContaining(remedy) }]);
  }
});

test("settings of the server that lose ledgers are warnings with a remedy, until they are fixed", async () => {
  await using server = await startServer({ settings: { "maxmemory-policy": "allkeys-lru" } });
  expect(await examined(server.url)).toMatchObject([
    { level: "ok" },
    {
      level: "warning",
      detail: expect.stringContaining("(maxmemory-policy allkeys-lru)"),
      remedy: expect.stringContaining("noeviction"),
    },
    { level: "warning", remedy: expect.stringContaining("appendonly yes") },
  ]);
  await server.redis.config("SET", "maxmemory-policy", "noeviction");
  await server.redis.config("SET", "appendonly", "yes");
  expect(await examined(server.url)).toMatchObject([{ level: "ok" }]);
});
