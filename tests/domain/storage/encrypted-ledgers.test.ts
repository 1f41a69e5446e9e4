/** Numbers at rest: the store sees none of them, and the use cases see them as always. */
import { describe, expect, test } from "bun:test";
import { type NumbersAtRest, encryptedLedgers } from "../../../domain/storage/encrypted-ledgers.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, KEY, PHONE, START } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const MASKED = "+98912*****67";

function sealedWorld(
  numbersAtRest: NumbersAtRest = "encrypted",
  keyIds: readonly [string, ...string[]] = ["k1"],
) {
  const secrets = createTestSecrets(keyIds);
  return createWorld({
    ports: ({ store, clock }) => ({
      secrets,
      store: encryptedLedgers(store, { secrets, clock, numbersAtRest }),
    }),
  });
}

describe("an encrypted number", () => {
  test("is in no ledger that the store sees, and in every reply", () => {
    const world = sealedWorld();
    const { id, recipient } = verificationIn(world.start());
    expect(JSON.stringify(world.store.peek(KEY))).not.toContain(PHONE.slice(4));
    expect(world.store.peek(KEY)?.recipient).toBe(MASKED);
    expect(world.store.peek(KEY)?.sealed).toBeString();
    expect([recipient, verificationIn(world.read(id)).recipient]).toEqual([PHONE, PHONE]);
    expect(world.check(codeIn(world), { id }).kind).toBe("approved");
    expect(world.signed).toMatchObject([{ recipient: PHONE }]);
    expect(verificationIn(world.read(id)).recipient).toBe(PHONE);
  });

  test("reads as masked where its secret is gone, and the next start writes it again", () => {
    const world = sealedWorld();
    const { id } = verificationIn(world.start());
    world.clock.advance(60 * SECOND_MS);
    const secrets = createTestSecrets(["k2"]);
    const later = createWorld({
      ports: () => ({
        clock: world.clock,
        secrets,
        store: encryptedLedgers(world.store, { secrets, clock: world.clock, numbersAtRest: "encrypted" }),
      }),
    });
    const read = () => verificationIn(world.clock.run(later.otp.read({ app: "shop", id }))).recipient;
    expect(read()).toBe(MASKED);
    expect(world.clock.run(later.otp.cancel({ app: "shop", id })).kind).toBe("canceled");
    // Another process may still read what this one cannot: the save lost nothing.
    expect(verificationIn(world.read(id)).recipient).toBe(PHONE);
    expect(verificationIn(world.clock.run(later.otp.start({ ...START, purpose: "payment" }))).recipient).toBe(
      PHONE,
    );
    expect(read()).toBe(PHONE);
  });

  test("that was moved from another ledger, or altered, is not read", () => {
    const [clock, secrets] = [createSimClock(), createTestSecrets()];
    const store = createMemoryStore(clock);
    const sealed = encryptedLedgers(store, { secrets, clock, numbersAtRest: "encrypted" });
    const ledger = { app: "shop", recipient: PHONE, sends: [], guesses: [], verifications: [] } as const;
    const until = clock.now() + SECOND_MS;
    clock.run(sealed.save("a", ledger, 0, until));
    const kept = store.peek("a");
    if (kept?.sealed === undefined) throw new Error("nothing was sealed");
    clock.run(store.save("b", kept, 0, until));
    clock.run(
      store.save(
        "c",
        { ...kept, sealed: kept.sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A")) },
        0,
        until,
      ),
    );
    const read = (key: string) => clock.run(sealed.load(key))?.ledger.recipient;
    expect([read("a"), read("b"), read("c")]).toEqual([PHONE, MASKED, MASKED]);
  });

  test("that cannot be read is never proved by id; by number it is known from the check", () => {
    const world = sealedWorld();
    const { id } = verificationIn(world.start());
    const kept = world.store.peek(KEY);
    if (kept === null) throw new Error("the start saved a ledger");
    world.clock.run(world.store.save(KEY, { ...kept, sealed: "nonsense" }, 2, world.clock.now() + 1_000_000));
    expect(world.check(codeIn(world), { id }).kind).toBe("canceled");
    expect(world.check(codeIn(world)).kind).toBe("approved");
    expect(world.signed).toMatchObject([{ recipient: PHONE }]);
  });

  test("and its code are gone with their secret, so the verification is canceled", () => {
    const world = sealedWorld();
    const { id } = verificationIn(world.start());
    const secrets = createTestSecrets(["k2"]);
    const { clock } = world;
    const store = encryptedLedgers(world.store, { secrets, clock, numbersAtRest: "encrypted" });
    const rotated = createWorld({ ports: () => ({ clock, secrets, store }) });
    expect(clock.run(rotated.otp.check({ app: "shop", id, code: codeIn(world) })).kind).toBe("canceled");
    const known = { app: "shop", to: PHONE, purpose: START.purpose, code: codeIn(world) };
    expect(clock.run(rotated.otp.check(known)).kind).toBe("canceled");
    expect(rotated.signed).toEqual([]);
  });

  test("is encrypted once, however often its ledger is saved; the newest numbers stay cached", () => {
    const [clock, secrets] = [createSimClock(), createTestSecrets()];
    const store = createMemoryStore(clock);
    const sealed = encryptedLedgers(store, { secrets, clock, numbersAtRest: "encrypted" });
    const save = (key: string, revision: number) => {
      const ledger = { app: "shop", recipient: PHONE, sends: [], guesses: [], verifications: [] } as const;
      expect(clock.run(sealed.save(key, ledger, revision, clock.now() + SECOND_MS))).toBe("saved");
      return store.peek(key)?.sealed;
    };
    const [first, other] = [save("first", 0), save("other", 0)];
    expect(other).not.toBe(first);
    expect([save("first", 1), save("first", 2)]).toEqual([first, first]);
    for (let number = 0; number < 20_000; number++) save(`number ${number}`, 0);
    const last = store.peek("number 19999")?.sealed;
    expect(save("number 19999", 1)).toBe(last);
    expect(save("first", 3)).not.toBe(first);
  });

  test("that was forgotten, here or in another process, is not cached any more", () => {
    const [clock, secrets] = [createSimClock(), createTestSecrets()];
    const store = createMemoryStore(clock);
    const sealed = encryptedLedgers(store, { secrets, clock, numbersAtRest: "encrypted" });
    const ledger = { app: "shop", recipient: PHONE, sends: [], guesses: [], verifications: [] } as const;
    const masked = { ...ledger, recipient: MASKED } as const;
    const until = clock.now() + SECOND_MS;
    const keptBy = (to: typeof sealed, saved: typeof ledger | typeof masked, revision: number) => {
      expect(clock.run(to.save("a", saved, revision, until))).toBe("saved");
      return store.peek("a")?.sealed;
    };
    const first = keptBy(sealed, ledger, 0);
    expect(keptBy(sealed, masked, 1)).toBeUndefined();
    const second = keptBy(sealed, ledger, 2);
    expect(keptBy(store, masked, 3)).toBeUndefined();
    expect(clock.run(sealed.load("a"))?.ledger.recipient).toBe(MASKED);
    const third = keptBy(sealed, ledger, 4);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test("of a ledger from before encryption is read, and encrypted by the next save", () => {
    const world = sealedWorld();
    const plain = createWorld({ ports: () => ({ clock: world.clock, store: world.store }) });
    const { id } = verificationIn(world.clock.run(plain.otp.start(START)));
    expect(world.store.peek(KEY)?.recipient).toBe(PHONE);
    expect(verificationIn(world.cancel(id)).recipient).toBe(PHONE);
    expect(world.store.peek(KEY)?.recipient).toBe(MASKED);
  });
});

describe("a number that is kept until its verifications are settled", () => {
  test("is removed with the approval, whose verdict still has it", () => {
    const world = sealedWorld("until_settled");
    const { id } = verificationIn(world.start());
    expect(verificationIn(world.read(id)).recipient).toBe(PHONE);
    expect(verificationIn(world.check(codeIn(world), { id })).recipient).toBe(PHONE);
    expect(world.signed).toMatchObject([{ recipient: PHONE }]);
    expect(world.store.peek(KEY)?.sealed).toBeUndefined();
    expect(verificationIn(world.read(id)).recipient).toBe(MASKED);
  });

  test("stays while any verification of the number is pending", () => {
    const world = sealedWorld("until_settled");
    const { id } = verificationIn(world.start());
    world.clock.advance(60 * SECOND_MS);
    world.start({ purpose: "payment" });
    world.cancel(id);
    expect(verificationIn(world.read(id)).recipient).toBe(PHONE);
  });

  test("reads as masked as soon as the last one has expired", () => {
    const world = sealedWorld("until_settled");
    const { id } = verificationIn(world.start());
    world.clock.advance(300 * SECOND_MS - 1);
    expect(verificationIn(world.read(id)).recipient).toBe(PHONE);
    world.clock.advance(1);
    expect(verificationIn(world.read(id)).recipient).toBe(MASKED);
  });
});
