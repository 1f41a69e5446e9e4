/** What a copy of a store is worth. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { field } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { startServer } from "../support/redis/server.ts";
import { serveHere } from "../support/serving.ts";

const SECRET = "the-secret-of-copies-0123456789-abcdef";

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
