/**
 * Writes the stores that a version leaves behind, to be read by every later one: `bun tests/upgrade/keep-stores.ts <checkout> <name>`. The
 * checkout is a clone of this repository at the version, with its packages; it serves in console mode over SQLite, then over Redis.
 */
import type { Redis } from "ioredis";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { startServer } from "../support/redis/server.ts";
import { apiAt, eventually, field } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { type KeptFacts, type KeptKey, SECRET } from "./kept.ts";

const [checkout = "", name = ""] = process.argv.slice(2);
const KEPT = join(import.meta.dir, "kept", name);
const [PENDING, APPROVED, USED_UP] = ["+989121110001", "+989121110002", "+989121110003"] as const;

const wrong = (code: string) => (code === "000000" ? "111111" : "000000");

/** Serves the old version over this store and leaves one number of each kind in it. */
async function leave(store: string): Promise<KeptFacts> {
  using folder = tempFolder();
  const child = Bun.spawn([process.execPath, join(checkout, "app/main.ts"), "serve"], {
    cwd: folder.path,
    env: {
      PATH: process.env["PATH"],
      HOME: folder.path,
      PORT: "0",
      RAMZ_SECRET: SECRET,
      RAMZ_STORE: store,
      RAMZ_STORE_PREFIX: "kept",
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  let printed = "";
  void (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) printed += chunk;
  })();
  const [, url = ""] =
    (await eventually(
      () => /listens on (http:\/\/[^\s]+)\. API/.exec(printed),
      (found) => found !== null,
      20_000,
    )) ?? [];
  const api = apiAt(url);
  const start = async (to: string) => field((await api.post("/v1/verifications", { to })).body, "id");
  const guess = (id: string, code: string) => api.post(`/v1/verifications/${id}/checks`, { code });

  const approved = await start(APPROVED);
  await guess(approved, await api.codeFor(APPROVED));
  const usedUp = await start(USED_UP);
  const itsCode = await api.codeFor(USED_UP);
  for (let left = 5; left > 0; left -= 1) await guess(usedUp, wrong(itsCode));
  const pending = await start(PENDING);
  const code = await api.codeFor(PENDING);
  await guess(pending, wrong(code));
  const facts: KeptFacts = {
    writtenAt: Date.now(),
    pending: { id: pending, to: PENDING, code },
    approved: { id: approved, to: APPROVED },
    usedUp: { id: usedUp, to: USED_UP },
  };
  // What it answered is saved.
  child.kill("SIGKILL");
  await child.exited;
  return facts;
}

/** Every key with its value, by its type, so that any Redis can be given them. */
async function keysOf(redis: Redis): Promise<readonly KeptKey[]> {
  const keys: KeptKey[] = [];
  for (const key of (await redis.keys("*")).toSorted()) {
    const type = await redis.type(key);
    const ttlMs = await redis.pttl(key);
    if (type === "string")
      keys.push({ key, type, ttlMs, value: (await redis.getBuffer(key))?.toString("base64") ?? "" });
    else if (type === "zset")
      keys.push({ key, type, ttlMs, members: await redis.zrange(key, "0", "-1", "WITHSCORES") });
    else if (type === "hash") keys.push({ key, type, ttlMs, fields: await redis.hgetall(key) });
    else throw new Error(`${key} is a ${type}, which is not kept yet`);
  }
  return keys;
}

using folder = tempFolder();
const file = join(folder.path, "ramz.db");
await Bun.write(join(KEPT, "sqlite.json"), JSON.stringify(await leave(`sqlite:${file}`), null, 2));
const db = new Database(file);
db.run("VACUUM INTO ?", [join(KEPT, "ramz.db")]);
db.close();

await using server = await startServer();
const facts = await leave(server.url);
await Bun.write(
  join(KEPT, "redis.json"),
  JSON.stringify({ ...facts, keys: await keysOf(server.redis) }, null, 2),
);
