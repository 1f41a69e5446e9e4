/** How often a number can be sent a message, and with which code. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { codeIn, mostWithin, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, PHONE, type World } from "../../support/world.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

/** Starts again as soon as that is allowed, and returns how many seconds that took. */
function waitAndStart(world: World): number {
  const refused = world.start();
  if (!("until" in refused)) throw new Error(`expected to have to wait, got ${refused.kind}`);
  const waitMs = refused.until - world.clock.now();
  world.clock.advance(waitMs - 1);
  expect(world.start().kind).toBe(refused.kind);
  world.clock.advance(1);
  expect(world.start().kind).toBe("sent");
  return waitMs / SECOND_MS;
}

describe("a first message", () => {
  test("opens a verification with all its checks and its whole life", () => {
    const world = createWorld();
    const verdict = world.start({ metadata: { order: "7" } });
    expect(verdict).toMatchObject({ kind: "sent", resent: false, recorded: true });
    const now = world.clock.now();
    expect(verificationIn(verdict)).toMatchObject({
      recipient: PHONE,
      status: "pending",
      provider: "sure",
      checksLeft: 5,
      createdAt: now,
      expiresAt: now + 300 * SECOND_MS,
      resendAt: now + 60 * SECOND_MS,
      metadata: { order: "7" },
    });
    expect(codeIn(world)).toMatch(/^\d{6}$/);
  });

  test("is not sent to a number that is not admitted, and nothing is saved", () => {
    const world = createWorld();
    expect(world.start({ to: "+12025550123" }).kind).toBe("recipient_not_allowed");
    expect(world.start({ to: "nonsense" }).kind).toBe("recipient_invalid");
    expect([world.handed, world.store.verbs]).toEqual([[], []]);
  });
});

describe("the cool-down", () => {
  test("is 60, 120 and then always 240 seconds", () => {
    const world = createWorld();
    world.start();
    expect([1, 2, 3, 4].map(() => waitAndStart(world))).toEqual([60, 120, 240, 240]);
  });

  test("is short again after an approval", () => {
    const world = createWorld();
    world.start();
    waitAndStart(world);
    expect(world.check(codeIn(world)).kind).toBe("approved");
    expect(waitAndStart(world)).toBe(60);
    expect(waitAndStart(world)).toBe(60);
  });

  test("holds for every spelling and purpose of a number, not for another app or number", () => {
    const world = createWorld();
    world.start();
    expect(world.start({ to: "۰۹۱۲ ۱۲۳ ۴۵۶۷" }).kind).toBe("cooldown");
    expect(world.start({ purpose: "payment" }).kind).toBe("cooldown");
    expect(world.start({ app: "bank" }).kind).toBe("sent");
    expect(world.start({ to: "+989121234568" }).kind).toBe("sent");
  });
});

describe("a resend", () => {
  test("keeps code, id and end of life, and does not reset the checks", () => {
    const world = createWorld();
    const first = verificationIn(world.start());
    const code = codeIn(world);
    world.check(wrong(code));
    world.clock.advance(60 * SECOND_MS);
    const again = world.start({ locale: "en" });
    expect(again).toMatchObject({ kind: "sent", resent: true });
    expect(codeIn(world)).toBe(code);
    const { id, expiresAt } = first;
    expect(verificationIn(again)).toMatchObject({ id, expiresAt, checksLeft: 4, locale: "en" });
    expect(world.check(code).kind).toBe("approved");
  });

  test("with less than a fifth of the life left opens a new verification and cancels the old one", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    const old = codeIn(world);
    world.clock.advance(240 * SECOND_MS + 1);
    expect(world.start()).toMatchObject({ kind: "sent", resent: false });
    expect(codeIn(world)).not.toBe(old);
    expect(world.check(old, { id }).kind).toBe("canceled");
  });

  test("for another purpose is another verification with another code", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    const code = codeIn(world);
    world.clock.advance(60 * SECOND_MS);
    expect(world.start({ purpose: "payment" })).toMatchObject({ kind: "sent", resent: false });
    expect(codeIn(world)).not.toBe(code);
    expect(world.check(code, { id }).kind).toBe("approved");
  });
});

test("at any pace, no hour and no day has more messages than allowed", () => {
  const wait = fc.oneof(
    fc.nat({ max: 120 * SECOND_MS }),
    fc.nat({ max: 2 * HOUR_MS }),
    fc.nat({ max: DAY_MS }),
  );
  const caps = fc.record({
    resendWaitMs: fc.constantFrom(0, DEFAULT_POLICY.resendWaitMs),
    sendsPerHour: fc.integer({ min: 1, max: 6 }),
    sendsPerDay: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(caps, fc.array(wait, { maxLength: 40 }), (policy, waits) => {
      const world = createWorld({ policy });
      for (const ms of waits) {
        world.start();
        world.clock.advance(ms);
      }
      const sent = world.handed.map(({ at }) => at);
      expect(mostWithin(sent, HOUR_MS)).toBeLessThanOrEqual(policy.sendsPerHour);
      expect(mostWithin(sent, DAY_MS)).toBeLessThanOrEqual(policy.sendsPerDay);
    }),
  );
});
