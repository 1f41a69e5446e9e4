/** A send that certainly did not go out is refunded. One that may have gone out counts. */
import { describe, expect, test } from "bun:test";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, type ProviderScript } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const only = (...says: [Answer["says"], ...Answer["says"][]]): readonly [ProviderScript] => {
  const [first, ...rest] = says.map((word): Answer => ({ says: word }));
  return [{ name: "a", answers: [first ?? { says: ACCEPTED }, ...rest] }];
};

describe("a send that certainly did not go out", () => {
  test.each([
    ["refused for its message", refused("message")],
    ["refused for the account", refused("account")],
    ["refused for the number", refused("recipient")],
    ["twice unavailable", UNAVAILABLE],
  ])("is refunded with its cool-down and its place in the caps: %s", (_why, says) => {
    const world = createWorld({ providers: only(says), policy: { sendsPerHour: 1, sendsPerDay: 1 } });
    for (let press = 0; press < 12; press++) {
      expect(world.start()).toMatchObject({
        verification: { status: "undelivered", resendAt: world.clock.now() },
      });
      world.clock.advance(SECOND_MS);
    }
  });

  test("says from when a retry can succeed, and that is true", () => {
    const world = createWorld({ providers: only(refused("account"), ACCEPTED) });
    const failed = world.start();
    if (failed.kind !== "delivery_failed") throw new Error(failed.kind);
    expect(failed.retryAt).toBe(world.clock.now() + 30 * SECOND_MS);
    world.clock.advance(30 * SECOND_MS - 1);
    expect(world.start().kind).toBe("delivery_failed");
    expect(world.handed.length).toBe(1);
    world.clock.advance(1);
    expect(world.start().kind).toBe("sent");
  });

  test("does not refund the cool-down of the send before it", () => {
    const world = createWorld({ providers: only(ACCEPTED, refused("message")) });
    const { resendAt } = verificationIn(world.start());
    world.clock.advance(60 * SECOND_MS);
    expect(resendAt).toBe(world.clock.now());
    expect(world.start().kind).toBe("delivery_failed");
    world.clock.advance(SECOND_MS);
    expect(world.start().kind).toBe("delivery_failed");
  });
});

describe("a send that may have gone out", () => {
  test.each<[string, Answer["says"]]>([
    ["unknown", UNKNOWN],
    ["no answer", "hangs"],
    ["an exception", "throws"],
    ["nonsense", "nonsense"],
  ])("counts: %s", (_why, says) => {
    const world = createWorld({ providers: only(says) });
    const verdict = world.start();
    expect(verdict).toMatchObject({ kind: "sent", verification: { status: "pending", provider: null } });
    expect(world.start().kind).toBe("cooldown");
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("counts also when the next provider refuses the number", () => {
    const providers = [...only(UNKNOWN), { name: "b", answers: [{ says: refused("recipient") }] } as const];
    const world = createWorld({ providers });
    expect(world.start().kind).toBe("recipient_refused");
    expect(world.start().kind).toBe("cooldown");
  });
});

describe("a code that was sent", () => {
  test("is still accepted when the vendor says at a resend that the number does not exist", () => {
    const world = createWorld({ providers: only(ACCEPTED, refused("recipient")) });
    world.start();
    const code = codeIn(world);
    world.clock.advance(60 * SECOND_MS);
    expect(world.start()).toMatchObject({ kind: "recipient_refused", verification: { status: "pending" } });
    expect(world.check(code).kind).toBe("approved");
  });

  test("is still accepted when a later provider of the same send refuses the number", () => {
    const providers = [...only(UNKNOWN), { name: "b", answers: [{ says: refused("recipient") }] } as const];
    const world = createWorld({ providers });
    expect(world.start().kind).toBe("recipient_refused");
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("is still accepted when a resend fails", () => {
    const world = createWorld({ providers: only(ACCEPTED, refused("message")) });
    world.start();
    const code = codeIn(world);
    world.clock.advance(60 * SECOND_MS);
    expect(world.start()).toMatchObject({ kind: "delivery_failed", verification: { status: "pending" } });
    expect(world.check(wrong(code))).toMatchObject({ kind: "incorrect", verification: { checksLeft: 4 } });
    expect(world.check(code).kind).toBe("approved");
  });

  test("is still accepted however often resends fail", () => {
    const world = createWorld({ providers: only(ACCEPTED, refused("message")) });
    world.start();
    const code = codeIn(world);
    world.clock.advance(60 * SECOND_MS);
    for (let press = 0; press < 40; press++) {
      world.start();
      world.clock.advance(SECOND_MS);
    }
    expect(world.check(code).kind).toBe("approved");
  });
});
