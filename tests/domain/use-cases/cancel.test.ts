/** A settled verification sends nothing more, at whatever step its chain is. */
import { describe, expect, test } from "bun:test";
import { GRACE_MS } from "../../../domain/delivery/call-provider.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import { faultyStore, weatherOf } from "../../support/faulty-store.ts";
import { ACCEPTED, refused, UNAVAILABLE } from "../../support/providers.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { checkOf, createWorld, START, type World, type WorldOptions } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const STUCK: NonNullable<WorldOptions["providers"]> = [
  { name: "stuck", answers: [{ says: "hangs" }] },
  { name: "sure", answers: [{ says: ACCEPTED }] },
];
const asked = (world: World) => world.handed.map(({ provider }) => provider);
const idIn = ({ handed }: World) => handed.at(-1)?.message.verificationId ?? "";

describe("canceling", () => {
  test("settles a verification; a second time changes nothing, and no code is accepted any more", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    expect(world.cancel(id)).toMatchObject({ kind: "canceled", verification: { status: "canceled" } });
    expect(world.cancel(id).kind).toBe("canceled");
    expect(world.check(codeIn(world)).kind).toBe("canceled");
    expect(world.signed).toEqual([]);
  });

  test("does not change a settled verification", () => {
    const approved = createWorld();
    const { id } = verificationIn(approved.start());
    approved.check(codeIn(approved));
    expect(approved.cancel(id).kind).toBe("already_approved");

    const expired = createWorld();
    const old = verificationIn(expired.start());
    expired.clock.advance(300 * SECOND_MS);
    expect(expired.cancel(old.id).kind).toBe("expired");

    const exhausted = createWorld({ policy: { checksPerVerification: 1 } });
    const tried = verificationIn(exhausted.start());
    exhausted.check(wrong(codeIn(exhausted)));
    expect(exhausted.cancel(tried.id).kind).toBe("exhausted");
  });

  test("finds nothing for another app or an unknown id", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    expect(world.clock.run(world.otp.cancel({ app: "bank", id })).kind).toBe("not_found");
    expect(world.cancel("ver_nonsense").kind).toBe("not_found");
    expect(world.cancel(`ver_${"A".repeat(34)}`).kind).toBe("not_found");
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("does not refund the send, because its message may be out", () => {
    const world = createWorld();
    world.cancel(verificationIn(world.start()).id);
    expect(world.start().kind).toBe("cooldown");
  });
});

/** The provider's call goes on after the send has stopped, and holds its place and one timer until its time is up. */
function freesItsPlace(world: World): void {
  expect(world.clock.held()).toBe(1);
  world.clock.advance(DEFAULT_POLICY.attemptTimeoutMs + GRACE_MS);
  expect(world.clock.held()).toBe(0);
}

describe("a chain that is running", () => {
  test("stops at once when its verification is canceled", () => {
    const world = createWorld({ providers: STUCK });
    const starting = world.otp.start(START);
    world.clock.advance(SECOND_MS);
    world.cancel(idIn(world));
    const before = world.clock.now();
    const verdict = world.clock.run(starting);
    expect(verdict).toMatchObject({ kind: "canceled", verification: { attempts: [{ reason: "stopped" }] } });
    expect(world.clock.now()).toBe(before);
    expect(asked(world)).toEqual(["stuck"]);
    freesItsPlace(world);
  });

  test("stops at once when its code is approved, because the message has arrived", () => {
    const world = createWorld({ providers: STUCK });
    const starting = world.otp.start(START);
    world.clock.advance(SECOND_MS);
    const before = world.clock.now();
    expect(world.check(codeIn(world)).kind).toBe("approved");
    expect(world.clock.run(starting)).toMatchObject({ kind: "sent", verification: { status: "approved" } });
    expect(world.clock.now()).toBe(before);
    expect(asked(world)).toEqual(["stuck"]);
    freesItsPlace(world);
  });

  test("calls no further provider once another process has canceled it", () => {
    const world = createWorld({ providers: STUCK });
    const starting = world.otp.start(START);
    world.clock.advance(SECOND_MS);
    world.clock.run(world.another().cancel({ app: "shop", id: idIn(world) }));
    expect(world.clock.run(starting).kind).toBe("canceled");
    expect(asked(world)).toEqual(["stuck"]);
  });

  test("stops at once during the pause before a retry", () => {
    const world = createWorld({ providers: [{ name: "a", answers: [{ says: UNAVAILABLE }] }] });
    const starting = world.otp.start(START);
    world.clock.advance(100);
    world.cancel(idIn(world));
    expect(world.clock.run(starting).kind).toBe("canceled");
    expect([asked(world), world.clock.held()]).toEqual([["a"], 0]);
  });

  test("is not stopped when another verification is canceled", () => {
    const world = createWorld({ providers: STUCK });
    const starting = world.otp.start(START);
    const other = world.otp.start({ ...START, to: "+989121234568" });
    world.clock.advance(SECOND_MS);
    world.cancel(idIn(world));
    expect(world.clock.run(other).kind).toBe("canceled");
    expect(world.clock.run(starting).kind).toBe("sent");
  });

  test.each([
    ["its send is being reserved", [{}, {}, { wayBackMs: 50 }], ["first"]],
    ["the next provider is being planned", [{}, {}, {}, { wayBackMs: 50 }], ["first", "first"]],
  ])("calls no provider when the verification was settled while %s", (_when, saves, expected) => {
    // The save of the start went through, but its answer is still on the way back when the code is approved.
    const world = createWorld({
      providers: [{ name: "first", answers: [{ says: ACCEPTED }, { says: refused("message") }] }, SECOND],
      ports: ({ clock, store }) => ({
        store: faultyStore(store, clock, weatherOf("save", saves)),
        resendOrder: "same",
      }),
    });
    world.start();
    world.clock.advance(60 * SECOND_MS);
    const again = world.otp.start(START);
    world.clock.advance(1);
    expect(asked(world)).toEqual(expected);
    world.clock.run(world.otp.check(checkOf(codeIn(world), { purpose: "login" })));
    world.clock.run(again);
    expect(asked(world)).toEqual(expected);
  });
});

const SECOND = { name: "second", answers: [{ says: ACCEPTED }] } as const;
