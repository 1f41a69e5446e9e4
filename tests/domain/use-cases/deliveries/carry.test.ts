/** A carried code: the limits of verifications, the chain of verifications, and nothing of the code left behind. */
import { describe, expect, test } from "bun:test";
import type { CarryCommand } from "../../../../domain/otp.ts";
import { HOUR_MS, SECOND_MS } from "../../../../domain/time.ts";
import { carry as carryCode, CARRY, deliveryIn, readBack } from "../../../support/deliveries.ts";
import { ACCEPTED, refused, UNKNOWN } from "../../../support/providers.ts";
import { codeIn, verificationIn } from "../../../support/steps.ts";
import { createWorld, KEY, PHONE, type World } from "../../../support/world.ts";

const CODE = "Xk29Qz";
const carry = (world: World, further: Partial<CarryCommand> = {}) =>
  carryCode(world, { code: CODE, ...further });

test("the caller's code goes out, with the end of its life, and the delivery says who took it", () => {
  const world = createWorld();
  const verdict = carry(world);
  expect(verdict).toMatchObject({
    kind: "carried",
    recorded: true,
    delivery: { status: "accepted", provider: "sure", purpose: "login", recipient: PHONE },
  });
  expect(world.handed.map(({ message }) => message)).toMatchObject([
    { code: CODE, verificationId: deliveryIn(verdict).id, expiresAt: world.clock.now() + 300 * SECOND_MS },
  ]);
  expect(readBack(world, deliveryIn(verdict).id)).toMatchObject({ status: "accepted" });
});

test("the code is not in the ledger, the verdict or a reading", () => {
  const world = createWorld({
    providers: [{ name: "blabs", answers: [{ says: { outcome: "accepted", messageId: `id ${CODE}` } }] }],
  });
  const verdict = carry(world);
  const all = JSON.stringify([world.store.peek(KEY), verdict, readBack(world, deliveryIn(verdict).id)]);
  expect(all).toContain("id ***");
  expect(all).not.toContain(CODE);
});

test("a fallback carries the same code", () => {
  const world = createWorld({
    providers: [
      { name: "first", answers: [{ says: refused("message") }] },
      { name: "second", answers: [{ says: ACCEPTED }] },
    ],
  });
  expect(deliveryIn(carry(world))).toMatchObject({ status: "accepted", provider: "second" });
  expect(world.handed.map(({ provider, message }) => [provider, message.code])).toEqual([
    ["first", CODE],
    ["second", CODE],
  ]);
});

describe("a code", () => {
  test.each([
    ["1234", "sms"],
    ["1234567890", "call"],
    ["abcXYZ7890", "messenger"],
    ["493817", "auto"],
  ] as const)("%s is carried by %s", (code, channel) => {
    const world = createWorld({
      providers: [{ name: "all", answers: [{ says: ACCEPTED }], channels: ["sms", "call", "messenger"] }],
    });
    expect(carry(world, { code, channel }).kind).toBe("carried");
    expect(world.handed.at(-1)?.message.code).toBe(code);
  });

  test.each([
    ["123", "sms"],
    ["12345678901", "sms"],
    ["12 345", "sms"],
    ["12-345", "sms"],
    ["12345\n", "sms"],
    ["کد۱۲۳۴", "sms"],
    ["abcd", "call"],
    ["abcd", "auto"],
    ["", "sms"],
  ] as const)("%j is refused for %s, and nothing is read or changed", (code, channel) => {
    const world = createWorld();
    expect(carry(world, { code, channel })).toEqual({ kind: "code_malformed" });
    expect([world.store.verbs, world.handed]).toEqual([[], []]);
  });

  test("is sent in ASCII digits", () => {
    const world = createWorld();
    carry(world, { code: "۱۲٣٤５6" });
    expect(world.handed.at(-1)?.message.code).toBe("123456");
  });
});

describe("limits are those of the number, whoever made the code:", () => {
  test("caps hold over starts and deliveries mixed", () => {
    const world = createWorld({ policy: { resendWaitMs: 0, deliveryResendWaitMs: 0, sendsPerHour: 4 } });
    const kinds = [0, 1, 2, 3, 4, 5].map((turn) => {
      world.clock.advance(SECOND_MS);
      return turn % 2 === 0 ? world.start({ purpose: `p${turn}` }).kind : carry(world).kind;
    });
    expect(kinds).toEqual(["sent", "carried", "sent", "carried", "send_limit", "send_limit"]);
    expect(world.handed).toHaveLength(4);
    world.clock.advance(HOUR_MS);
    expect(carry(world).kind).toBe("carried");
  });

  test("a start holds up a delivery for its own wait, and a delivery a start for its", () => {
    const world = createWorld();
    world.start();
    const at = world.clock.now();
    expect(carry(world)).toEqual({ kind: "cooldown", until: at + 30 * SECOND_MS });
    world.clock.advance(30 * SECOND_MS);
    expect(carry(world).kind).toBe("carried");
    expect(world.start()).toEqual({ kind: "cooldown", until: at + 150 * SECOND_MS });
  });

  test("the wait between deliveries does not grow", () => {
    const world = createWorld();
    for (let turn = 0; turn < 5; turn++) {
      expect(carry(world).kind).toBe("carried");
      // The cap of the hour holds longer than the wait after the fifth.
      if (turn === 4) break;
      expect(carry(world)).toEqual({ kind: "cooldown", until: world.clock.now() + 30 * SECOND_MS });
      world.clock.advance(30 * SECOND_MS);
    }
    world.clock.advance(30 * SECOND_MS);
    expect(carry(world).kind).toBe("send_limit");
  });

  test("a delivery of which certainly nothing went out gives its send back; one that is unknown does not", () => {
    const lost = createWorld({ providers: [{ name: "a", answers: [{ says: refused("message") }] }] });
    expect(carry(lost)).toMatchObject({ kind: "delivery_failed", delivery: { status: "undelivered" } });
    expect(lost.store.peek(KEY)?.sends).toEqual([]);
    const unsure = createWorld({ providers: [{ name: "a", answers: [{ says: UNKNOWN }] }] });
    expect(carry(unsure)).toMatchObject({ kind: "carried", delivery: { status: "uncertain" } });
    expect(unsure.store.peek(KEY)?.sends).toHaveLength(1);
  });

  test("used-up guesses do not hold up a code that is checked elsewhere", () => {
    const world = createWorld({ policy: { guessesPerDay: 1, resendWaitMs: 0, deliveryResendWaitMs: 0 } });
    world.start();
    world.check("000000");
    expect(world.start().kind).toBe("guess_limit");
    expect(carry(world).kind).toBe("carried");
  });
});

describe("a delivery is no verification:", () => {
  test("its code and its id are found by no check, cancel or read, and a pending verification is left alone", () => {
    const world = createWorld({ policy: { deliveryResendWaitMs: 0 } });
    const { id } = verificationIn(world.start());
    const own = codeIn(world);
    const { id: delivery } = deliveryIn(carry(world, { code: "111111" }));
    expect(world.check("111111", { id: delivery }).kind).toBe("not_found");
    expect([world.read(delivery).kind, world.cancel(delivery).kind]).toEqual(["not_found", "not_found"]);
    expect(readBack(world, id)).toBe("not_found");
    expect(world.check("111111").kind).toBe(own === "111111" ? "approved" : "incorrect");
    expect(world.check(own).kind).toBe("approved");
  });

  test("a check by number after a delivery alone finds nothing", () => {
    const world = createWorld();
    carry(world, { code: "111111" });
    expect(world.check("111111")).toEqual({ kind: "not_found" });
    expect(world.signed).toEqual([]);
  });

  test("another app does not find it", () => {
    const world = createWorld();
    const { id } = deliveryIn(carry(world));
    expect(world.clock.run(world.otp.readDelivery({ app: "bank", id }))).toEqual({ kind: "not_found" });
    expect(world.clock.run(world.otp.report({ app: "bank", id, isUsed: true }))).toEqual({
      kind: "not_found",
    });
  });

  test("a chain does not move on by a receipt, because the code is not here any more", () => {
    const world = createWorld();
    const { id, attempts } = deliveryIn(carry(world));
    const send = attempts[0]?.send ?? 0;
    const moved = world.clock.run(world.otp.moveOn({ app: "shop", id, send, provider: "sure" }));
    expect(moved).toEqual({ kind: "stayed", because: "code_not_kept" });
  });
});

test("a process that dies in the middle leaves a delivery that reads as uncertain", () => {
  const world = createWorld({ providers: [{ name: "a", answers: [{ says: "hangs" }] }] });
  void world.otp.carry(CARRY);
  world.clock.advance(SECOND_MS);
  const planned = world.store.peek(KEY);
  if (planned === null) throw new Error("it must be planned");
  const later = createWorld();
  later.clock.run(later.store.save(KEY, planned, 0, later.clock.now() + HOUR_MS));
  later.clock.advance(20 * SECOND_MS);
  expect(readBack(later, planned.deliveries?.[0]?.id ?? "")).toMatchObject({
    status: "uncertain",
    attempts: [{ outcome: "unknown", reason: "interrupted" }],
  });
});

test("nothing is sent after the end of the code's life", () => {
  const world = createWorld({
    policy: { chainDeadlineMs: 60 * SECOND_MS, attemptTimeoutMs: 30 * SECOND_MS },
    providers: [
      { name: "a", answers: [{ says: "hangs" }] },
      { name: "b", answers: [{ says: ACCEPTED }] },
    ],
  });
  carry(world, { ttlMs: 30 * SECOND_MS });
  world.clock.advance(60 * SECOND_MS);
  expect(world.handed.map(({ provider }) => provider)).toEqual(["a"]);
});

test("the ten newest deliveries of a number are kept", () => {
  const policy = { deliveryResendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 100 };
  const world = createWorld({ policy });
  const ids = Array.from({ length: 12 }, () => {
    world.clock.advance(SECOND_MS);
    return deliveryIn(carry(world)).id;
  });
  expect(world.store.peek(KEY)?.deliveries?.map(({ id }) => id)).toEqual(ids.slice(2));
});
