/** Stores that older versions left behind are read: `keep-stores.ts` wrote them, with the code of those versions. */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { Value } from "@sinclair/typebox/value";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../adapters/system/clock.ts";
import { apiAt, field, wordOf } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { startServer } from "../support/redis/server.ts";
import { serveHere } from "../support/serving.ts";
import { KeptFacts, type KeptKey, KeptRedis, SECRET } from "./kept.ts";

const KEPT = join(import.meta.dir, "kept");
const VERSIONS = ["2026-11-23", "2026-11-28"];
const LATER_MS = 10_000;

const jsonOf = (...path: readonly string[]): Promise<unknown> => Bun.file(join(KEPT, ...path)).json();

/** Serves over the store ten seconds after it was written, and meets each number in the state in which it was left. */
async function expectRead(store: string, { writtenAt, pending, approved, usedUp }: KeptFacts): Promise<void> {
  const aheadMs = writtenAt + LATER_MS - Date.now();
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const env = {
    RAMZ_STORE: store,
    RAMZ_STORE_PREFIX: "kept",
    RAMZ_SECRET: SECRET,
    RAMZ_PROVIDERS: "console",
  };
  await using serving = await serveHere(env, { clock });
  const api = apiAt(serving.api.url);
  const read = async (id: string) => (await api.get(`/v1/verifications/${id}`)).body;
  const guess = (id: string, code: string) => api.post(`/v1/verifications/${id}/checks`, { code });

  expect(await read(pending.id)).toMatchObject({ status: "pending", to: pending.to, checks_left: 4 });
  expect(await read(approved.id)).toMatchObject({ status: "approved", to: approved.to });
  expect(await read(usedUp.id)).toMatchObject({ status: "exhausted", to: usedUp.to });
  expect(wordOf(await api.post("/v1/verifications", { to: pending.to }))).toBe("429 cooldown");
  const wrong = pending.code === "000000" ? "111111" : "000000";
  expect((await guess(pending.id, wrong)).body).toMatchObject({ code: "code_incorrect", checks_left: 3 });
  const right = await guess(pending.id, pending.code);
  expect([right.status, field(right.body, "status")]).toEqual([200, "approved"]);
  expect(wordOf(await guess(pending.id, pending.code))).toBe("409 already_approved");
  expect(wordOf(await guess(usedUp.id, "000000"))).toBe("429 checks_exhausted");
}

describe.each(VERSIONS)("a store of %s is read", (version) => {
  test("SQLite", async () => {
    using folder = tempFolder();
    const file = join(folder.path, "ramz.db");
    copyFileSync(join(KEPT, version, "ramz.db"), file);
    await expectRead(`sqlite:${file}`, Value.Decode(KeptFacts, await jsonOf(version, "sqlite.json")));
  });

  test("Redis", async () => {
    await using server = await startServer();
    const { keys, ...facts } = Value.Decode(KeptRedis, await jsonOf(version, "redis.json"));
    for (const key of keys) await put(server.redis, key);
    await expectRead(server.url, facts);
  });
});

test("a copy that SQLite makes while codes are started is whole, and what was in it is served from it", async () => {
  using folder = tempFolder();
  const [file, copy] = [join(folder.path, "ramz.db"), join(folder.path, "copy.db")];
  const env = {
    RAMZ_SECRET: SECRET,
    RAMZ_PROVIDERS: "console",
    RAMZ_GUARD: "off",
    RAMZ_IP_SENDS_PER_HOUR: "100000",
  };
  const numbers = Array.from({ length: 40 }, (_, at) => `+98912222${String(at).padStart(4, "0")}`);
  await using serving = await serveHere({ ...env, RAMZ_STORE: `sqlite:${file}` });
  const ids: string[] = [];
  const load = numbers.map(
    async (to) => void ids.push(field((await serving.api.post("/v1/verifications", { to })).body, "id")),
  );
  await Promise.all(load.slice(0, 20));
  const before = [...ids];
  const db = new Database(file);
  db.run("VACUUM INTO ?", [copy]);
  db.close();
  await Promise.all(load);

  using copied = new Database(copy);
  expect(copied.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  await using restored = await serveHere({ ...env, RAMZ_STORE: `sqlite:${copy}` });
  for (const id of before)
    expect((await restored.api.get(`/v1/verifications/${id}`)).body).toMatchObject({ status: "pending" });
});

test("a Redis that starts from its snapshot has what was in it", async () => {
  const to = "+989122229999";
  await using server = await startServer();
  const env = { RAMZ_SECRET: SECRET, RAMZ_PROVIDERS: "console", RAMZ_STORE: server.url };
  await using serving = await serveHere(env);
  const id = field((await serving.api.post("/v1/verifications", { to })).body, "id");
  const code = await serving.api.codeFor(to);
  await server.redis.save();
  await server.kill();
  await server.start();
  await using restored = await serveHere(env);
  expect((await restored.api.post(`/v1/verifications/${id}/checks`, { code })).status).toBe(200);
});

type Redis = Awaited<ReturnType<typeof startServer>>["redis"];

/** As it was, except that it lives for a day from now: Redis goes by its own clock. */
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
  if (one.ttlMs > 0) await redis.pexpire(one.key, 86_400_000);
}
