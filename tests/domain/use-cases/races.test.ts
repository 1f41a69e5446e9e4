/** However many processes race, the limits hold and a code is approved once (anchors V1, V2). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { faultyStore } from "../../support/faulty-store.ts";
import { createSeeded } from "../../support/seeded.ts";
import { codeIn, wrong } from "../../support/steps.ts";
import { checkOf, createWorld, START } from "../../support/world.ts";

/** A world whose store takes its own time over everything, so that every run interleaves differently. */
function racingWorld(seed: number) {
  const chance = createSeeded(seed);
  const weather = () => ({
    trouble: chance.chance(0.1) ? ("conflict" as const) : ("none" as const),
    wayThereMs: chance.whole(0, 5),
    wayBackMs: chance.whole(0, 5),
  });
  const world = createWorld({ ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weather) }) });
  const processes = [world.otp, world.another(), world.another()] as const;
  const pick = () => chance.pick(processes);
  /** Several guesses at once, each at any of the processes. */
  const checkAll = (codes: readonly string[]) =>
    world.clock
      .run(Promise.all(codes.map((code) => pick().check(checkOf(code, { purpose: "login" })))))
      .map(({ kind }) => kind);
  const startAll = (times: number) =>
    world.clock
      .run(Promise.all(Array.from({ length: times }, () => pick().start(START))))
      .map(({ kind }) => kind);
  return { ...world, checkAll, startAll };
}

const count = (kinds: readonly string[], wanted: string) => kinds.filter((kind) => kind === wanted).length;

describe("guesses at the same time", () => {
  test("are never compared more often than one verification allows, whatever the interleaving", () => {
    const guesses = fc.array(fc.boolean(), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(), guesses, (seed, rights) => {
        const world = racingWorld(seed);
        world.start();
        const code = codeIn(world);
        const kinds = world.checkAll(rights.map((right, at) => (right ? code : wrong(code, at + 1))));
        expect(count(kinds, "approved") + count(kinds, "incorrect")).toBeLessThanOrEqual(5);
        expect(count(kinds, "approved")).toBeLessThanOrEqual(1);
        expect(world.signed.length).toBe(count(kinds, "approved"));
      }),
    );
  });

  test("with the right code, two hundred of them, are approved exactly once", () => {
    for (let seed = 0; seed < 10; seed++) {
      const world = racingWorld(seed);
      world.start();
      const kinds = world.checkAll(Array.from({ length: 200 }, () => codeIn(world)));
      expect(count(kinds, "approved")).toBe(1);
      expect(count(kinds, "already_approved") + count(kinds, "busy")).toBe(199);
    }
  });

  test("with wrong codes, five hundred of them, use up five checks and no more; the right one fails then", () => {
    const world = racingWorld(7);
    world.start();
    const code = codeIn(world);
    const kinds = world.checkAll(Array.from({ length: 500 }, (_, step) => wrong(code, step + 1)));
    expect(count(kinds, "incorrect")).toBe(5);
    expect(count(kinds, "exhausted") + count(kinds, "busy")).toBe(495);
    expect(world.check(code).kind).toBe("exhausted");
  });
});

describe("starts at the same time", () => {
  test("send one message, however many there are", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, times) => {
        const world = racingWorld(seed);
        const kinds = world.startAll(times);
        expect(count(kinds, "sent")).toBe(1);
        expect(world.handed.length).toBe(1);
        expect(count(kinds, "cooldown") + count(kinds, "busy")).toBe(times - 1);
      }),
    );
  });
});
