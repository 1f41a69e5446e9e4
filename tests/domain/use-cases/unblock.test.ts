/** Unblocking a number lifts its limits, and gives no further guess at a code that is live. */
import { describe, expect, test } from "bun:test";
import { createUnblock } from "../../../domain/use-cases/unblock.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { DAY_MS, SECOND_MS } from "../../../domain/time.ts";
import { testNumbering } from "../../support/numbering.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, KEY, PHONE, type World, type WorldOptions } from "../../support/world.ts";

function blockable(options: WorldOptions = {}) {
  const world = createWorld(options);
  const { clock, store } = world;
  const unblock = createUnblock({
    clock,
    store,
    once: store.once,
    secrets: createTestSecrets(),
    numbering: testNumbering,
    recipients: { countries: ["IR"], landlines: false },
  });
  return { ...world, unblock: (to = PHONE, app = "shop") => clock.run(unblock({ app, to })) };
}
const waitAndStart = ({ clock, start }: World) => {
  clock.advance(300 * SECOND_MS);
  return start();
};

describe("unblocking a number", () => {
  test.each([false, true])("ends its cool-down and its caps (known session: %p)", (knownSession) => {
    const world = blockable({ policy: { sendsPerHour: 1, knownSendsPerDay: 1 } });
    world.start({ knownSession });
    expect(world.start({ knownSession }).kind).toBe("send_limit");
    expect(world.unblock()).toEqual({ kind: "unblocked", sends: 1, guesses: 0 });
    expect(world.start({ knownSession }).kind).toBe("sent");
  });

  test("ends the limit of guesses at codes that are settled", () => {
    const world = blockable({ policy: { checksPerVerification: 2, guessesPerDay: 4 } });
    for (let code = 0; code < 2; code++) {
      waitAndStart(world);
      for (let guess = 0; guess < 2; guess++) world.check(wrong(codeIn(world)));
    }
    expect(waitAndStart(world).kind).toBe("guess_limit");
    expect(world.unblock()).toEqual({ kind: "unblocked", sends: 2, guesses: 4 });
    expect(world.start().kind).toBe("sent");
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("leaves a pending code its used checks, and what was guessed at it counts on", () => {
    const world = blockable({ policy: { checksPerVerification: 5, guessesPerDay: 4 } });
    const { id } = verificationIn(world.start());
    for (let guess = 0; guess < 3; guess++) world.check(wrong(codeIn(world)));
    world.unblock();
    expect(verificationIn(world.read(id)).checksLeft).toBe(2);
    expect(verificationIn(world.start()).id).toBe(id);
    expect(world.check(wrong(codeIn(world))).kind).toBe("incorrect");
    expect(world.check(codeIn(world)).kind).toBe("guess_limit");
  });

  test("is possible three times a day", () => {
    const world = blockable();
    for (let time = 0; time < 3; time++) {
      world.start();
      expect(world.unblock().kind).toBe("unblocked");
    }
    world.start();
    expect(world.unblock().kind).toBe("unblock_limit");
    expect(world.start().kind).toBe("cooldown");
    world.clock.advance(DAY_MS + 1);
    world.start();
    expect(world.unblock().kind).toBe("unblocked");
  });

  test("is nothing where no limit holds, and uses up no turn", () => {
    const world = blockable();
    for (let time = 0; time < 5; time++) expect(world.unblock()).toEqual({ kind: "not_blocked" });
    world.start();
    expect(world.unblock(PHONE, "other").kind).toBe("not_blocked");
    expect(world.unblock("12").kind).toBe("recipient_invalid");
    expect(world.store.peek(KEY)?.sends).toHaveLength(1);
    expect(world.unblock().kind).toBe("unblocked");
  });

  test("loses no save of a check that comes at the same time", async () => {
    const world = blockable();
    const { id } = verificationIn(world.start());
    const checking = world.otp.check({ app: "shop", id, code: wrong(codeIn(world)) });
    expect(world.unblock().kind).toBe("unblocked");
    expect((await checking).kind).toBe("incorrect");
    expect(verificationIn(world.read(id)).checksLeft).toBe(DEFAULT_POLICY.checksPerVerification - 1);
  });
});
