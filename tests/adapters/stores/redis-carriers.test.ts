/** Carriers of ported numbers in Redis: no packet of their own in a start, a key that expires, and little memory. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Provider } from "../../../domain/delivery/provider.ts";
import { createRouteMemory } from "../../../domain/routing/route-memory.ts";
import { fixedRouting, type RoutingMode } from "../../../domain/routing/routing.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { createCarriers } from "../../../domain/use-cases/receipts/carriers.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { ACCEPTED } from "../../support/providers.ts";
import { otpOver } from "../../support/redis/otp.ts";
import { proxyTo } from "../../support/redis/proxy.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { KEY, PHONE, START } from "../../support/world.ts";

setDefaultTimeout(30_000);

const secrets = createTestSecrets();

/** A proxy that counts the packets of clients. */
function counting(port: number): { readonly port: number; taken(): number } & Disposable {
  let packets = 0;
  const proxy = proxyTo(port, () => {
    packets += 1;
    return true;
  });
  return {
    ...proxy,
    taken() {
      const taken = packets;
      packets = 0;
      return taken;
    },
  };
}

test("reading a carrier adds no packet to a start", async () => {
  const { servers } = await single();
  using between = counting(servers[0].port);
  const store = await openAt(`redis://127.0.0.1:${between.port}`, { RAMZ_STORE_PREFIX: freshPrefix() });
  // From here on the server knows the script.
  await store.save("other", ledgerOf(1), 0, Date.now() + 60_000);
  const providers = ["a", "b"].map((name): Provider => ({
    name,
    account: name,
    channels: ["sms"],
    explain: () => null,
    deliver: async () => ACCEPTED,
    carriers: ["IR-Irancell"],
  }));
  const packetsOf = async (mode: RoutingMode, to: string) => {
    let reads = 0;
    const notes = {
      ...store.notes,
      read(name: string) {
        reads += 1;
        return store.notes.read(name);
      },
    };
    const routing = { ...fixedRouting, mode, memory: createRouteMemory() };
    const otp = otpOver(store, () => {}, {
      providers,
      routing,
      carriers: createCarriers({ notes, secrets }),
    });
    between.taken();
    expect((await otp.start({ ...START, to })).kind).toBe("sent");
    return { reads, packets: between.taken() };
  };
  const fixed = await packetsOf("fixed", PHONE);
  const learned = await packetsOf("learn", "+989121234568");
  expect([fixed.reads, learned.reads]).toEqual([0, 1]);
  expect(learned.packets).toBe(fixed.packets);
  await store.close();
});

test("a carrier is one small key that expires after 180 days", async () => {
  const { url, servers } = await single();
  const { redis } = servers[0];
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  const carriers = createCarriers({ notes: store.notes, secrets });
  const provider: Provider = {
    name: "a",
    account: "a",
    channels: ["sms"],
    explain: () => null,
    deliver: async () => ACCEPTED,
    carriers: ["IR-Irancell"],
  };
  const message = {
    app: "shop",
    verificationId: KEY,
    send: 1,
    index: 0,
    provider: "a",
    operator: "IR-MCI",
    acceptedAt: 2,
    expiresAt: 3,
    traceId: START.traceId,
    carrierNote: carriers.noteOf(PHONE),
  };
  const status = { messageId: "m1", state: "delivered", carrier: "IR-Irancell" } as const;
  await carriers.note(provider, status, { message, proof: "asked" });
  expect(await carriers.of(PHONE)).toBe("IR-Irancell");
  const [key = "", ...others] = await redis.keys(`${prefix}*`);
  expect(others).toEqual([]);
  expect(await redis.pttl(key)).toBeWithin(180 * DAY_MS - 10_000, 180 * DAY_MS + 1);
  const bytes = Number(await redis.memory("USAGE", key));
  expect(bytes).toBeLessThan(250);
  await store.close();
});
