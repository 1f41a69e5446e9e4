/** Bad days: the store does not answer, or everybody wants the same ledger. */
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

describe("the store is spared", () => {
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
  ] as const)("when a start must %s (%s): nobody is called and it is said", (verb, trouble) => {
    const world = worldWith(verb, [{ trouble }]);
    expect(() => world.start()).toThrow(StoreUnavailable);
    expect(world.handed).toEqual([]);
  });

  test("when the outcome must be saved: the message is out, so the start went well and says what is missing", () => {
    for (const trouble of ["fails_before", "fails_after"] as const) {
      const world = worldWith("save", [{}, { trouble }]);
      expect(world.start()).toMatchObject({ kind: "sent", recorded: false });
      expect(world.start().kind).toBe("cooldown");
      expect(world.check(codeIn(world)).kind).toBe("approved");
    }
  });

  test("between two providers: that a message may be out is not hidden by it", () => {
    const world = worldWith(
      "save",
      [{}, { trouble: "fails_before" }, { trouble: "fails_before" }],
      [
        { name: "a", answers: [{ says: UNKNOWN }] },
        { name: "b", answers: [{ says: ACCEPTED }] },
      ],
    );
    expect(world.start()).toMatchObject({ kind: "sent", recorded: false });
  });

  test("when a right code is saved: it is told to nobody, so nothing was approved for the caller, and never twice", () => {
    const world = worldWith("save", [{}, {}, { trouble: "fails_after" }]);
    world.start();
    expect(() => world.check(codeIn(world))).toThrow(StoreUnavailable);
    expect(world.check(codeIn(world)).kind).toBe("already_approved");
    expect(world.signed).toEqual([]);
  });

  test("leaves no timer behind and no chain running", () => {
    const world = worldWith("save", [{}, { trouble: "fails_before" }]);
    world.start();
    expect(world.clock.held()).toBe(0);
  });
});

describe("a ledger everybody wants", () => {
  const crowd = Array.from({ length: 24 }, () => ({ trouble: "conflict" }) as const);

  test("makes a start give up without sending", () => {
    const world = worldWith("save", crowd);
    expect(world.start()).toEqual({ kind: "busy" });
    expect(world.handed).toEqual([]);
    expect(world.start().kind).toBe("sent");
  });

  test("makes a check and a cancel give up without an effect", () => {
    const world = worldWith("save", [{}, {}, ...crowd, ...crowd]);
    const { id } = verificationIn(world.start());
    expect(world.check(codeIn(world))).toEqual({ kind: "busy" });
    expect(world.cancel(id)).toEqual({ kind: "busy" });
    expect(world.check(codeIn(world))).toMatchObject({ kind: "approved", verification: { checksLeft: 4 } });
  });

  test("only a little makes them try again", () => {
    const world = worldWith("save", [
      { trouble: "conflict" },
      {},
      { trouble: "conflict" },
      {},
      ...crowd.slice(1),
    ]);
    expect(world.start()).toMatchObject({ kind: "sent", recorded: true });
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });
});
