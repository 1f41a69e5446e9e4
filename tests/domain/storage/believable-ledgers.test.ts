/** A clock that was ahead and a secret that was rolled back leave nothing behind that has an effect. */
import { describe, expect, test } from "bun:test";
import { admittedFrom, opened } from "../../../domain/delivery/circuit-breaker.ts";
import { endedAttempt } from "../../../domain/delivery/attempt.ts";
import type { Secrets } from "../../../domain/ports.ts";
import { CLOCK_SKEW_MS, DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";
import { ACCEPTED } from "../../support/providers.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, START, type World } from "../../support/world.ts";

/** A world whose processes read the clock `aheadMs` ahead, until that is set to 0. */
function worldAhead(aheadMs: number) {
  const ahead = { ms: aheadMs };
  const world = createWorld({
    ports: ({ clock }) => ({
      clock: { now: () => clock.now() + ahead.ms, timer: (ms) => clock.timer(ms) },
    }),
  });
  return { world, putRight: () => void (ahead.ms = 0) };
}

describe("a clock that was ten years ahead and is correct again", () => {
  test("leaves no wait, no code and no cap behind", () => {
    const { world, putRight } = worldAhead(3_650 * DAY_MS);
    const { id } = verificationIn(world.start());
    const code = codeIn(world);
    putRight();
    expect(world.read(id)).toMatchObject({ verification: { status: "expired" } });
    expect(world.check(code, { id }).kind).toBe("expired");
    const again = world.start();
    expect(again).toMatchObject({ kind: "sent", resent: false, verification: { status: "pending" } });
    expect(verificationIn(again).resendAt).toBe(world.clock.now() + 60 * SECOND_MS);
  });

  test("leaves a code no longer than its life and the difference that clocks may have", () => {
    const { world, putRight } = worldAhead(CLOCK_SKEW_MS + HOUR_MS);
    const { id } = verificationIn(world.start());
    putRight();
    expect(world.read(id)).toMatchObject({ verification: { status: "expired" } });
  });

  test("changes nothing where clocks differ by less than they may", () => {
    const { world, putRight } = worldAhead(CLOCK_SKEW_MS - SECOND_MS);
    const { id } = verificationIn(world.start());
    putRight();
    expect(world.check(codeIn(world), { id }).kind).toBe("approved");
  });

  test("leaves no breaker open, and no attempt of negative duration", () => {
    const now = 1_000_000;
    expect(admittedFrom(opened(now + 30 * DAY_MS, 1), now)).toBe(now);
    expect(admittedFrom(opened(now, 20), now)).toBe(now + 300 * SECOND_MS);
    expect(admittedFrom({ state: "half_open", probeUntil: now + DAY_MS, trips: 1 }, now)).toBe(now);
    const planned = {
      send: now,
      index: 0,
      provider: "a",
      startedAt: now,
      durationMs: 0,
      outcome: "planned",
    } as const;
    expect(endedAttempt(planned, ACCEPTED, now - DAY_MS).durationMs).toBe(0);
  });
});

/** A world with a pending verification whose secret is no longer configured. */
function rolledBack(): { readonly world: World; readonly id: string } {
  let isRolledBack = false;
  const secrets: Secrets = {
    ...createTestSecrets(),
    knows: (keyId) => !isRolledBack && createTestSecrets().knows(keyId),
  };
  const world = createWorld({ ports: () => ({ secrets }) });
  const { id } = verificationIn(world.start());
  isRolledBack = true;
  return { world, id };
}

describe("a secret that is rolled back", () => {
  test("leaves a canceled verification for check, read and cancel alike", () => {
    const { world, id } = rolledBack();
    expect(world.read(id)).toMatchObject({ verification: { status: "canceled" } });
    expect(world.check("123456", { id }).kind).toBe("canceled");
    expect(world.cancel(id).kind).toBe("canceled");
  });

  test("leaves a number that a new code can be sent to", () => {
    const { world, id } = rolledBack();
    world.clock.advance(60 * SECOND_MS);
    const again = world.start();
    expect(again).toMatchObject({ kind: "sent", resent: false });
    expect(verificationIn(again).id).not.toBe(id);
  });
});

test("an error before a call gives the send back, whatever the error", () => {
  let isBroken = true;
  const secrets: Secrets = {
    ...createTestSecrets(),
    mac(keyId, input) {
      if (isBroken) throw new Error("a fault of Ramz");
      return createTestSecrets().mac(keyId, input);
    },
  };
  const world = createWorld({ ports: () => ({ secrets }), policy: { sendsPerHour: 2, sendsPerDay: 2 } });
  for (let press = 0; press < 5; press++) {
    expect(() => world.clock.run(world.otp.start(START))).toThrow("a fault of Ramz");
    world.clock.advance(SECOND_MS);
  }
  isBroken = false;
  expect(world.start().kind).toBe("sent");
});
