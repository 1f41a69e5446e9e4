/** An id leads to its ledger and reveals no number. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { ledgerKeyOf, newId } from "../../../domain/ledger/verification-id.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSeeded } from "../../support/seeded.ts";
import { KEY, PHONE } from "../../support/world.ts";

describe("an id", () => {
  test("names the ledger it belongs to", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (app, recipient, seed) => {
        const key = createTestSecrets().ledgerKey(app, recipient);
        expect(ledgerKeyOf(newId(key, createSeeded(seed)))).toBe(key);
      }),
    );
  });

  test("is different every time, and does not contain the number", () => {
    const random = createSeeded(1);
    const ids = Array.from({ length: 10_000 }, () => newId(KEY, random));
    expect(new Set(ids).size).toBe(10_000);
    expect(ids[0]).not.toContain(PHONE.slice(-9));
  });

  test.each([
    "",
    "ver_",
    KEY,
    `ver_${KEY}`,
    `ver_${KEY}AAAAAAAAAAA+`,
    `ver_${KEY}AAAAAAAAAAAAA`,
    `VER_${KEY}AAAAAAAAAAAA`,
  ])('that is no id leads nowhere: "%s"', (text) => {
    expect(ledgerKeyOf(text)).toBeNull();
  });

  test("cannot be forged with a line break at its end", () => {
    expect(ledgerKeyOf(`ver_${KEY}AAAAAAAAAAAA\n`)).toBeNull();
  });
});
