/** A session that the app vouches for has verifications and limits of its own, which no stranger can use up or see (anchor V23). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { ACCEPTED, refused } from "../../support/providers.ts";
import { codeIn, mostWithin, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, type World } from "../../support/world.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

const knownSession = true;
const KNOWN = { purpose: "login", knownSession };
const MINUTE_MS = 60 * SECOND_MS;

/** Starts as a stranger whenever that is allowed, until the daily limit refuses. */
function useUpSends(world: World): void {
  for (;;) {
    const verdict = world.start();
    if (verdict.kind === "send_limit" && verdict.until > world.clock.now() + HOUR_MS) return;
    if ("until" in verdict) world.clock.advance(verdict.until - world.clock.now());
  }
}

/** Guesses as a stranger, with a new code when the old one is exhausted, until the day's guesses are used up. */
function useUpGuesses(world: World): void {
  for (;;) {
    if (world.check(wrong(codeIn(world))).kind === "incorrect") continue;
    world.clock.advance(5 * MINUTE_MS);
    const { kind } = world.start();
    if (kind === "guess_limit") return;
    expect(kind).toBe("sent");
  }
}

describe("a known session gets its code and can check it", () => {
  test("after strangers have used up the day's messages", () => {
    const world = createWorld();
    useUpSends(world);
    expect(world.handed.length).toBe(DEFAULT_POLICY.sendsPerDay);
    expect(world.start({ knownSession }).kind).toBe("sent");
    expect(world.check(codeIn(world), KNOWN).kind).toBe("approved");
  });

  test("after strangers have used up the day's guesses", () => {
    const world = createWorld({ policy: { resendWaitMs: 0, sendsPerHour: 100 } });
    world.start();
    useUpGuesses(world);
    expect(world.start().kind).toBe("guess_limit");
    const { id } = verificationIn(world.start({ knownSession }));
    expect(world.check(codeIn(world), { id }).kind).toBe("approved");
  });

  test("during a stranger's cool-down, and starts no cool-down for strangers", () => {
    const world = createWorld();
    world.start();
    expect(world.start({ knownSession }).kind).toBe("sent");
    world.clock.advance(MINUTE_MS);
    expect(world.start().kind).toBe("sent");
  });
});

describe("a known session's verification", () => {
  test("is separate from a stranger's, with another code, and neither start changes the other", () => {
    const world = createWorld();
    const strange = verificationIn(world.start());
    const code = codeIn(world);
    const known = verificationIn(world.start({ knownSession }));
    expect(known.id).not.toBe(strange.id);
    expect(world.check(code, { id: known.id }).kind).toBe("incorrect");
    world.clock.advance(MINUTE_MS);
    expect(world.start()).toMatchObject({ resent: true, verification: { id: strange.id } });
    expect(world.start({ knownSession })).toMatchObject({ resent: true, verification: { id: known.id } });
    expect(world.check(codeIn(world), KNOWN)).toMatchObject({
      kind: "approved",
      verification: { id: known.id },
    });
    expect(verificationIn(world.read(strange.id)).status).toBe("pending");
  });

  test("is not found by a stranger's check by number, right or wrong", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start({ knownSession }));
    const code = codeIn(world);
    expect(world.check(wrong(code)).kind).toBe("not_found");
    expect(world.check(code).kind).toBe("not_found");
    world.start();
    for (let guess = 1; guess <= 5; guess++) world.check(wrong(codeIn(world), guess));
    expect(world.check(code).kind).toBe("exhausted");
    expect(verificationIn(world.read(id))).toMatchObject({ status: "pending", checksLeft: 5 });
    expect(world.check(code, KNOWN).kind).toBe("approved");
  });

  test("is the only one that a known session's check by number finds", () => {
    const world = createWorld();
    world.start();
    expect(world.check(codeIn(world), KNOWN).kind).toBe("not_found");
    expect(world.check(codeIn(world), { purpose: "login", knownSession: false }).kind).toBe("approved");
  });

  test("says when the next message of its own trust level may go out", () => {
    const world = createWorld();
    world.start();
    world.clock.advance(10 * SECOND_MS);
    const known = verificationIn(world.start({ knownSession }));
    expect(known.resendAt).toBe(world.clock.now() + MINUTE_MS);
  });
});

describe("the limits of known sessions", () => {
  test("are three messages a day, with the usual waits between them", () => {
    const world = createWorld();
    const waits = [0, 60, 120].map((seconds) => {
      if (seconds > 0) expect(world.start({ knownSession }).kind).toBe("cooldown");
      world.clock.advance(seconds * SECOND_MS);
      return world.start({ knownSession }).kind;
    });
    expect(waits).toEqual(["sent", "sent", "sent"]);
    const first = world.clock.now() - 180 * SECOND_MS;
    expect(world.start({ knownSession })).toEqual({ kind: "send_limit", until: first + DAY_MS });
    world.clock.advance(first + DAY_MS - world.clock.now());
    expect(world.start({ knownSession }).kind).toBe("sent");
    expect(world.start().kind).toBe("sent");
  });

  test("are five guesses a day", () => {
    const world = createWorld({ policy: { resendWaitMs: 0, checksPerVerification: 3 } });
    for (const guesses of [3, 2]) {
      world.start({ knownSession });
      for (let guess = 1; guess <= guesses; guess++) {
        expect(world.check(wrong(codeIn(world), guess), KNOWN).kind).toBe("incorrect");
      }
      world.clock.advance(SECOND_MS);
    }
    const until = world.clock.now() - 2 * SECOND_MS + DAY_MS;
    expect(world.check(codeIn(world), KNOWN)).toEqual({ kind: "guess_limit", until });
    expect(world.start({ knownSession })).toEqual({ kind: "guess_limit", until });
    expect(world.start().kind).toBe("sent");
  });

  test("are separate for each app and number", () => {
    const world = createWorld({ policy: { knownSendsPerDay: 1 } });
    world.start({ knownSession });
    expect(world.start({ knownSession }).kind).toBe("send_limit");
    expect(world.start({ knownSession, app: "bank" }).kind).toBe("sent");
    expect(world.start({ knownSession, to: "+989350000001" }).kind).toBe("sent");
  });

  test("start with short waits again after an approval at either trust level", () => {
    const world = createWorld();
    world.start({ knownSession });
    world.clock.advance(MINUTE_MS);
    world.start({ knownSession });
    world.start();
    world.check(codeIn(world));
    world.clock.advance(MINUTE_MS);
    expect(world.start({ knownSession }).kind).toBe("sent");
  });
});

describe("a message that certainly did not go out", () => {
  const providers = [{ name: "a", answers: [{ says: ACCEPTED }, { says: refused("message") }] }] as const;
  const policy = { resendWaitMs: 0, sendsPerDay: 2, knownSendsPerDay: 2 };

  test.each([
    ["a known session", knownSession],
    ["a stranger", false],
  ])("is refunded to the trust level it came from: %s", (_who, known) => {
    const world = createWorld({ providers, policy });
    world.start({ knownSession: known });
    for (let press = 0; press < 5; press++) {
      world.clock.advance(SECOND_MS);
      expect(world.start({ knownSession: known }).kind).toBe("delivery_failed");
    }
  });

  test("is not refunded to the other trust level, even when both sent at the same time", () => {
    const world = createWorld({ providers, policy: { ...policy, sendsPerDay: 1, knownSendsPerDay: 1 } });
    expect(world.start().kind).toBe("sent");
    expect(world.start({ knownSession }).kind).toBe("delivery_failed");
    expect(world.start().kind).toBe("send_limit");
    expect(world.start({ knownSession }).kind).toBe("delivery_failed");
  });
});

test("the two trust levels compare at most 25 and 5 guesses in any day", () => {
  const deed = fc.record({
    known: fc.boolean(),
    guesses: fc.integer({ min: 0, max: 6 }),
    afterMs: fc.oneof(fc.nat({ max: 100 * SECOND_MS }), fc.nat({ max: 3 * HOUR_MS })),
  });
  fc.assert(
    fc.property(fc.array(deed, { minLength: 10, maxLength: 60 }), (deeds) => {
      const world = createWorld({
        policy: { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 200, knownSendsPerDay: 20 },
      });
      const compared = { known: [] as number[], unknown: [] as number[] };
      for (const { known, guesses, afterMs } of deeds) {
        world.start({ knownSession: known });
        const times = known ? compared.known : compared.unknown;
        for (let guess = 1; guess <= guesses && world.handed.length > 0; guess++) {
          const { kind } = world.check(wrong(codeIn(world), guess), {
            purpose: "login",
            knownSession: known,
          });
          if (kind === "incorrect" || kind === "approved") times.push(world.clock.now());
        }
        world.clock.advance(afterMs);
      }
      expect(mostWithin(compared.unknown, DAY_MS)).toBeLessThanOrEqual(25);
      expect(mostWithin(compared.known, DAY_MS)).toBeLessThanOrEqual(5);
    }),
  );
});
