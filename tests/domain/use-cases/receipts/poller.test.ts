import { expect, test } from "bun:test";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import { callbackAt, createReceiptWorld, type ReceiptWorld } from "../../../support/receipts.ts";

const secondsOf = (world: ReceiptWorld, from: number) =>
  world.vendor.asked.map(({ at }) => Math.round((at - from) / 1_000));

test("a vendor is asked at its times, until the answer is final", () => {
  const world = createReceiptWorld();
  const from = world.clock.now();
  world.start();
  world.pass(30_000);
  world.vendor.states.set("m1", "delivered");
  world.pass(300_000);
  expect(secondsOf(world, from)).toEqual([10, 60]);
  expect(world.noted.map(({ receipt, proof }) => [receipt.state, proof])).toEqual([["delivered", "asked"]]);
});

test("nothing is asked later than an hour after the code's life", () => {
  const world = createReceiptWorld();
  const from = world.clock.now();
  world.start();
  // The provider would like to ask after two hours, too.
  world.pass(3 * 3_600_000);
  expect(secondsOf(world, from)).toEqual([10, 60]);
});

test("what could not be asked in time, as in a long outage of the store, is not asked later", () => {
  const world = createReceiptWorld({ reads: () => ({ kind: "hint", messageIds: ["m1", "foreign"] }) });
  world.start();
  world.clock.run(world.receipts.take(world.provider, callbackAt(world.clock.now())));
  world.clock.advance(10 * 3_600_000);
  world.clock.run(world.receipts.look());
  expect(world.vendor.asked).toEqual([]);
});

test.each([
  ["is still asked where a carrier is wanted", "a hash", ["asked"]],
  ["is asked no more where none is wanted", undefined, []],
])("after a receipt that its address alone proves, the vendor %s", (_, carrierNote, expected) => {
  const world = createReceiptWorld();
  const now = world.clock.now();
  const asked: string[] = [];
  const provider: Provider = {
    ...world.provider,
    carriers: ["TR-Turkcell"],
    async status(ids) {
      asked.push("asked");
      return ids.map((messageId) => ({ messageId, state: "delivered", carrier: "TR-Turkcell" }));
    },
  };
  const message = {
    app: "shop",
    verificationId: "ver_one",
    send: now,
    index: 0,
    provider: provider.name,
    operator: "TR",
    acceptedAt: now,
    expiresAt: now + 300_000,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    ...(carrierNote !== undefined && { carrierNote }),
  };
  world.clock.run(world.receipts.sent(provider, "m9", message));
  world.call([{ messageId: "m9", state: "delivered" }], "path");
  world.pass(300_000);
  expect(asked).toEqual(expected);
  expect(world.noted.map(({ proof }) => proof)).toEqual(["path"]);
  expect(world.clock.run(world.store.notes.read("a hash"))?.about).toBe(
    carrierNote === undefined ? undefined : "TR-Turkcell",
  );
});

test("messages are asked about in batches of the vendor's size", () => {
  const world = createReceiptWorld({ batchSize: 2 });
  for (const purpose of ["a", "b", "c", "d", "e"]) {
    world.start({ purpose });
    world.clock.advance(10);
  }
  world.pass(11_000);
  expect(world.vendor.asked.map(({ ids }) => ids)).toEqual([["m1", "m2"], ["m3", "m4"], ["m5"]]);
});

test("a vendor that does not answer is asked again, and no look fails", () => {
  const world = createReceiptWorld();
  world.start();
  world.vendor.down = true;
  world.pass(20_000);
  world.vendor.down = false;
  world.vendor.states.set("m1", "undelivered");
  world.pass(60_000);
  expect(world.vendor.asked.length).toBe(2);
  expect(world.unanswered).toEqual(["vendor/sms: the vendor does not answer"]);
  expect(world.noted.map(({ receipt }) => receipt.state)).toEqual(["undelivered"]);
});

test("an account is asked by one process at a time", () => {
  const world = createReceiptWorld({ reads: () => ({ kind: "hint", messageIds: ["m1"] }) });
  const other = world.anotherProcess();
  world.start();
  world.clock.run(other.take(world.provider, callbackAt(world.clock.now())));
  world.clock.run(world.receipts.take(world.provider, callbackAt(world.clock.now())));
  world.clock.run(Promise.all([world.receipts.look(), other.look()]));
  expect(world.vendor.asked.length).toBe(1);
  world.clock.run(Promise.all([world.receipts.look(), other.look()]));
  expect(world.vendor.asked.length).toBe(2);
});

test("a call without a proof is a hint: the vendor is asked before it is believed", () => {
  const world = createReceiptWorld({ reads: () => ({ kind: "hint", messageIds: ["m1", "foreign"] }) });
  world.start();
  expect(world.clock.run(world.receipts.take(world.provider, callbackAt(world.clock.now()))).kind).toBe(
    "taken",
  );
  expect(world.noted).toEqual([]);
  world.vendor.states.set("m1", "delivered");
  world.pass(1_000);
  expect(world.vendor.asked.map(({ ids }) => ids)).toEqual([["m1", "foreign"]]);
  expect(world.noted.map(({ proof }) => proof)).toEqual(["asked"]);
  // A message that no send of this process waits for is asked about once.
  world.pass(10_000);
  expect(world.vendor.asked.length).toBe(1);
});

test("the loop looks by itself, and stops when it is told to", () => {
  const world = createReceiptWorld();
  world.start();
  world.receipts.start();
  world.clock.advance(11_000);
  expect(world.vendor.asked.length).toBe(1);
  world.clock.run(world.receipts.stop());
  expect(world.clock.held()).toBe(0);
  world.clock.advance(120_000);
  expect(world.vendor.asked.length).toBe(1);
});
