/** Test numbers: the ledger and the chain are real, and no provider gets a message. */
import { describe, expect, test } from "bun:test";
import { FAILURES_TO_OPEN } from "../../../domain/delivery/circuit-breaker.ts";
import { ACCEPTED, fakeProvider, type Handed } from "../../support/providers.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { createWorld, PHONE } from "../../support/world.ts";
import type { Behavior, TestNumber } from "../../../domain/recipient/test-number.ts";

const OTHER = "+989127654321";

function worldWith(behavior: Behavior, further: Partial<TestNumber> = {}) {
  const handed: Handed[] = [];
  const testNumbers = { [PHONE]: { code: "424242", until: null, behavior, ...further } };
  const world = createWorld({
    ports: ({ clock }) => ({
      testNumbers,
      providers: ["first", "second"].map((name) => fakeProvider(name, [{ says: ACCEPTED }], clock, handed)),
    }),
  });
  return { ...world, handed };
}

describe("a test number", () => {
  test("has its own code, and no message is sent", () => {
    const world = worldWith("accepted");
    expect(world.start().kind).toBe("sent");
    expect(world.check("424241").kind).toBe("incorrect");
    expect(world.check("424242").kind).toBe("approved");
    expect(world.check("424242").kind).toBe("already_approved");
    expect(world.handed).toEqual([]);
  });

  test("can be sent to again at once and often; each verification still limits its guesses", () => {
    const world = worldWith("accepted");
    for (let times = 0; times < 50; times++) {
      expect(world.start().kind).toBe("sent");
      expect(world.check("424242").kind).toBe("approved");
      world.clock.advance(1);
    }
    world.start();
    const guesses = Array.from({ length: 6 }, () => world.check("000000").kind);
    expect(guesses).toEqual([...Array.from({ length: 5 }, () => "incorrect" as const), "exhausted"]);
  });

  test("is guessed wrong no more often a day than any number, and right as often as a test suite likes", () => {
    const world = worldWith("accepted");
    for (let times = 0; times < 60; times++) {
      world.start();
      expect(world.check("424242").kind).toBe("approved");
      world.clock.advance(1);
    }
    const wrongGuesses = Array.from({ length: 40 }, () => {
      world.start();
      world.clock.advance(1);
      return world.check("000000").kind;
    });
    expect(wrongGuesses.filter((kind) => kind === "incorrect")).toHaveLength(DEFAULT_POLICY.guessesPerDay);
    expect(world.start().kind).toBe("guess_limit");
    world.clock.advance(DAY_MS);
    world.start();
    expect(world.check("424242").kind).toBe("approved");
  });

  test("is said to be one in the proof", () => {
    const world = worldWith("accepted");
    world.start();
    world.check("424242");
    world.start({ to: OTHER });
    world.check(world.handed.at(-1)?.message.code ?? "", {
      id: world.handed.at(-1)?.message.verificationId ?? "",
    });
    expect(world.signed.map(({ isTestNumber }) => isTestNumber)).toEqual([true, undefined]);
  });

  test.each([
    ["refused", "recipient_refused", ["refused"]],
    ["no_credit", "delivery_failed", ["refused", "refused"]],
    ["undelivered", "delivery_failed", ["unavailable", "unavailable", "unavailable", "unavailable"]],
    ["timeout", "sent", ["unknown", "unknown"]],
    ["slow", "sent", ["accepted"]],
  ] as const)("configured as %s gets %s", (behavior, kind, outcomes) => {
    const world = worldWith(behavior);
    const verdict = world.start();
    expect(verdict.kind).toBe(kind);
    const attempts = "verification" in verdict ? verdict.verification.attempts : [];
    expect(attempts.map(({ outcome }) => outcome)).toEqual([...outcomes]);
    expect(world.handed).toEqual([]);
  });

  test("that fails opens no breaker for other numbers", () => {
    const world = worldWith("no_credit");
    for (let times = 0; times <= FAILURES_TO_OPEN; times++) world.start();
    expect(world.start({ to: OTHER }).kind).toBe("sent");
    expect(world.handed.map(({ provider }) => provider)).toEqual(["first"]);
  });

  test("is a normal number once its time is over", () => {
    const end = createSimClock().now() + 60_000;
    const world = worldWith("refused", { until: end });
    expect(world.start().kind).toBe("recipient_refused");
    world.clock.advance(60_000);
    expect(world.start().kind).toBe("sent");
    expect(world.check("424242").kind).toBe("incorrect");
    expect(world.handed).toHaveLength(1);
  });

  test("does not affect other numbers", () => {
    const world = worldWith("accepted");
    world.start({ to: OTHER });
    expect(world.handed.map(({ message }) => message.code)).not.toContain("424242");
    expect(world.start({ to: OTHER }).kind).toBe("cooldown");
  });
});
