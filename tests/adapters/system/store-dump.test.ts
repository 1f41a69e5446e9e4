/**
 * A stolen copy of the store reveals no code and no number without the secret (threat V11). The attacker knows this source, has every
 * byte, and tries every possible code and every number that the masked one leaves open, and more.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { codeOf } from "../../../domain/ledger/code.ts";
import { PHONE } from "../../support/world.ts";
import { endOfThefts, SECRET, type Theft, THEFTS } from "./theft.ts";

const GUESSES = 1_000_000;
const TIME_OUT_MS = 60_000;

afterAll(endOfThefts);

describe.each(Object.entries(THEFTS))("a copy of %s", (_store, steal) => {
  let theft: Theft;
  beforeAll(async () => {
    theft = await steal();
  }, TIME_OUT_MS);

  test("holds the ledger, but neither code nor number in any usual writing", () => {
    const { dump, code, seed } = theft;
    expect(dump).toContain(seed.nonce);
    for (const writing of [...writingsOf(code), ...writingsOf(PHONE.slice(3))])
      expect(dump).not.toContain(writing);
  });

  test(
    "has no code of a million that is recognised by a plain hash of it",
    () => {
      expect(recognised(theft, codes)).toEqual([]);
    },
    TIME_OUT_MS,
  );

  test(
    "has no number of a million that is recognised by a plain hash of it within its app",
    () => {
      expect(recognised(theft, (guess) => `shop\n${numbers(guess)}`)).toEqual([]);
    },
    TIME_OUT_MS,
  );

  test("would reveal both if it held a plain hash of them", () => {
    const careless = [theft.code, PHONE].map((text) => createHash("sha256").update(text).digest("hex"));
    const copy = { ...theft, words: [...theft.words, ...careless] };
    const found = [
      recognised(copy, codes, near(theft.code), 1_000),
      recognised(copy, numbers, near(PHONE.slice(-6)), 1_000),
    ];
    expect(found).toEqual([[theft.code], [PHONE]]);
  });

  test("holds no hash of them that is salted or keyed with anything in it", () => {
    const { dump, words, code } = theft;
    const salts = ["", PHONE, PHONE.slice(1), "shop\n", ...words];
    for (const salt of salts) {
      for (const algorithm of ["md5", "sha1", "sha224", "sha256", "sha512"]) {
        for (const right of [code, PHONE]) {
          const digests = [
            createHash(algorithm).update(salt + right),
            createHash(algorithm).update(right + salt),
            createHmac(algorithm, salt).update(right),
          ].map((hash) => hash.digest());
          for (const digest of digests) {
            expect(dump).not.toContain(digest.toString("hex").slice(0, 16));
            expect(dump).not.toContain(digest.toString("base64url").slice(0, 12));
          }
        }
      }
    }
  });

  test("opens with no secret that an attacker would try, including the words of the copy", () => {
    const { words, code, seed } = theft;
    const thinkable = ["", "secret", "ramz", "changeme", PHONE, ...words];
    for (const wrong of thinkable) {
      const { keyId, ...facts } = seed;
      const secrets = createSecrets([wrong]);
      expect(secrets.keyId).not.toBe(keyId);
      expect(codeOf({ ...facts, keyId: secrets.keyId }, secrets)).not.toBe(code);
      expect(words).not.toContain(secrets.ledgerKey("shop", PHONE));
    }
  });

  test("reveals both with the secret, and only with it", () => {
    const secrets = createSecrets([SECRET]);
    expect(codeOf(theft.seed, secrets)).toBe(theft.code);
    expect(theft.dump).toContain(secrets.ledgerKey("shop", PHONE));
  });
});

const codes = (guess: number) => String(guess).padStart(6, "0");
/** A million numbers, among them all that the masked one leaves open. */
const numbers = (guess: number) => `${PHONE.slice(0, 7)}${String(guess).padStart(6, "0")}`;

/** The start of a search of a thousand guesses that finds these digits. */
const near = (digits: string) => Math.max(0, Number(digits) - 500);

function writingsOf(digits: string): readonly string[] {
  const hex = Buffer.from(digits).toString("hex");
  return [digits, digits.split("").toReversed().join(""), digits.split("").join(","), hex, btoa(digits)];
}

/** Those of the guesses whose SHA-256 is in the copy, as hexadecimal or in the length of ledger keys. */
function recognised(
  { words }: Theft,
  textOf: (guess: number) => string,
  from = 0,
  count = GUESSES,
): readonly string[] {
  const asHex = words.filter((word) => /^[0-9a-f]{64}$/.test(word)).map((word) => Buffer.from(word, "hex"));
  const known = new Set([...words, ...asHex.map((digest) => digest.toString("base64url").slice(0, 22))]);
  const found: string[] = [];
  for (let guess = from; guess < from + count; guess++) {
    const text = textOf(guess);
    const digest = new Bun.CryptoHasher("sha256").update(text).digest("base64url");
    if (known.has(digest.slice(0, 22))) found.push(text);
  }
  return found;
}
