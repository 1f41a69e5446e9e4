/** Typed digits are read alike from every keyboard (anchors V15, V16). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { readGuess } from "../../../domain/ledger/code.ts";
import { plainDigits } from "../../../domain/recipient/digits.ts";

const DIGIT_SETS = {
  ASCII: "0123456789",
  Persian: "۰۱۲۳۴۵۶۷۸۹",
  "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
  "full-width": "０１２３４５６７８９",
};
const ZEROS = [0x30, 0x06f0, 0x0660, 0xff10];
const SEPARATORS = Array.from(
  " \t\n\u00A0\u3000-–—−()./_\u00AD\u061C\u200B\u200C\u200D\u200E\u200F\u202A\u202C\u2060\u2066\u2069\uFEFF",
);

/** A digit string, and one way to type it: any digit set per digit, separators anywhere. */
const spelled = fc
  .array(
    fc.record({
      digit: fc.integer({ min: 0, max: 9 }),
      zero: fc.constantFrom(...ZEROS),
      before: fc.array(fc.constantFrom(...SEPARATORS), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map((parts) => ({
    plain: parts.map(({ digit }) => digit).join(""),
    typed: parts
      .map(({ digit, zero, before }) => before.join("") + String.fromCharCode(zero + digit))
      .join(""),
  }));

describe("plain digits", () => {
  test.each(Object.entries(DIGIT_SETS))("every %s digit is read", (_name, digits) => {
    expect(plainDigits(digits)).toBe("0123456789");
  });

  test("mixed digit sets and separators anywhere mean the same digits", () => {
    fc.assert(fc.property(spelled, ({ plain, typed }) => plainDigits(typed) === plain));
  });

  test("applying it twice changes nothing", () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    const typed = fc.oneof(
      text,
      spelled.map((spelling) => spelling.typed),
    );
    fc.assert(fc.property(typed, (any) => plainDigits(plainDigits(any)) === plainDigits(any)));
  });

  test("a plus is kept, also the full-width one", () => {
    expect(plainDigits("\u200E＋۹۸ (912) ١٢٣-４５.67")).toBe("+989121234567");
  });

  test("letters and digits of other scripts stay, so that they are refused later", () => {
    expect(plainDigits("१२३ 12a")).toBe("१२३12a");
  });

  test("a megabyte of hostile text is read in linear time", () => {
    const started = performance.now();
    expect(plainDigits("\u200E- ".repeat(350_000))).toBe("");
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a guess", () => {
  test("is read in every digit set, with separators", () => {
    fc.assert(fc.property(spelled, ({ plain, typed }) => readGuess(typed, plain.length) === plain));
  });

  test.each(["", "12345", "1234567", "12345a", "१२३४५६", "+12345", "1e5000", "½12345"])(
    'that is not six digits cannot be right: "%s"',
    (typed) => {
      expect(readGuess(typed, 6)).toBeNull();
    },
  );
});
