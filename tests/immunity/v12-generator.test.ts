/** V12: codes that are not equally likely, or are predictable (a modulo bias, `nextInt(999_999)`, CVE-2021-23451). */
import { describe, expect, test } from "bun:test";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { codeOf, digitsOf } from "../../domain/ledger/code.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, resultOf } from "./routes.ts";
import { openStage, ROOMY } from "./stage.ts";

const CODES = 1_000_000;
const LENGTH = 6;
/** Chi-square with 9 degrees of freedom: an unbiased run exceeds it once in a thousand. The codes are the same in every run. */
const CRITICAL = 27.88;

const word = (value: number) =>
  Uint8Array.from({ length: 6 }, (_, at) => Math.floor(value / 256 ** (5 - at)) % 256);

describe("V12 biased codes: the domain's own derivation", () => {
  test(`spreads the digits of ${CODES} codes evenly, at every position`, () => {
    const secrets = createSecrets(["a secret of enough length for a million codes"]);
    const counts = Array.from({ length: LENGTH }, () => new Uint32Array(10));
    for (let index = 0; index < CODES; index++) {
      const code = codeOf(
        { id: "ver_1", purpose: "login", nonce: `nonce ${index}`, keyId: secrets.keyId, codeLength: LENGTH },
        secrets,
      );
      for (let at = 0; at < LENGTH; at++) {
        const [count, digit] = [counts[at], code.charCodeAt(at) - 48];
        if (count !== undefined) count[digit] = (count[digit] ?? 0) + 1;
      }
    }
    const sums = counts.map((count) => count.reduce((sum, one) => sum + one));
    expect(sums).toEqual(Array.from({ length: LENGTH }, () => CODES));
    const chiSquares = counts.map((count) => chiSquare([...count]));
    console.log(
      `chi-square of ${CODES} codes by position: ${chiSquares.map((value) => value.toFixed(1)).join(", ")}`,
    );
    expect(Math.max(...chiSquares)).toBeLessThan(CRITICAL);
  }, 30_000);

  test("reaches the first code and the last, and keeps leading zeros", () => {
    expect([0, 7, 999_999, 1_000_000, 1_999_999].map((value) => digitsOf(word(value), LENGTH))).toEqual([
      "000000",
      "000007",
      "999999",
      "000000",
      "999999",
    ]);
  });

  test("the same measure finds the bias of a code made of one byte for each digit", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let byte = 0; byte < 256; byte++) counts[byte % 10] = (counts[byte % 10] ?? 0) + CODES / 256;
    expect(chiSquare(counts)).toBeGreaterThan(CRITICAL);
  });
});

describe.each(STORES)("V12 biased codes: on %s", (store) => {
  test("a code that begins with zero is sent in full and is valid on every route", async () => {
    await using stage = await openStage(store, ROOMY);
    for (let route = 0; route < 3; route++) {
      let started = await stage.started();
      while (!started.code.startsWith("0")) started = await stage.started();
      expect(started.code).toMatch(/^0\d{5}$/);
      const short = await ask(stage.api, compareBy(route, started, started.code.slice(1)));
      expect(short.status).toBe(400);
      expect(resultOf(await ask(stage.api, compareBy(route, started, started.code)))).toBe("done");
    }
  });
});

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
