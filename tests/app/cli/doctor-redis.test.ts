/** `ramz doctor` on a Redis: where it is, what is wrong with it, and what to do. */
import { expect, test } from "bun:test";
import { storeName } from "../../../app/cli/store-name.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { startServer } from "../../support/redis/server.ts";
import { DoctorReport, KEY, parsed, run, SECRET, vendorWith } from "./support.ts";

test("a store server that is down is a problem, and its password is not shown", async () => {
  await using here = await vendorWith();
  const ran = await run(["doctor"], { ...here.env, RAMZ_STORE: `redis://:${KEY}@127.0.0.1:1/2` });
  expect(ran.out).toContain('The store "redis://127.0.0.1:1/2, prefix ramz" cannot be used');
  expect(ran.out).toContain("Start the server, or compare RAMZ_STORE with where it is.");
  expect(ran.out).not.toContain("..");
  expect(ran.code).toBe(1);
});

test.each([
  ["redis+sentinel://[::1]:1,h/ramz?db=3", "redis+sentinel://[::1]:1,h:26379/ramz?db=3, prefix mine"],
  ["rediss+cluster://a:1,b:2", "rediss+cluster://a:1,b:2, prefix mine"],
  ["redis://user:password@h", "redis://h:6379/0, prefix mine"],
])("a store is named with where it is: %s", (RAMZ_STORE, name) => {
  const { config } = loadConfig({ RAMZ_SECRET: SECRET, RAMZ_STORE, RAMZ_STORE_PREFIX: "mine" });
  expect(storeName(config.store)).toBe(name);
});

test("a wrong password is told as that, with a remedy that fits", async () => {
  await using here = await vendorWith();
  await using server = await startServer({
    settings: { requirepass: "right" },
    client: { password: "right" },
  });
  for (const [user, database, remedy] of [
    ["", "", "Compare user and password in RAMZ_STORE"],
    [`:${KEY}@`, "", "Compare user and password in RAMZ_STORE"],
    [":right@", "/99", "Mend what it says"],
  ] as const) {
    const env = { ...here.env, RAMZ_STORE: `redis://${user}127.0.0.1:${server.port}${database}` };
    const report = parsed(DoctorReport, await run(["doctor", "--json"], env));
    expect(report.findings.filter(({ about }) => about === "store")).toMatchObject([
      { level: "problem", remedy: expect.stringContaining(remedy) },
    ]);
  }
});

test("settings that lose ledgers are warned of, each with its remedy, until they are mended", async () => {
  await using here = await vendorWith();
  await using server = await startServer({ settings: { "maxmemory-policy": "allkeys-lru" } });
  const doctor = async () => {
    const ran = await run(["doctor", "--json"], { ...here.env, RAMZ_STORE: server.url });
    return parsed(DoctorReport, ran).findings.filter(({ about }) => about === "store");
  };
  expect(await doctor()).toMatchObject([
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
  expect(await doctor()).toMatchObject([{ level: "ok" }]);
});
