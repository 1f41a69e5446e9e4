/** Forgetting a number removes what is known of it and keeps its limits. */
import { describe, expect, test } from "bun:test";
import { encryptedLedgers } from "../../../domain/storage/encrypted-ledgers.ts";
import { ACCEPTED, UNAVAILABLE } from "../../support/providers.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, KEY, PHONE, START, type World } from "../../support/world.ts";
import { DAY_MS, SECOND_MS } from "../../../domain/time.ts";

const forget = ({ clock, otp }: World, to = PHONE, app = "shop") => clock.run(otp.forget({ app, to }));

describe("forgetting a number", () => {
  test("removes the number, its verifications and their metadata from the store", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start({ metadata: { order: "canary" } }));
    expect(forget(world)).toEqual({ kind: "forgotten", verifications: 1, canceled: 1 });
    expect(world.read(id).kind).toBe("not_found");
    expect(world.check(codeIn(world), { id }).kind).toBe("not_found");
    expect(world.check(codeIn(world)).kind).toBe("not_found");
    const kept = JSON.stringify(world.store.peek(KEY));
    for (const gone of [id, "canary", PHONE.slice(4), "login", "*67"]) expect(kept).not.toContain(gone);
  });

  test.each([true, false])(
    "still refunds a send of which nothing went out (known session: %p)",
    (knownSession) => {
      const world = createWorld({
        providers: [{ name: "a", answers: [{ says: UNAVAILABLE, afterMs: 1_000 }] }],
      });
      const elsewhere = world.another();
      const starting = world.otp.start({ ...START, knownSession });
      world.clock.advance(100);
      world.clock.run(elsewhere.forget({ app: "shop", to: PHONE }));
      expect(world.clock.run(starting).kind).toBe("canceled");
      const ledger = world.store.peek(KEY);
      expect([ledger?.sends, ledger?.knownSession?.sends ?? []]).toEqual([[], []]);
    },
  );

  test("keeps every limit until its day is over", () => {
    const world = createWorld({ policy: { sendsPerDay: 2, guessesPerDay: 3, resendWaitMs: 30 * SECOND_MS } });
    world.start();
    world.check(wrong(codeIn(world)));
    forget(world);
    expect(world.start().kind).toBe("cooldown");
    world.clock.advance(60 * SECOND_MS);
    expect(world.start().kind).toBe("sent");
    world.check(wrong(codeIn(world)));
    world.check(wrong(codeIn(world)));
    expect(world.check(codeIn(world)).kind).toBe("guess_limit");
    forget(world);
    world.clock.advance(3_600 * SECOND_MS);
    expect(world.start().kind).toBe("send_limit");
    world.clock.advance(DAY_MS);
    expect(world.start().kind).toBe("sent");
  });

  test("a second time changes nothing, and an unknown number has nothing to forget", () => {
    const world = createWorld();
    expect(forget(world)).toEqual({ kind: "unknown" });
    world.start();
    expect(forget(world).kind).toBe("forgotten");
    const before = world.store.verbs.filter((verb) => verb === "save").length;
    expect(forget(world)).toEqual({ kind: "unknown" });
    expect(world.store.verbs.filter((verb) => verb === "save")).toHaveLength(before);
  });

  test("applies to one app, to every spelling, and to numbers that are not served any more", () => {
    const world = createWorld();
    world.start();
    expect(forget(world, PHONE, "bank").kind).toBe("unknown");
    expect(forget(world, "0912 123 45 67").kind).toBe("forgotten");
    expect(forget(world, "12345").kind).toBe("recipient_invalid");
    const closed = createWorld({
      ports: () => ({
        store: world.store,
        clock: world.clock,
        recipients: { countries: ["DE"], landlines: false },
      }),
    });
    world.clock.advance(60 * SECOND_MS);
    world.start();
    expect(world.clock.run(closed.otp.forget({ app: "shop", to: PHONE })).kind).toBe("forgotten");
  });

  test("removes the encrypted number, too", () => {
    const secrets = createTestSecrets();
    const world = createWorld({
      ports: ({ store, clock }) => ({
        store: encryptedLedgers(store, { secrets, clock, numbersAtRest: "encrypted" }),
      }),
    });
    world.start();
    expect(world.store.peek(KEY)?.sealed).toBeString();
    forget(world);
    expect(world.store.peek(KEY)?.sealed).toBeUndefined();
  });
});

test.each([
  ["this process", true],
  ["another one", false],
])("a running chain calls no further provider when %s forgets its number", (_by, here) => {
  const world = createWorld({
    providers: [
      { name: "stuck", answers: [{ says: "hangs" }] },
      { name: "sure", answers: [{ says: ACCEPTED }] },
    ],
  });
  const starting = world.otp.start(START);
  world.clock.advance(SECOND_MS);
  const other = here ? world.otp : world.another();
  const before = world.clock.now();
  expect(world.clock.run(other.forget({ app: "shop", to: PHONE })).kind).toBe("forgotten");
  const verdict = world.clock.run(starting);
  expect(verdict).toMatchObject({ kind: "canceled", verification: { recipient: PHONE } });
  expect(world.handed.map(({ provider }) => provider)).toEqual(["stuck"]);
  expect(world.store.peek(KEY)?.verifications).toEqual([]);
  // In its own process the chain stops during a call.
  if (here) expect(world.clock.now()).toBe(before);
});
