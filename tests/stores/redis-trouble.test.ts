/** Redis in trouble: the store says so within its bounds, nothing is approved, and it comes back by itself. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { compose } from "../../app/compose.ts";
import { listen } from "../../app/serve.ts";
import { ledgerOf, wideLedger } from "../contracts/ledgers.ts";
import { freshNumber } from "../support/http.ts";
import { startServer, until } from "../support/redis/server.ts";
import { configOf, openAt } from "../support/redis/store.ts";

setDefaultTimeout(30_000);

const BRISK = { RAMZ_REDIS_CONNECT_TIMEOUT_MS: "200", RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300" };
const later = () => Date.now() + 60_000;
const failureOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => String(error));

test("a Redis that accepts and never answers is given up in time, however many ask", async () => {
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

test("a Redis at maxmemory refuses saves and fails the ping; what it has can still be read", async () => {
  const server = await startServer({ settings: { "maxmemory-policy": "noeviction" } });
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
  await server.kill();
});

test("a save that the replicas did not confirm does not count", async () => {
  const server = await startServer();
  const env = { RAMZ_REDIS_WAIT: "1", RAMZ_REDIS_WAIT_TIMEOUT_MS: "100" };
  const store = await openAt(server.url, env);
  expect(await failureOf(store.save("key", ledgerOf(1), 0, later()))).toContain("0 of 1 replicas");
  expect(await failureOf(store.ping())).toContain("0 of 1 replicas");
  await store.close();
  await server.kill();
});

test("a replica is never written to, and the sentence says where to look", async () => {
  const primary = await startServer();
  const replica = await startServer({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
  const store = await openAt(replica.url, BRISK);
  expect(await failureOf(store.save("key", ledgerOf(1), 0, later()))).toContain("READONLY");
  await store.close();
  await primary.kill();
  await replica.kill();
});

test("over HTTP: while Redis is down nothing is approved or sent, and all is well once it is back, though empty", async () => {
  const server = await startServer();
  const config = configOf({ RAMZ_STORE: server.url, RAMZ_PROVIDERS: "console", ...BRISK });
  const composed = await compose(config, {}, { log: () => {}, print: () => {} });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const listening = listen(composed.ramz, { host: "127.0.0.1", port: 0 });
  const ready = async () => (await fetch(new URL("/readyz", listening.url))).status;
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(new URL(path, listening.url), {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return { status: reply.status, text: await reply.text() };
  };
  const to = freshNumber();
  expect((await post("/v1/verifications", { to })).status).toBe(201);
  const code = composed.ramz.inbox?.(to)[0]?.code ?? "";
  expect(await ready()).toBe(200);

  await server.kill();
  const down = await Promise.all([
    ...Array.from({ length: 20 }, () => post("/v1/checks", { to, code })),
    post("/v1/verifications", { to: freshNumber() }),
  ]);
  expect(down.map(({ status }) => status)).toEqual(Array.from({ length: 21 }, () => 503));
  for (const { text } of down) expect(text).not.toContain('"status":"approved"');
  expect(await ready()).toBe(503);

  await server.start();
  await until("ready again", async () => (await ready()) === 200, 5_000);
  // It kept nothing: the verification is gone, and nobody is approved for that.
  expect((await post("/v1/checks", { to, code })).status).toBe(404);
  expect((await post("/v1/verifications", { to })).status).toBe(201);
  await listening.stop();
  await composed.ramz.close();
  await server.kill();
});
