/** A send may wait for a store that is down, if so configured. No effect is repeated by that. */
import { describe, expect, test } from "bun:test";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import {
  FAIR,
  faultyStore,
  faultyWindows,
  type StoreWeather,
  weatherOf,
} from "../../support/faulty-store.ts";
import { CLIENT, hourly } from "../../support/quotas.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, KEY, type WorldOptions } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const down = (times: number): readonly Partial<StoreWeather>[] =>
  Array.from({ length: times }, () => ({ fault: "fails_before" }));

const waiting = (
  storeWaitMs: number,
  verb: "load" | "save",
  days: readonly Partial<StoreWeather>[],
  options: WorldOptions = {},
) =>
  createWorld({
    ...options,
    policy: { storeWaitMs, ...options.policy },
    ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weatherOf(verb, days)) }),
  });

describe("a send that may wait", () => {
  test("goes out once the store is back; it is asked every 200 ms", () => {
    const world = waiting(SECOND_MS, "load", down(4));
    const before = world.clock.now();
    expect(world.start().kind).toBe("sent");
    expect(world.clock.now()).toBe(before + 800);
    expect(world.handed.length).toBe(1);
  });

  test("gives up when its time is over, and not later", () => {
    const world = waiting(SECOND_MS, "load", down(6));
    const before = world.clock.now();
    expect(() => world.start()).toThrow(StoreUnavailable);
    expect(world.clock.now()).toBe(before + SECOND_MS);
    expect([world.handed, world.store.verbs, world.clock.held()]).toEqual([[], [], 0]);
    expect(world.start().kind).toBe("sent");
  });

  test("tries until the end of its time", () => {
    expect(waiting(SECOND_MS, "load", down(5)).start().kind).toBe("sent");
    expect(() => waiting(SECOND_MS - 1, "load", down(5)).start()).toThrow(StoreUnavailable);
  });

  test("counts the time that a slow store takes", () => {
    const slow = Array.from({ length: 9 }, () => ({ fault: "fails_before", wayThereMs: 400 }) as const);
    const world = waiting(SECOND_MS, "load", slow);
    const before = world.clock.now();
    expect(() => world.start()).toThrow(StoreUnavailable);
    expect(world.clock.now()).toBe(before + 1_000);
  });

  test("has a code with its whole life when it goes out late", () => {
    const world = waiting(10 * SECOND_MS, "load", down(40), { policy: { ttlMs: SECOND_MS } });
    const { createdAt, expiresAt } = verificationIn(world.start());
    expect([createdAt, expiresAt]).toEqual([world.clock.now(), world.clock.now() + SECOND_MS]);
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("does not wait for a fault that is not the store's", () => {
    const world = createWorld({
      policy: { storeWaitMs: SECOND_MS },
      ports: ({ store }) => ({ store: { ...store, load: () => Promise.reject(new Error("a bug")) } }),
    });
    const before = world.clock.now();
    expect(() => world.start()).toThrow("a bug");
    expect(world.clock.now()).toBe(before);
  });
});

describe("there is no wait", () => {
  test("unless it is configured", () => {
    const world = waiting(0, "load", down(1));
    const before = world.clock.now();
    expect(() => world.start()).toThrow(StoreUnavailable);
    expect(world.clock.now()).toBe(before);
  });

  test("for a check", () => {
    const world = waiting(10 * SECOND_MS, "load", [{}, ...down(1)]);
    world.start();
    const before = world.clock.now();
    expect(() => world.check(codeIn(world))).toThrow(StoreUnavailable);
    expect(world.clock.now()).toBe(before);
  });

  test.each(["fails_before", "fails_after"] as const)(
    "once the send may be reserved: a failed save (%s) is not repeated",
    (fault) => {
      const world = waiting(10 * SECOND_MS, "save", [{ fault }]);
      const before = world.clock.now();
      expect(() => world.start()).toThrow(StoreUnavailable);
      expect([world.handed, world.clock.now()]).toEqual([[], before]);
      expect(world.store.peek(KEY)?.sends.length ?? 0).toBe(fault === "fails_after" ? 1 : 0);
      // A save whose answer was lost counts as a send, so the next one has to wait: nothing goes out twice.
      expect(world.start().kind).toBe(fault === "fails_after" ? "cooldown" : "sent");
    },
  );

  test("for windows: a count whose answer was lost would be counted twice", () => {
    let times = 0;
    const world = createWorld({
      policy: { storeWaitMs: SECOND_MS },
      rules: { ip: [hourly(3)] },
      windows: (inner, clock) =>
        faultyWindows(inner, clock, () => (times++ === 0 ? { ...FAIR, fault: "fails_after" } : FAIR)),
    });
    expect(() => world.start({ client: CLIENT })).toThrow(StoreUnavailable);
    expect([world.handed.length, times]).toEqual([0, 1]);
  });
});
