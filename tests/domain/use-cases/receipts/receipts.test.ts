import { expect, test } from "bun:test";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { callbackAt, createReceiptWorld, type ReceiptWorld } from "../../../support/receipts.ts";
import { createWorld, KEY } from "../../../support/world.ts";

const DELIVERED: MessageStatus = { messageId: "m1", state: "delivered" };
const UNDELIVERED: MessageStatus = { messageId: "m1", state: "undelivered", reason: "phone_off" };
const HOUR_MS = 3_600_000;

function startedIn(world: ReceiptWorld): string {
  const verdict = world.start();
  if (verdict.kind !== "sent") throw new Error(`the start was ${verdict.kind}`);
  return verdict.verification.id;
}

function timelineOf(world: ReceiptWorld, id: string) {
  const verdict = world.read(id);
  return verdict.kind === "found" ? verdict.verification.attempts.map(({ receipt }) => receipt) : [];
}

test("a receipt stands in the timeline, with its time and the vendor's word", () => {
  const world = createReceiptWorld({ polled: false });
  const id = startedIn(world);
  expect(timelineOf(world, id)).toEqual([undefined]);
  world.clock.advance(4_000);
  expect(world.call([UNDELIVERED])).toBe("taken");
  expect(timelineOf(world, id)).toEqual([
    { state: "undelivered", at: world.clock.now(), reason: "phone_off" },
  ]);
  expect(world.noted.map(({ afterMs, proof }) => [afterMs, proof])).toEqual([[4_000, "signed"]]);
  expect(world.noted[0]?.message).toMatchObject({ verificationId: id, provider: "vendor/sms", app: "shop" });
});

test("a message costs one operation of the store more, and a receipt costs one, known or not", () => {
  const world = createReceiptWorld({ polled: false });
  startedIn(world);
  const plain = createWorld();
  plain.start();
  expect(world.store.verbs.toSorted()).toEqual(["expect" as const, ...plain.store.verbs].toSorted());
  for (const messageId of ["m1", "m1", "another system's"]) {
    world.store.verbs.length = 0;
    world.call([{ messageId, state: "delivered" }]);
    expect(world.store.verbs).toEqual(["note"]);
  }
});

test("a receipt changes no ledger, opens nothing and approves nothing", () => {
  const world = createReceiptWorld({ polled: false });
  const id = startedIn(world);
  const before = world.store.peek(KEY);
  world.store.verbs.length = 0;
  world.call([DELIVERED]);
  expect(world.store.verbs).toEqual(["note"]);
  expect(world.store.peek(KEY)).toBe(before);
  const read = world.read(id);
  expect(read.kind === "found" && read.verification.status).toBe("pending");
});

test("whatever the order, a delivery overrules a failure, and each counts once", () => {
  const orders = [
    [DELIVERED, UNDELIVERED],
    [UNDELIVERED, DELIVERED],
    [UNDELIVERED, DELIVERED, UNDELIVERED, DELIVERED],
    [DELIVERED, DELIVERED, UNDELIVERED],
  ];
  for (const order of orders) {
    const world = createReceiptWorld({ polled: false });
    const id = startedIn(world);
    for (const status of order) world.call([status]);
    expect(timelineOf(world, id).map((receipt) => receipt?.state)).toEqual(["delivered"]);
    const counted = world.noted.map(({ receipt }) => receipt.state);
    expect(counted.filter((state) => state === "delivered").length).toBe(1);
    expect(counted.at(-1)).toBe("delivered");
  }
});

test("a replayed receipt changes nothing, also not its time", () => {
  const world = createReceiptWorld({ polled: false });
  const id = startedIn(world);
  world.call([DELIVERED]);
  const first = timelineOf(world, id);
  world.clock.advance(60_000);
  world.call([DELIVERED]);
  expect(timelineOf(world, id)).toEqual(first);
  expect(world.noted.length).toBe(1);
});

test("a receipt after the end of the code's life is shown, and changes nothing", () => {
  const world = createReceiptWorld({ polled: false });
  const id = startedIn(world);
  world.clock.advance(300_000 + HOUR_MS);
  world.call([UNDELIVERED]);
  expect(timelineOf(world, id).map((receipt) => receipt?.state)).toEqual(["undelivered"]);
  const read = world.read(id);
  expect(read.kind === "found" && read.verification.status).toBe("expired");
});

test("a message that is not Ramz's, and one of more than a day ago, is answered and changes nothing", () => {
  const world = createReceiptWorld({ polled: false });
  startedIn(world);
  expect(world.call([{ messageId: "another system's", state: "delivered" }])).toBe("taken");
  world.clock.advance(24 * HOUR_MS);
  expect(world.call([DELIVERED])).toBe("taken");
  expect(world.noted).toEqual([]);
  expect(world.unexpected).toEqual(["vendor/sms", "vendor/sms"]);
});

test("a receipt that comes to another process is shown by all of them", () => {
  const world = createReceiptWorld({
    polled: false,
    reads: () => ({ kind: "statuses", proof: "signed", statuses: [DELIVERED] }),
  });
  const id = startedIn(world);
  const other = world.anotherProcess();
  world.clock.run(other.take(world.provider, callbackAt(world.clock.now())));
  expect(timelineOf(world, id).map((receipt) => receipt?.state)).toEqual(["delivered"]);
});

test("a noted receipt is shown as long as the verification is kept", () => {
  const world = createReceiptWorld({ polled: false });
  const id = startedIn(world);
  world.call([DELIVERED]);
  world.clock.advance(20 * HOUR_MS);
  expect(timelineOf(world, id).map((receipt) => receipt?.state)).toEqual(["delivered"]);
});

test("what a provider refuses, throws on or makes up is refused or left out", () => {
  const world = createReceiptWorld({ polled: false });
  startedIn(world);
  world.call([]);
  const nonsense: MessageStatus = JSON.parse('{ "messageId": 1, "state": "delivered" }');
  expect(world.call([nonsense])).toBe("taken");
  expect(world.unexpected).toEqual([]);
  const thrower = createReceiptWorld({
    reads() {
      throw new Error("a bug in the provider");
    },
  });
  expect(thrower.call([DELIVERED])).toBe("refused");
});

test("a vendor that answers a message in its stride is not asked about it", () => {
  const world = createReceiptWorld();
  startedIn(world);
  world.call([DELIVERED]);
  world.pass(120_000);
  expect(world.vendor.asked).toEqual([]);
});
