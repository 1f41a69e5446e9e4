/** The guesses of a day are limited, however they are spread (anchor V4). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { codeIn, mostWithin, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, type World } from "../../support/world.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

const GENEROUS = { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 200 };
const PURPOSES = ["login", "payment", "signup"];

function spendBudget(world: World, guesses: number): void {
  for (let spent = 0; spent < guesses; spent++) {
    if (spent % 4 === 0) {
      world.clock.advance(250 * SECOND_MS);
      expect(world.start().kind).toBe("sent");
    }
    expect(world.check(wrong(codeIn(world))).kind).toBe("incorrect");
  }
}

describe("the daily guesses", () => {
  test("are 25 in any 24 hours across resends, purposes, verifications, ids and numbers", () => {
    const deed = fc.record({
      purpose: fc.constantFrom(...PURPOSES),
      guesses: fc.integer({ min: 0, max: 6 }),
      byId: fc.boolean(),
      afterMs: fc.oneof(fc.nat({ max: 100 * SECOND_MS }), fc.nat({ max: 3 * HOUR_MS })),
    });
    fc.assert(
      fc.property(fc.array(deed, { minLength: 10, maxLength: 60 }), (deeds) => {
        const world = createWorld({ policy: GENEROUS });
        const compared: number[] = [];
        for (const { purpose, guesses, byId, afterMs } of deeds) {
          const started = world.start({ purpose });
          const target = byId && "verification" in started ? { id: started.verification.id } : { purpose };
          const code = world.handed.findLast(
            ({ message }) => "id" in target && message.verificationId === target.id,
          );
          for (let guess = 1; guess <= guesses; guess++) {
            const { kind } = world.check(wrong(code?.message.code ?? "000000", guess), target);
            if (kind === "incorrect" || kind === "approved") compared.push(world.clock.now());
          }
          world.clock.advance(afterMs);
        }
        expect(mostWithin(compared, DAY_MS)).toBeLessThanOrEqual(25);
      }),
    );
  });

  test("once used up refuse even the right code without comparing it, and say until when", () => {
    const world = createWorld({ policy: GENEROUS });
    spendBudget(world, 25);
    const code = codeIn(world);
    const refused = world.check(code);
    if (refused.kind !== "guess_limit") throw new Error(refused.kind);
    expect(refused.until).toBeGreaterThan(world.clock.now() + 22 * HOUR_MS);
    expect(verificationIn(world.read(world.handed.at(-1)?.message.verificationId ?? "")).status).toBe(
      "pending",
    );
  });

  test("once used up stop messages, too: a code that may not be checked is not worth one", () => {
    const world = createWorld({ policy: GENEROUS });
    spendBudget(world, 25);
    const refused = world.start();
    if (refused.kind !== "guess_limit") throw new Error(refused.kind);
    world.clock.advance(refused.until - world.clock.now() - 1);
    expect(world.start().kind).toBe("guess_limit");
    world.clock.advance(1);
    expect(world.start().kind).toBe("sent");
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("of one app do not count for another app", () => {
    const world = createWorld({ policy: GENEROUS });
    spendBudget(world, 25);
    expect(world.start({ app: "bank" }).kind).toBe("sent");
  });
});
