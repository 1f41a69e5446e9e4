/** Ledgers in Redis, beyond the contract: round trips, keys that expire, small values, lost scripts, lost connections. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { proxyTo } from "../../support/redis/proxy.ts";
import { otpOver } from "../../support/redis/otp.ts";
import { single, tls } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";
import { KEY, PHONE, START } from "../../support/world.ts";
import { wrong } from "../../support/steps.ts";

setDefaultTimeout(30_000);

const later = () => Date.now() + 60_000;

test("a start makes two round trips before the provider is called and one after, a check two", async () => {
  const { url, servers } = await single();
  const store = await openAt(url);
  await store.ping();
  const monitor = await servers[0].redis.monitor();
  const seen: string[] = [];
  monitor.on("monitor", (_time: string, [name = ""]: string[], source: string) => {
    if (source !== "lua") seen.push(name.toLowerCase());
  });
  let code = "";
  let before: readonly string[] = [];
  const otp = otpOver(store, async (message) => {
    ({ code } = message);
    await Bun.sleep(50);
    before = seen.splice(0);
  });
  // The server knows the script from the first save of any test on.
  await store.save("other", ledgerOf(1), 0, later());
  await Bun.sleep(100);
  seen.length = 0;
  const trips = async (work: Promise<unknown>) => {
    await work;
    await Bun.sleep(50);
    return seen.splice(0);
  };
  expect(await trips(otp.start(START))).toEqual(["evalsha"]);
  expect(before).toEqual(["getex", "evalsha"]);
  const check = { app: START.app, to: PHONE, purpose: START.purpose };
  expect(await trips(otp.check({ ...check, code: wrong(code) }))).toEqual(["getex", "evalsha"]);
  expect(await trips(otp.check({ ...check, code }))).toEqual(["getex", "evalsha"]);
  monitor.disconnect();
  await store.close();
});

test("a key has the configured prefix, expires at its time, and takes less than 600 bytes", async () => {
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const expiresAt = later();
  await store.save("key", ledgerOf(1), 0, expiresAt);
  const { redis } = servers[0];
  expect(await redis.keys(`${prefix}*`)).toEqual([`${prefix}:key`]);
  expect(await redis.pttl(`${prefix}:key`)).toBeWithin(59_000, 60_001);
  expect(Number(await redis.memory("USAGE", `${prefix}:key`))).toBeLessThan(600);
  await store.save("key", ledgerOf(2), 1, Date.now() + 50);
  await Bun.sleep(120);
  expect(await redis.exists(`${prefix}:key`)).toBe(0);
  await store.close();
});

test("a dump of Redis holds no code, and nothing from which it could be computed without the secret", async () => {
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  let code = "none";
  await otpOver(store, (message) => void ({ code } = message)).start(START);
  expect(code).toMatch(/^\d{6}$/);
  expect(await servers[0].redis.keys(`${prefix}:*`)).toEqual([`${prefix}:${KEY}`]);
  const text = JSON.stringify(await store.load(KEY));
  for (const secret of [code, "secret of k1"]) expect(text).not.toContain(secret);
  await store.close();
});

test("a save survives SCRIPT FLUSH", async () => {
  const { url, servers } = await single();
  const store = await openAt(url);
  expect(await store.save("key", ledgerOf(1), 0, later())).toBe("saved");
  await servers[0].redis.script("FLUSH");
  expect(await store.save("key", ledgerOf(2), 1, later())).toBe("saved");
  expect(await store.load("key")).toEqual({ ledger: ledgerOf(2), revision: 2 });
  await store.close();
});

test("a connection that is cut during a load is opened again for the next one", async () => {
  const { url, servers } = await single();
  const store = await openAt(url);
  await store.save("key", ledgerOf(1), 0, later());
  const loads = Array.from({ length: 200 }, () => store.load("key"));
  await servers[0].redis.call("client", "kill", "type", "normal", "skipme", "yes");
  // Loads under way may fail; all of them settle.
  await Promise.allSettled(loads);
  expect(await store.load("key")).toEqual({ ledger: ledgerOf(1), revision: 1 });
  await store.close();
});

test("an answer that comes byte by byte is given up in time too", async () => {
  const { servers } = await single();
  using between = dripping(servers[0].port);
  const url = `redis://127.0.0.1:${between.port}`;
  const store = await openAt(url, { RAMZ_REDIS_COMMAND_TIMEOUT_MS: "300" });
  await store.ping();
  between.drip();
  expect(await store.load("key").catch(String)).toContain("no answer within 300 ms");
  await store.close();
});

test("a value of another application is neither read as a ledger nor overwritten", async () => {
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  await servers[0].redis.set(`${prefix}:key`, "7 zebra");
  expect(await store.load("key").catch(String)).toContain('has format "z", this Ramz reads "2"');
  expect(await store.save("key", ledgerOf(1), 0, later())).toBe("conflict");
  await servers[0].redis.del(`${prefix}:key`);
  await servers[0].redis.lpush(`${prefix}:key`, "a list");
  expect(await store.save("key", ledgerOf(1), 0, later()).catch(String)).toContain("RAMZ_STORE_PREFIX");
  await store.close();
});

test("an error has no password in it, and says what to do", async () => {
  const { url } = await tls();
  const store = await openAt(url.replace("ramz:", "ramz:wrong-"));
  const error: unknown = await store.ping().catch((one: unknown) => one);
  expect(String(error)).toContain("User or password in RAMZ_STORE is wrong.");
  expect(Bun.inspect(error)).not.toContain("wrong-");
  await store.close();
});

/** A proxy that, after `drip`, answers by itself, one byte of a long string at a time. */
function dripping(port: number): { readonly port: number; drip(): void } & Disposable {
  let drops: Timer | null = null;
  let isDripping = false;
  const proxy = proxyTo(port, (client) => {
    if (!isDripping) return true;
    client.write("$9999\r\n");
    drops ??= setInterval(() => client.write("x"), 50);
    return false;
  });
  return {
    port: proxy.port,
    drip: () => void (isDripping = true),
    [Symbol.dispose]() {
      if (drops !== null) clearInterval(drops);
      proxy[Symbol.dispose]();
    },
  };
}
