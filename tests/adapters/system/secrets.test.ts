import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { createSecrets, derive, keyIdOf } from "../../../adapters/system/secrets.ts";
import { codeOf } from "../../../domain/ledger/code.ts";

const OLD = "the older secret, forty characters long.";
const NEW = "the newer secret, forty characters long.";
const PHONE = "+989121234567";

const seedOf = (keyId: string) => ({ id: "ver_1", purpose: "login", nonce: "n", keyId, codeLength: 6 });

test("after a rotation, codes of the older secret are still the same", () => {
  const before = createSecrets([OLD]);
  const after = createSecrets([NEW, OLD]);
  const seed = seedOf(before.keyId);
  expect(codeOf(seed, after)).toBe(codeOf(seed, before));
});

test("new codes come from the first secret in the list", () => {
  expect(createSecrets([NEW, OLD]).keyId).toBe(keyIdOf(NEW));
  const [seed, other] = [seedOf(keyIdOf(NEW)), seedOf(keyIdOf(OLD))];
  const secrets = createSecrets([NEW, OLD]);
  expect(secrets.mac(seed.keyId, "x")).not.toEqual(secrets.mac(other.keyId, "x"));
});

test("a rotation moves no ledger as long as the older secret is last in the list", () => {
  const key = createSecrets([OLD]).ledgerKey("shop", PHONE);
  expect(createSecrets([NEW, OLD]).ledgerKey("shop", PHONE)).toBe(key);
  expect(createSecrets([NEW]).ledgerKey("shop", PHONE)).not.toBe(key);
});

test("a ledger's key is 22 base64url characters, different for every app and number", () => {
  const secrets = createSecrets([OLD]);
  const asked: readonly (readonly [string, string])[] = [
    ["shop", PHONE],
    ["shop", "+989121234568"],
    ["bank", PHONE],
    ["sho", `p${PHONE}`],
  ];
  const names = asked.map(([app, recipient]) => secrets.ledgerKey(app, recipient));
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(new Set(names).size).toBe(names.length);
});

test("a code of a secret that was removed is an error that names RAMZ_SECRET and the key", () => {
  const gone = keyIdOf(OLD);
  expect(() => createSecrets([NEW]).mac(gone, "x")).toThrow(gone);
  expect(() => createSecrets([NEW]).mac(gone, "x")).toThrow("RAMZ_SECRET");
});

test("a key's id reveals nothing of its secret and does not change", () => {
  expect(keyIdOf(OLD)).toBe(keyIdOf(OLD));
  expect(keyIdOf(OLD)).toMatch(/^[A-Za-z0-9_-]{8}$/);
  expect(keyIdOf(OLD)).not.toBe(keyIdOf(NEW));
});

test("the keyed hash is HMAC-SHA-256 under an HKDF key, as another implementation computes it", async () => {
  const encoder = new TextEncoder();
  const master = await crypto.subtle.importKey("raw", encoder.encode(OLD), "HKDF", false, ["deriveKey"]);
  const hkdf = {
    name: "HKDF",
    hash: "SHA-256",
    salt: encoder.encode("ramz"),
    info: encoder.encode("code"),
  } as const;
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 } as const;
  const key = await crypto.subtle.deriveKey(hkdf, master, hmac, false, ["sign"]);
  const expected = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode("input")));
  const mac = createSecrets([OLD]).mac(keyIdOf(OLD), "input");
  expect(Buffer.from(mac).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
});

test("same compares whole texts, of any length", () => {
  const { same } = createSecrets([OLD]);
  expect(same("123456", "123456")).toBe(true);
  expect(same("", "")).toBe(true);
  for (const other of ["123457", "023456", "12345", "1234567", "", "۱۲۳۴۵۶"]) {
    expect(same("123456", other)).toBe(false);
  }
});

describe("a sealed text", () => {
  const secrets = createSecrets([OLD]);
  const sealed = secrets.seal(PHONE, "a ledger");

  test("opens under its name, and reads differently every time", () => {
    expect(secrets.unseal(sealed, "a ledger")).toBe(PHONE);
    expect(secrets.seal(PHONE, "a ledger")).not.toBe(sealed);
    expect(sealed).toMatch(/^[\w-]{63}$/);
    for (const text of ["", "شماره", "x".repeat(10_000)])
      expect(secrets.unseal(secrets.seal(text, "n"), "n")).toBe(text);
  });

  test("opens under no other name, with no other secret, and with no bit altered", () => {
    expect(secrets.unseal(sealed, "another ledger")).toBeNull();
    expect(createSecrets([NEW]).unseal(sealed, "a ledger")).toBeNull();
    expect(createSecrets([NEW]).unseal(keyIdOf(NEW) + sealed.slice(8), "a ledger")).toBeNull();
    const bytes = Buffer.from(sealed.slice(8), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, secrets.unseal(sealed.slice(0, 8) + altered.toString("base64url"), "a ledger")]).toEqual([
        bit,
        null,
      ]);
    }
    for (const short of ["", "x", sealed.slice(0, 8), sealed.slice(0, 30), sealed.slice(0, -2)])
      expect(secrets.unseal(short, "a ledger")).toBeNull();
  });

  test("opens after a rotation as long as its secret is listed; new ones are sealed with the first", () => {
    const rotated = createSecrets([NEW, OLD]);
    expect(rotated.unseal(sealed, "a ledger")).toBe(PHONE);
    expect(rotated.seal(PHONE, "a ledger")).toStartWith(keyIdOf(NEW));
    expect(secrets.unseal(rotated.seal(PHONE, "a ledger"), "a ledger")).toBeNull();
  });

  test("is AES-256-GCM under an HMAC of the name, as another implementation reads it", async () => {
    const bytes = Buffer.from(sealed.slice(8), "base64url");
    const name = Buffer.from("a ledger");
    const keyBytes = createHmac("sha256", derive(OLD, "seal")).update(name).digest();
    const key = await crypto.subtle.importKey("raw", keyBytes, "AES-GCM", false, ["decrypt"]);
    const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: name } as const;
    const text = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(12));
    expect(Buffer.from(text).toString()).toBe(PHONE);
  });
});
