/** A check that is sent twice gets one answer, and a guesser gains nothing by it (decision 29). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Repeatable } from "../../../domain/ledger/repeated-check.ts";
import { encryptedLedgers } from "../../../domain/storage/encrypted-ledgers.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { CheckVerdict } from "../../../domain/verdicts.ts";
import { faultyStore } from "../../support/faulty-store.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSeeded } from "../../support/seeded.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import {
  checkOf,
  createWorld,
  KEY,
  type Target,
  type World,
  type WorldOptions,
} from "../../support/world.ts";

const byKey = (name = "key"): Repeatable => ({ name, remembers: "every_guess", forMs: 120_000 });
const BY_CODE: Repeatable = { name: "here", remembers: "right_guess", forMs: 60_000 };
const LOGIN: Target = { purpose: "login" };

function started(options: WorldOptions = {}) {
  const world = createWorld(options);
  const { id } = verificationIn(world.start());
  const check = (code: string, repeatable?: Repeatable, target: Target = LOGIN): CheckVerdict =>
    world.clock.run(world.otp.check({ ...checkOf(code, target), ...(repeatable && { repeatable }) }));
  return { ...world, id, code: codeIn(world), check };
}

const guessesIn = ({ store, clock }: Pick<World, "store" | "clock">) =>
  clock.run(store.load(KEY))?.ledger.guesses.length;

/** The verdict without the note that it is a repetition. */
const answer = (verdict: CheckVerdict): unknown => ({ ...verdict, repeated: false });

describe.each([
  ["under a key", byKey(), 120_000],
  ["by its code", BY_CODE, 60_000],
])("a right check that is sent again %s", (_name, repeatable, forMs) => {
  test("gets the first answer with the first proof, and counts nothing", () => {
    const world = started();
    const first = world.check(world.code, repeatable);
    expect(first).toMatchObject({ kind: "approved", repeated: false, proof: `proof of ${world.id}` });
    world.clock.advance(forMs - 1);
    for (const target of [LOGIN, { id: world.id }]) {
      const again = world.check(world.code, repeatable, target);
      expect(again).toMatchObject({ kind: "approved", repeated: true });
      expect(answer(again)).toEqual(first);
    }
    // What is signed is the same, so the signature is, too.
    expect(new Set(world.signed.map((claims) => JSON.stringify(claims))).size).toBe(1);
    expect(guessesIn(world)).toBe(1);
  });

  test("is over after its time, and under another name", () => {
    const world = started();
    world.check(world.code, repeatable);
    expect(world.check(world.code).kind).toBe("already_approved");
    expect(world.check(world.code, { ...repeatable, name: "another" }).kind).toBe("already_approved");
    expect(world.check(world.code, repeatable).kind).toBe("approved");
    world.clock.advance(forMs);
    expect(world.check(world.code, repeatable).kind).toBe("already_approved");
  });

  test("with another guess is refused and counted, and then nothing can be repeated any more", () => {
    const world = started();
    world.check(world.code, repeatable);
    expect(world.check(wrong(world.code), repeatable).kind).toBe("already_approved");
    expect(guessesIn(world)).toBe(2);
    expect(world.check(world.code, repeatable).kind).toBe("already_approved");
    expect(world.check(wrong(world.code), repeatable).kind).toBe("already_approved");
    expect(guessesIn(world)).toBe(2);
  });

  test("is a guess like any other once a new code was sent", () => {
    const world = started({ policy: { resendWaitMs: 0 } });
    world.check(world.code, repeatable);
    world.start();
    expect(world.check(world.code, repeatable)).toMatchObject({ kind: "incorrect", repeated: false });
    expect(world.check(world.code, repeatable, { id: world.id }).kind).toBe("approved");
  });

  test("gets its answer where the number is kept no longer than needed", () => {
    const secrets = createTestSecrets();
    const world = started({
      ports: ({ clock, store }) => ({
        store: encryptedLedgers(store, { clock, secrets, numbersAtRest: "until_settled" }),
      }),
    });
    const first = world.check(world.code, repeatable, { id: world.id });
    expect(answer(world.check(world.code, repeatable, { id: world.id }))).toEqual(first);
    world.clock.advance(forMs);
    expect(verificationIn(world.read(world.id)).recipient).toContain("*");
  });
});

describe("a wrong check that is sent again", () => {
  test("under its key gets the same answer and counts once, also as the last guess", () => {
    const world = started();
    for (const [at, left] of [4, 3, 2, 1, 0].entries()) {
      const repeatable = byKey(`key ${at}`);
      const guess = wrong(world.code, at + 1);
      const first = world.check(guess, repeatable);
      expect(first).toMatchObject({ kind: "incorrect", repeated: false, verification: { checksLeft: left } });
      const again = world.check(guess, repeatable);
      expect(again).toMatchObject({ repeated: true });
      expect(answer(again)).toEqual(first);
    }
    expect(guessesIn(world)).toBe(5);
    expect(world.check(world.code, byKey("key 4")).kind).toBe("exhausted");
  });

  test("under its key, after the right one came under the same key, is refused as at any approved verification", () => {
    const world = started();
    world.check(wrong(world.code), byKey());
    expect(world.check(world.code, byKey()).kind).toBe("approved");
    expect(world.check(wrong(world.code), byKey()).kind).toBe("already_approved");
  });

  test("by its code is another guess, as without a name", () => {
    const world = started();
    for (const left of [4, 3])
      expect(verificationIn(world.check(wrong(world.code), BY_CODE)).checksLeft).toBe(left);
    for (const left of [2, 1]) expect(verificationIn(world.check(wrong(world.code))).checksLeft).toBe(left);
  });

  test("is not repeated once the verification was canceled", () => {
    const world = started();
    world.check(wrong(world.code), byKey());
    world.cancel(world.id);
    expect(world.check(wrong(world.code), byKey()).kind).toBe("canceled");
  });
});

test("an approval whose answer was lost with the store is not lost: its repetition gets it", () => {
  let isLost = false;
  const world = started({
    ports: ({ store }) => ({
      store: {
        ...store,
        async save(...saved) {
          const result = await store.save(...saved);
          if (isLost) throw new StoreUnavailable("the answer was lost");
          return result;
        },
      },
    }),
  });
  isLost = true;
  expect(() => world.check(world.code, byKey())).toThrow(StoreUnavailable);
  isLost = false;
  expect(world.check(world.code, byKey())).toMatchObject({ kind: "approved", repeated: true });
});

test("a check remembered by a clock that was far ahead is remembered no longer than two minutes", () => {
  const world = started();
  world.check(world.code, { ...byKey(), forMs: 1_000_000_000 });
  expect(world.check(world.code, { ...byKey(), forMs: 1_000_000_000 }).kind).toBe("already_approved");
});

/** Whether this is the first answer of its kind, and no repetition. */
const isFirst = (verdict: CheckVerdict, kind: string) =>
  verdict.kind === kind && "repeated" in verdict && !verdict.repeated;

/** Three processes over a store that takes random times. */
function racing(seed: number) {
  const random = createSeeded(seed);
  const weather = () => ({
    fault: random.happens(0.1) ? ("conflict" as const) : ("none" as const),
    wayThereMs: random.whole(0, 5),
    wayBackMs: random.whole(0, 5),
  });
  const world = createWorld({
    ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weather) }),
  });
  const processes = [world.otp, world.another(), world.another()] as const;
  world.start();
  const all = (checks: readonly { readonly code: string; readonly repeatable: Repeatable }[]) =>
    world.clock.run(
      Promise.all(
        checks.map(({ code, repeatable }) =>
          random.pick(processes).check({ ...checkOf(code, LOGIN), repeatable }),
        ),
      ),
    );
  return { world, all };
}

describe("checks at the same time, in three processes", () => {
  test("are one approval, and all get its answer", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom(byKey(), BY_CODE),
        (seed, times, repeatable) => {
          const { world, all } = racing(seed);
          const checks = Array.from({ length: times }, () => ({ code: codeIn(world), repeatable }));
          const verdicts = all(checks).filter(({ kind }) => kind !== "busy");
          expect(verdicts.filter((verdict) => verdict.kind === "approved" && !verdict.repeated)).toHaveLength(
            1,
          );
          expect(new Set(verdicts.map((verdict) => JSON.stringify(answer(verdict)))).size).toBe(1);
          expect(guessesIn(world)).toBe(1);
        },
      ),
    );
  });

  test("with guesses among them: never more than five wrong ones are compared, whatever the names", () => {
    const guess = fc.record({ step: fc.nat(12), name: fc.constantFrom("a", "b") });
    fc.assert(
      fc.property(fc.nat(), fc.array(guess, { minLength: 2, maxLength: 24 }), (seed, guesses) => {
        const { world, all } = racing(seed);
        const code = codeIn(world);
        const verdicts = all(
          guesses.map(({ step, name }) => ({ code: wrong(code, step), repeatable: byKey(name) })),
        );
        const incorrect = verdicts.filter((verdict) => isFirst(verdict, "incorrect")).length;
        const approved = verdicts.filter((verdict) => isFirst(verdict, "approved")).length;
        expect(approved).toBeLessThanOrEqual(1);
        // One more may be compared with an approval that is remembered; it is counted, too.
        const compared = guessesIn(world) ?? 0;
        expect(compared - approved).toBeLessThanOrEqual(5);
        expect(compared).toBeGreaterThanOrEqual(incorrect + approved);
      }),
    );
  });
});
