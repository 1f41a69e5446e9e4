/** What a guess costs, and when the right one counts (anchors V1-V3, V18, V19). */
import { describe, expect, test } from "bun:test";
import { UNKNOWN } from "../../support/providers.ts";
import { codeIn, verificationIn, wrong } from "../../support/steps.ts";
import { createWorld, PHONE } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

describe("the right code", () => {
  test("is approved once, with a proof of the number", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    const code = codeIn(world);
    expect(world.check(code)).toMatchObject({ kind: "approved", proof: `proof of ${id}` });
    const approvedAt = world.clock.now();
    expect(world.signed).toEqual([
      { verificationId: id, app: "shop", purpose: "login", recipient: PHONE, approvedAt },
    ]);
    expect(world.check(code).kind).toBe("already_approved");
    expect(world.check(code, { id }).kind).toBe("already_approved");
    expect(world.signed.length).toBe(1);
  });

  test.each(["fa-IR-u-nu-arabext", "fa-IR-u-nu-arab", "fa-IR-u-nu-fullwide"])(
    "is right in other digits: %s",
    (locale) => {
      const world = createWorld();
      world.start();
      const digits = new Intl.NumberFormat(locale, { useGrouping: false });
      const typed = Array.from(codeIn(world), (digit) => digits.format(Number(digit))).join("\u200C ");
      expect(world.check(`\u200F${typed}`).kind).toBe("approved");
    },
  );

  test("is accepted until the last millisecond of its life and not after", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    world.clock.advance(300 * SECOND_MS - 1);
    const late = createWorld();
    late.start();
    late.clock.advance(300 * SECOND_MS);
    expect(world.check(codeIn(world), { id }).kind).toBe("approved");
    expect(late.check(codeIn(late)).kind).toBe("expired");
    expect(late.signed).toEqual([]);
  });

  test("is accepted although it is not known whether its message arrived", () => {
    const world = createWorld({ providers: [{ name: "a", answers: [{ says: UNKNOWN }] }] });
    world.start();
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("of one app, purpose or verification approves no other, and costs a check only where it was tried", () => {
    const world = createWorld();
    const login = verificationIn(world.start());
    const code = codeIn(world);
    world.clock.advance(60 * SECOND_MS);
    const payment = verificationIn(world.start({ purpose: "payment" }));
    expect(world.check(code, { id: payment.id })).toMatchObject({
      kind: "incorrect",
      verification: { checksLeft: 4 },
    });
    expect(world.clock.run(world.otp.check({ app: "bank", id: login.id, code })).kind).toBe("not_found");
    expect(world.clock.run(world.otp.check({ app: "bank", to: PHONE, purpose: "login", code })).kind).toBe(
      "not_found",
    );
    expect(verificationIn(world.read(login.id)).checksLeft).toBe(5);
    expect(world.check(code, { id: login.id }).kind).toBe("approved");
  });
});

describe("a wrong code", () => {
  test("uses up checks, by id and by number alike, until even the right one fails", () => {
    const world = createWorld();
    const { id } = verificationIn(world.start());
    const code = codeIn(world);
    const left = [{ id }, { purpose: "login" }, { id }, { purpose: "login" }, { id }].map((target, guess) => {
      const verdict = world.check(wrong(code, guess + 1), target);
      expect(verdict.kind).toBe("incorrect");
      return verificationIn(verdict).checksLeft;
    });
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect(world.check(code).kind).toBe("exhausted");
    expect(world.clock.run(world.another().check({ app: "shop", id, code })).kind).toBe("exhausted");
  });

  test("that is not a code costs nothing", () => {
    const world = createWorld();
    world.start();
    for (const typed of ["", "12345", "1234567", "१२३४५६", "abcdef"]) {
      expect(world.check(typed)).toEqual({ kind: "malformed", codeLength: 6 });
    }
    expect(world.check(codeIn(world))).toMatchObject({ kind: "approved", verification: { checksLeft: 4 } });
  });
});

describe("a check without a verification", () => {
  test.each([{ id: "ver_nonsense" }, { id: `ver_${"A".repeat(34)}` }, { purpose: "login" }])(
    "is not found: %p",
    (target) => {
      expect(createWorld().check("123456", target)).toEqual({ kind: "not_found" });
    },
  );

  test("of a number that is not admitted says why", () => {
    const world = createWorld();
    const verdict = world.clock.run(
      world.otp.check({ app: "shop", to: "hello", purpose: "login", code: "123456" }),
    );
    expect(verdict).toEqual({ kind: "recipient_invalid", reason: "not_a_number" });
    expect(world.store.verbs).toEqual([]);
  });
});
