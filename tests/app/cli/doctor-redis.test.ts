/** `ramz doctor` on a Redis: its address, its problems, and the remedies. */
import { expect, test } from "bun:test";
import { storeName } from "../../../app/cli/store-name.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { startServer } from "../../support/redis/server.ts";
import { DoctorReport, KEY, parsed, run, SECRET, vendorWith } from "./support.ts";

test("a server that is down is a problem, and its password is not shown", async () => {
  await using here = await vendorWith();
  const ran = await run(["doctor"], { ...here.env, RAMZ_STORE: `redis://:${KEY}@127.0.0.1:1/2` });
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
  await using here = await vendorWith();
  await using server = await startServer({
    settings: { requirepass: "right" },
    client: { password: "right" },
  });
  for (const [user, database, remedy] of [
    ["", "", "Check user and password in RAMZ_STORE"],
    [`:${KEY}@`, "", "Check user and password in RAMZ_STORE"],
    [":right@", "/99", "Fix the error that the server reports"],
  ] as const) {
    const env = { ...here.env, RAMZ_STORE: `redis://${user}127.0.0.1:${server.port}${database}` };
    const report = parsed(DoctorReport, await run(["doctor", "--json"], env));
    expect(report.findings.filter(({ about }) => about === "store")).toMatchObject([
      { level: "problem", remedy: expect.stringContaining(remedy) },
    ]);
  }
});

test("settings of the server that lose ledgers are warnings with a remedy, until they are fixed", async () => {
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
