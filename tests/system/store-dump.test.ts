/**
 * A stolen copy of the store, without the secret, gives no code (anchors V11). The attacker knows this source, has every byte of
 * the file and tries every code there is.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { codeOf, type CodeSeed } from "../../domain/code.ts";
import { ledgerKeyOf } from "../../domain/id.ts";
import { temporaryFolder } from "../stores/temporary-folder.ts";
import { codeIn, verificationIn } from "../support/steps.ts";
import { createWorld, PHONE } from "../support/world.ts";

const SECRET = "the secret nobody stole, long enough to be one.";
const CODES = 1_000_000;

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Theft {
  readonly code: string;
  readonly dump: string;
  /** Every word in the dump: all that a guess could be recognised by, or salted with. */
  readonly words: readonly string[];
  readonly seed: CodeSeed;
}

/** Fixed clock and chance: what is looked for cannot sit there by accident in one run and not in the next. */
let theft: Theft;
beforeAll(async () => {
  theft = await steal();
});

async function steal(): Promise<Theft> {
  const path = folder.file("stolen.db");
  const store = openSqlite({
    path,
    clock: { now: () => 0, timer: () => ({ elapsed: new Promise(() => {}), cancel() {} }) },
  });
  const world = createWorld({ ports: () => ({ store, secrets: createSecrets([SECRET]) }) });
  const started = await world.otp.start({
    app: "shop",
    to: PHONE,
    channel: "sms",
    locale: "fa",
    purpose: "login",
    traceId: "0af7651916cd43dd8448eb211c80319c",
  });
  const { id } = verificationIn(started);
  const stored = await store.load(ledgerKeyOf(id) ?? "");
  const pending = stored?.ledger.verifications.find((one) => one.id === id);
  if (pending?.status !== "pending") throw new Error("the theft needs a code that is still good");
  const dump = [path, `${path}-wal`].map((file) => readFileSync(file, "latin1")).join("\n");
  await store.close();
  const words = [...new Set(dump.match(/[\w+/=-]{4,}/g) ?? [])];
  return { code: codeIn(world), dump, words, seed: pending };
}

test("the dump holds the ledger, but neither the code nor its digits in any usual writing", () => {
  const { dump, code, seed } = theft;
  expect(dump).toContain(seed.nonce);
  const hex = Buffer.from(code).toString("hex");
  const writings = [code, code.split("").toReversed().join(""), code.split("").join(","), hex, btoa(code)];
  for (const writing of writings) expect(dump).not.toContain(writing);
});

test("no code of a million is recognised in the dump by a plain hash of it", () => {
  expect(recognised(theft)).toEqual([]);
}, 30_000);

test("the same search finds the code of a store that keeps a plain hash", () => {
  const careless = `${theft.dump}\n${new Bun.CryptoHasher("sha256").update(theft.code).digest("hex")}`;
  expect(recognised({ ...theft, dump: careless })).toEqual([theft.code]);
}, 30_000);

/** The codes whose hash sits in the dump, of all codes there are. */
function recognised({ dump, seed }: Theft): readonly string[] {
  const known = new Set(dump.match(/[0-9a-f]{64}/g));
  const found: string[] = [];
  for (let guess = 0; guess < CODES; guess++) {
    const code = String(guess).padStart(seed.codeLength, "0");
    if (known.has(new Bun.CryptoHasher("sha256").update(code).digest("hex"))) found.push(code);
  }
  return found;
}

test("the right code is not recognised either, by hashes salted or keyed with anything in the dump", () => {
  const { dump, words, code } = theft;
  const salts = ["", PHONE, PHONE.slice(1), ...words];
  for (const salt of salts) {
    for (const algorithm of ["md5", "sha1", "sha224", "sha256", "sha512"]) {
      const digests = [
        createHash(algorithm).update(salt + code),
        createHash(algorithm).update(code + salt),
        createHmac(algorithm, salt).update(code),
      ].map((hash) => hash.digest());
      for (const digest of digests) {
        expect(dump).not.toContain(digest.toString("hex").slice(0, 16));
        expect(dump).not.toContain(digest.toString("base64url").slice(0, 12));
      }
    }
  }
});

test("no secret the attacker can think of derives the code, the dump's own words included", () => {
  const { words, code, seed } = theft;
  const thinkable = ["", "secret", "ramz", "changeme", PHONE, ...words];
  for (const wrong of thinkable) {
    const { keyId, ...facts } = seed;
    const secrets = createSecrets([wrong]);
    expect(secrets.keyId).not.toBe(keyId);
    expect(codeOf({ ...facts, keyId: secrets.keyId }, secrets)).not.toBe(code);
  }
});

test("with the secret, and only with it, the code comes back", () => {
  expect(codeOf(theft.seed, createSecrets([SECRET]))).toBe(theft.code);
});
