/**
 * Writes the stores that a version leaves behind, to be read by later ones: `bun tests/upgrade/keep-stores.ts <checkout> <name>`. The
 * checkout is a clone of this repository at the version, with its packages. It serves over SQLite, then over Redis.
 */
import type { Redis } from "ioredis";
import { Database } from "bun:sqlite";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../support/redis/server.ts";
import { type Api, apiAt, eventually, field, wordOf, wrong } from "../support/http.ts";
import { type Env, tempFolder } from "../support/process.ts";
import { postForm, signedIn } from "../app/http/admin/operator.ts";
import {
  ADDRESSES,
  consoleAt,
  DOUBTED_BLOCK,
  type KeptFacts,
  KEYED,
  type KeptKey,
  LATER_SETTINGS,
  OPERATOR,
  ROUTED,
  SETTINGS,
  VENDOR_URL,
} from "./kept.ts";
import { startKeptVendor } from "./kept-vendor.ts";

const [checkout = "", name = ""] = process.argv.slice(2);
const KEPT = join(import.meta.dir, "kept", name);
const MAIN = join(checkout, "app/main.ts");
const HAS_CONSOLE = existsSync(join(checkout, "app/http/admin"));
const [PENDING, APPROVED, USED_UP] = ["+989121110001", "+989121110002", "+989121110003"] as const;

const vendor = startKeptVendor(Number(new URL(VENDOR_URL).port));

/** Serves the old version over this store, leaves something of each kind in it, and stops it. */
async function leave(store: string): Promise<KeptFacts> {
  using folder = tempFolder();
  const env: Env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder.path,
    PORT: "0",
    RAMZ_STORE: store,
    ...SETTINGS,
    ...(HAS_CONSOLE && LATER_SETTINGS),
  };
  const run = (...args: readonly string[]) =>
    Bun.spawn([process.execPath, MAIN, ...args], {
      cwd: folder.path,
      env,
      stdout: "pipe",
      stderr: "inherit",
    });
  await using serving = run("serve");
  const api = apiAt(await originOf(serving.stdout));
  const facts = await leaveNumbers(api);
  await leaveLimits(api);
  const { body: keyed } = await api.post("/v1/verifications", KEYED.body, KEYED.headers);
  let later: KeptFacts["later"];
  if (HAS_CONSOLE) {
    const printed = await run("provider", "kavenegar/verify", "receipts").stdout.text();
    const receipts = /\/v1\/receipts\/kavenegar-verify\/[\w-]+/.exec(printed)?.[0] ?? "";
    await leaveReceipt(api, receipts, facts.usedUp);
    await leaveRoutes(api);
    await leaveOrder(api);
    later = { receipts };
  }
  serving.kill("SIGTERM");
  await serving.exited;
  return { writtenAt: Date.now(), ...facts, keyed, ...(later !== undefined && { later }) };
}

async function originOf(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let printed = "";
  void (async () => {
    for await (const chunk of output.pipeThrough(new TextDecoderStream())) printed += chunk;
  })();
  const [, url = ""] =
    (await eventually(
      () => /listens on (http:\/\/[\d.]+:\d+)/.exec(printed),
      (found) => found !== null,
      20_000,
    )) ?? [];
  return url;
}

async function start(api: Api, to: string, clientIp?: string): Promise<string> {
  const reply = await api.post("/v1/verifications", { to, ...(clientIp && { client_ip: clientIp }) });
  if (reply.status !== 201) throw new Error(`${to}: ${wordOf(reply)}`);
  return field(reply.body, "id");
}

const guess = (api: Api, id: string, code: string) => api.post(`/v1/verifications/${id}/checks`, { code });

/** A number in each state. */
async function leaveNumbers(api: Api): Promise<Pick<KeptFacts, "pending" | "approved" | "usedUp" | "proof">> {
  const opened = async (to: string) => ({
    id: await start(api, to),
    to,
    messageId: vendor.messageIdFor(to),
  });
  const approved = await opened(APPROVED);
  const proof = field((await guess(api, approved.id, vendor.codeFor(APPROVED))).body, "proof");
  const { status } = await api.post("/v1/proofs/redeem", { proof });
  if (status !== 200) throw new Error(`the redemption was answered ${status}`);
  const usedUp = await opened(USED_UP);
  for (let left = 5; left > 0; left -= 1) await guess(api, usedUp.id, wrong(vendor.codeFor(USED_UP)));
  const pending = { ...(await opened(PENDING)), code: vendor.codeFor(PENDING) };
  await guess(api, pending.id, wrong(pending.code));
  return { pending, approved, usedUp, proof };
}

/** Two addresses that may not send now. Half of the codes of the first come back, so that the guard lets it send. */
async function leaveLimits(api: Api): Promise<void> {
  for (let send = 0; send < 6; send += 1) {
    const to = `+98912113000${send}`;
    const id = await start(api, to, ADDRESSES.limited);
    if (send % 2 === 0) await guess(api, id, vendor.codeFor(to));
  }
  for (let send = 0; send < 4; send += 1) await start(api, `${DOUBTED_BLOCK}000${send}`, ADDRESSES.doubted);
}

async function leaveReceipt(api: Api, path: string, { id, messageId }: KeptFacts["usedUp"]): Promise<void> {
  await postForm(api, path, { messageid: messageId, status: "10" });
  await eventually(
    async () => (await api.get(`/v1/verifications/${id}`)).text,
    (text) => text.includes('"receipt"'),
  );
}

/** Half of the people at the operator: their numbers are in a block of their own each. */
const isOdd = (to: string) => Number(to.at(-5)) % 2 === 1;

/** Each person has a block and an address of their own, so that the guard doubts none. */
async function leaveRoutes(api: Api): Promise<void> {
  vendor.refuseTemplates(isOdd);
  for (let send = 0; send < 2 * ROUTED.sendsOfEach; send += 1) {
    const to = `+98935${200 + send}0001`;
    const id = await start(api, to, `10.${send}.0.1`);
    if (isOdd(to)) await guess(api, id, vendor.codeFor(to));
  }
  vendor.refuseTemplates(() => false);
}

async function leaveOrder(api: Api): Promise<void> {
  const operator = await signedIn(consoleAt(api.url), OPERATOR);
  const { status } = await operator.post("/admin/health/rest", { provider: "kavenegar/verify", hours: "1" });
  if (status !== 303) throw new Error(`the rest was answered ${status}`);
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

rmSync(KEPT, { recursive: true, force: true });
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
await vendor.stop();
