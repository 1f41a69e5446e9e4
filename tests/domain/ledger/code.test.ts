/** Codes cannot be predicted, are as long as promised, and are bound to one verification (anchors V11, V12, V18). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type CodeSeed, codeOf, digitsOf } from "../../../domain/ledger/code.ts";
import { createTestSecrets } from "../../support/secrets.ts";

const SECRETS = createTestSecrets();
const SEED: CodeSeed = { id: "ver_1", purpose: "login", nonce: "n", keyId: "k1", codeLength: 6 };
const LENGTHS = [6, 7, 8, 9, 10];

/** Upper 0.001 points of the chi-square distribution with 9 and 99 degrees of freedom (NIST handbook, 1.3.6.7.4). */
const CHI_SQUARE_9 = 27.877;
const CHI_SQUARE_99 = 148.23;

function chiSquare(counts: ArrayLike<number>): number {
  const all = Array.from(counts);
  const expected = all.reduce((sum, seen) => sum + seen) / all.length;
  return all.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** A keyed hash whose first 48 bits are `word`. */
function macOf(word: bigint): Uint8Array {
  const mac = new Uint8Array(32).fill(0xa5);
  new DataView(mac.buffer).setBigUint64(0, word << 16n);
  return mac;
}

describe("codes", () => {
  test("have every digit at every position equally often, over two hundred thousand of them", () => {
    const positions = Array.from({ length: 6 }, () => new Uint32Array(10));
    const leadingPairs = new Uint32Array(100);
    for (let nonce = 0; nonce < 200_000; nonce++) {
      const code = codeOf({ ...SEED, nonce: String(nonce) }, SECRETS);
      for (const [at, counts] of positions.entries()) count(counts, code.charCodeAt(at) - 48);
      count(leadingPairs, Number(code.slice(0, 2)));
    }
    // The draws are the same every time, so this test is deterministic; p > 0.001 each.
    for (const counts of positions) expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE_9);
    expect(chiSquare(leadingPairs)).toBeLessThan(CHI_SQUARE_99);
  }, 20_000);

  test.each(LENGTHS)("of %d digits reach from all zeros to all nines", (length) => {
    const size = 10n ** BigInt(length);
    expect(digitsOf(macOf(0n), length)).toBe("0".repeat(length));
    expect(digitsOf(macOf(size - 1n), length)).toBe("9".repeat(length));
    expect(digitsOf(macOf(size * 7n + 42n), length)).toBe("42".padStart(length, "0"));
  });

  test("use all 48 bits, the highest too", () => {
    expect(digitsOf(macOf(2n ** 48n - 1n), 10)).toBe(String((2n ** 48n - 1n) % 10n ** 10n));
  });

  test("have exactly the promised length and only digits", () => {
    const mac = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(mac, fc.constantFrom(...LENGTHS), (bytes, length) =>
        new RegExp(`^[0-9]{${length}}$`).test(digitsOf(bytes, length)),
      ),
    );
  });
});

describe("the code of a verification", () => {
  test("is the same every time it is derived", () => {
    expect(codeOf(SEED, SECRETS)).toBe(codeOf({ ...SEED }, createTestSecrets()));
  });

  test.each<[string, Partial<CodeSeed>]>([
    ["verification", { id: "ver_2" }],
    ["purpose", { purpose: "payment" }],
    ["nonce", { nonce: "m" }],
    ["secret", { keyId: "k0" }],
  ])("is another one for another %s", (_what, other) => {
    const secrets = createTestSecrets(["k1", "k0"]);
    // Ten digits, so that two codes are equal once in 10^10.
    const ten = { ...SEED, codeLength: 10 };
    expect(codeOf({ ...ten, ...other }, secrets)).not.toBe(codeOf(ten, secrets));
  });

  test("stays the same when a newer secret becomes the current one", () => {
    expect(codeOf(SEED, createTestSecrets(["k2", "k1"]))).toBe(codeOf(SEED, SECRETS));
  });
});
