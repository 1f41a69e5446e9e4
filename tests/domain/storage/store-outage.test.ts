/** A store that does not answer, and a ledger that many requests change at once. */
import { describe, expect, test } from "bun:test";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { faultyStore, type StoreWeather, weatherOf } from "../../support/faulty-store.ts";
import { ACCEPTED, UNKNOWN } from "../../support/providers.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, type WorldOptions } from "../../support/world.ts";

const worldWith = (
  verb: "load" | "save",
  days: readonly Partial<StoreWeather>[],
  providers?: NonNullable<WorldOptions["providers"]>,
) =>
  createWorld({
    ...(providers && { providers }),
    ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weatherOf(verb, days)) }),
  });

describe("the store is used sparingly", () => {
  test("two round trips before a provider is called and one after", () => {
    const world = createWorld();
    world.start();
    expect(world.store.verbs).toEqual(["load", "save", "save"]);
  });

  test("two round trips for a check", () => {
    const world = createWorld();
    world.start();
    world.store.verbs.length = 0;
    world.check(codeIn(world));
    expect(world.store.verbs).toEqual(["load", "save"]);
  });
});

describe("a store that does not answer", () => {
  test.each([
    ["load", "fails_before"],
    ["save", "fails_before"],
    ["save", "fails_after"],
  ] as const)("when a start must %s (%s): no provider is called, and the start fails", (verb, fault) => {
    const world = worldWith(verb, [{ fault }]);
    expect(() => world.start()).toThrow(StoreUnavailable);
    expect(world.handed).toEqual([]);
  });

  test("when the outcome must be saved: the message is out, so the start succeeds and says that it is not recorded", () => {
    for (const fault of ["fails_before", "fails_after"] as const) {
      const world = worldWith("save", [{}, { fault }]);
      expect(world.start()).toMatchObject({ kind: "sent", recorded: false });
      expect(world.start().kind).toBe("cooldown");
      expect(world.check(codeIn(world)).kind).toBe("approved");
    }
  });

  test("between two providers: the verdict still says that a message may be out", () => {
    const world = worldWith(
      "save",
      [{}, { fault: "fails_before" }, { fault: "fails_before" }],
      [
        { name: "a", answers: [{ says: UNKNOWN }] },
        { name: "b", answers: [{ says: ACCEPTED }] },
      ],
    );
    expect(world.start()).toMatchObject({ kind: "sent", recorded: false });
  });

  test("when a right code must be saved: the check fails, no proof is signed, and the code is not approved twice", () => {
    const world = worldWith("save", [{}, {}, { fault: "fails_after" }]);
    world.start();
    expect(() => world.check(codeIn(world))).toThrow(StoreUnavailable);
    expect(world.check(codeIn(world)).kind).toBe("already_approved");
    expect(world.signed).toEqual([]);
  });

  test("leaves no timer behind and no chain running", () => {
    const world = worldWith("save", [{}, { fault: "fails_before" }]);
    world.start();
    expect(world.clock.held()).toBe(0);
  });
});

describe("a ledger with many conflicts", () => {
  const crowd = Array.from({ length: 24 }, () => ({ fault: "conflict" }) as const);

  test("makes a start give up without sending", () => {
    const world = worldWith("save", crowd);
    expect(world.start()).toEqual({ kind: "busy" });
    expect(world.handed).toEqual([]);
    expect(world.start().kind).toBe("sent");
  });

  test("makes a check and a cancel give up without effect", () => {
    const world = worldWith("save", [{}, {}, ...crowd, ...crowd]);
    const { id } = verificationIn(world.start());
    expect(world.check(codeIn(world))).toEqual({ kind: "busy" });
    expect(world.cancel(id)).toEqual({ kind: "busy" });
    expect(world.check(codeIn(world))).toMatchObject({ kind: "approved", verification: { checksLeft: 4 } });
  });

  test("makes them try again while the conflicts are few", () => {
    const world = worldWith("save", [
      { fault: "conflict" },
      {},
      { fault: "conflict" },
      {},
      ...crowd.slice(1),
    ]);
    expect(world.start()).toMatchObject({ kind: "sent", recorded: true });
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });
});
