/** However many processes race, the limits hold and a code is approved once (anchors V1, V2). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { faultyStore } from "../../support/faulty-store.ts";
import { createSeeded } from "../../support/seeded.ts";
import { codeIn, wrong } from "../../support/steps.ts";
import { checkOf, createWorld, START } from "../../support/world.ts";

/** A world whose store takes random times, so that every run interleaves differently. */
function racingWorld(seed: number) {
  const random = createSeeded(seed);
  const weather = () => ({
    fault: random.happens(0.1) ? ("conflict" as const) : ("none" as const),
    wayThereMs: random.whole(0, 5),
    wayBackMs: random.whole(0, 5),
  });
  const world = createWorld({ ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weather) }) });
  const processes = [world.otp, world.another(), world.another()] as const;
  const pick = () => random.pick(processes);
  /** Several guesses at once, each in any of the processes. */
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

  test("with the right code, two hundred at once, are approved exactly once", () => {
    for (let seed = 0; seed < 10; seed++) {
      const world = racingWorld(seed);
      world.start();
      const kinds = world.checkAll(Array.from({ length: 200 }, () => codeIn(world)));
      expect(count(kinds, "approved")).toBe(1);
      expect(count(kinds, "already_approved") + count(kinds, "busy")).toBe(199);
    }
  });

  test("with wrong codes, five hundred at once, use up five checks and no more; then the right one fails", () => {
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
  test("send one message, however many starts there are", () => {
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
