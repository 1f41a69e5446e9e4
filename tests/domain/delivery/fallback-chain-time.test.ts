/** The chain in time: pauses, retries and deadlines. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Breakers, createBreakers } from "../../../domain/delivery/circuit-breaker.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { faultyStore, weatherOf } from "../../support/faulty-store.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { SIM_START } from "../../support/sim-clock.ts";
import { createWorld, type ProviderScript, type World } from "../../support/world.ts";

const asked = (world: World) => world.handed.map((handed) => handed.provider).join("");
const provider = (name: string, ...answers: readonly [Answer, ...Answer[]]): ProviderScript => ({
  name,
  answers,
});

describe("a retry", () => {
  test("follows a passing fault after half a second, when no other provider could send", () => {
    const world = createWorld({
      providers: [provider("a", { says: UNAVAILABLE, afterMs: 100 }, { says: ACCEPTED })],
    });
    expect(world.start().kind).toBe("sent");
    expect(world.handed.map(({ at }) => at - SIM_START)).toEqual([0, 600]);
  });

  test("does not wait for a clock that is set back during its pause", () => {
    let backMs = 0;
    const world = createWorld({
      providers: [provider("a", { says: UNAVAILABLE }, { says: ACCEPTED })],
      ports: ({ clock }) => ({
        clock: {
          now: () => clock.now() - backMs,
          timer(ms) {
            if (ms === 500) backMs = 3_600_000;
            return clock.timer(ms);
          },
        },
      }),
    });
    const startedAt = world.clock.now();
    expect(world.start().kind).toBe("sent");
    expect(world.clock.now() - startedAt).toBeLessThan(1_000);
  });

  test("is made once per provider, in the order of the chain", () => {
    const world = createWorld({
      providers: [provider("a", { says: UNAVAILABLE }), provider("b", { says: UNAVAILABLE })],
    });
    expect(world.start().kind).toBe("delivery_failed");
    expect(asked(world)).toBe("abab");
  });

  test("is not made with a provider that refused", () => {
    const world = createWorld({
      providers: [provider("a", { says: refused("message") }), provider("b", { says: UNAVAILABLE })],
    });
    world.start();
    expect(asked(world)).toBe("abb");
  });

  test("is not made when a message may be out", () => {
    const world = createWorld({
      providers: [provider("a", { says: UNKNOWN }), provider("b", { says: UNAVAILABLE })],
    });
    expect(world.start().kind).toBe("sent");
    expect(asked(world)).toBe("ab");
  });

  test("is not made when less than a second would be left for it", () => {
    const world = createWorld({
      providers: [provider("a", { says: UNAVAILABLE, afterMs: 13_600 })],
      ...PATIENT,
    });
    expect(world.start().kind).toBe("delivery_failed");
    expect(asked(world)).toBe("a");
  });

  test("is not made shortly before the deadline, also when its pause is long over", () => {
    // b's second call would start 100 ms before the deadline: too late to end in anything but "unknown".
    const world = createWorld({
      providers: [
        provider("a", { says: UNAVAILABLE }, { says: UNAVAILABLE, afterMs: 7_900 }),
        provider("b", { says: UNAVAILABLE, afterMs: 7_000 }),
      ],
      ...PATIENT,
    });
    expect(world.start().kind).toBe("delivery_failed");
    expect(asked(world)).toBe("aba");
  });

  test("goes to the next provider when the breaker of the first is open", () => {
    const breakers: Breakers = {
      ...createBreakers(),
      pause: ({ name }, now) =>
        name === "a" && now > SIM_START ? { reason: "breaker_open", until: now + 30_000 } : null,
      begin() {},
      record() {},
    };
    const world = createWorld({
      providers: [
        provider("a", { says: UNAVAILABLE, afterMs: 10 }),
        provider("b", { says: UNAVAILABLE }, { says: ACCEPTED }),
      ],
      ports: () => ({ breakers }),
    });
    expect(world.start().kind).toBe("sent");
    expect(asked(world)).toBe("abb");
  });
});

const PATIENT = { policy: { attemptTimeoutMs: 30_000 } };

const says = fc.constantFrom<Answer["says"]>(
  ACCEPTED,
  UNAVAILABLE,
  UNKNOWN,
  refused("message"),
  "hangs",
  "throws",
);
const answer = fc.record({ says, afterMs: fc.nat({ max: 20_000 }) });
const script = fc.tuple(answer, answer);
const chain = fc
  .array(script, { minLength: 1, maxLength: 4 })
  .map((scripts) => scripts.map((answers, at): ProviderScript => ({ name: `p${at}`, answers })));
const policy = fc.record({
  ttlMs: fc.integer({ min: 1_000, max: 600_000 }),
  chainDeadlineMs: fc.integer({ min: 1_000, max: 60_000 }),
  attemptTimeoutMs: fc.integer({ min: 100, max: 30_000 }),
});

describe("the deadline", () => {
  test("is never passed by a call, and every call gets its own deadline", () => {
    fc.assert(
      fc.property(chain, policy, (providers, limits) => {
        const world = createWorld({ providers, policy: limits });
        world.start();
        const end = SIM_START + Math.min(limits.chainDeadlineMs, limits.ttlMs);
        for (const { at, deadline } of world.handed) {
          expect(at).toBeLessThan(end);
          expect(deadline).toBeLessThanOrEqual(Math.min(end, at + limits.attemptTimeoutMs));
        }
      }),
    );
  });

  test("holds for the whole answer, whatever the providers do, and leaves no timer behind", () => {
    fc.assert(
      fc.property(chain, policy, (providers, limits) => {
        const world = createWorld({ providers, policy: limits });
        world.start();
        // A provider gets a grace of 250 ms after its deadline.
        expect(world.clock.now() - SIM_START).toBeLessThanOrEqual(limits.chainDeadlineMs + 250);
        expect(world.clock.held()).toBe(0);
      }),
    );
  });

  test.each([
    ["to reserve the send", [{ wayBackMs: DEFAULT_POLICY.chainDeadlineMs }]],
    ["between two providers", [{}, { wayBackMs: DEFAULT_POLICY.chainDeadlineMs }]],
  ])("holds when the store takes all the time %s", (_when, saves) => {
    const world = createWorld({
      providers: [provider("a", { says: refused("message") }), provider("b", { says: ACCEPTED })],
      ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weatherOf("save", saves)) }),
    });
    world.start();
    const end = SIM_START + DEFAULT_POLICY.chainDeadlineMs;
    expect(world.handed.filter(({ at }) => at >= end)).toEqual([]);
  });
});
