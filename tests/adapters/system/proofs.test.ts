import { describe, expect, test } from "bun:test";
import { createPrivateKey } from "node:crypto";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import { createProofs, PROOF_LIFETIME_S, type Proofs } from "../../../adapters/system/proofs.ts";
import { derive, keyIdOf } from "../../../adapters/system/secrets.ts";

const OLD = "the older secret, forty characters long.";
const NEW = "the newer secret, forty characters long.";
const APPROVED_AT = Date.UTC(2026, 0, 5, 12, 0, 0, 700);
const CLAIMS = {
  verificationId: "ver_1",
  app: "shop",
  purpose: "login",
  recipient: "+989121234567",
  approvedAt: APPROVED_AT,
};

/** Verifies as a caller's back end does: with the published keys alone. */
function verify(token: string, { jwks }: Proofs, at = APPROVED_AT, audience = "shop") {
  const keys = createLocalJWKSet({ keys: [...jwks.keys] });
  return jwtVerify(token, keys, {
    issuer: "ramz",
    audience,
    algorithms: ["EdDSA"],
    currentDate: new Date(at),
  });
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "verified",
    (error: unknown) => (error instanceof Error ? error.name : "another failure"),
  );

test("a proof verifies with the published keys and says who proved which number for what", async () => {
  const proofs = createProofs([OLD]);
  const { payload, protectedHeader } = await verify(await proofs.sign(CLAIMS), proofs);
  expect(payload).toMatchObject({
    iss: "ramz",
    aud: "shop",
    sub: "ver_1",
    purpose: "login",
    phone_number: "+989121234567",
    iat: Math.floor(APPROVED_AT / 1000),
    exp: Math.floor(APPROVED_AT / 1000) + PROOF_LIFETIME_S,
  });
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "JWT" });
});

test("a proof names its key among the published ones", async () => {
  const proofs = createProofs([NEW, OLD]);
  const { kid } = decodeProtectedHeader(await proofs.sign(CLAIMS));
  expect(proofs.jwks.keys.map((key) => key.kid)).toContain(kid);
});

test("a proof of the older secret verifies after a rotation, and every process publishes the same keys", async () => {
  const token = await createProofs([OLD]).sign(CLAIMS);
  const rotated = createProofs([NEW, OLD]);
  expect((await verify(token, rotated)).payload.sub).toBe("ver_1");
  expect(createProofs([NEW, OLD]).jwks).toEqual(rotated.jwks);
});

test("a proof is invalid after its time, for another app, altered, or under other keys", async () => {
  const proofs = createProofs([OLD]);
  const token = await proofs.sign(CLAIMS);
  const [head, body = "", signature] = token.split(".");
  const changed = [head, body.replace(/^./, (first) => (first === "e" ? "f" : "e")), signature].join(".");
  const tooLate = APPROVED_AT + PROOF_LIFETIME_S * 1000;
  expect(await failureOf(verify(token, proofs, tooLate))).toBe("JWTExpired");
  expect(await failureOf(verify(token, proofs, APPROVED_AT, "bank"))).toBe("JWTClaimValidationFailed");
  expect(await failureOf(verify(changed, proofs))).toBe("JWSSignatureVerificationFailed");
  expect(await failureOf(verify(token, createProofs([NEW])))).toBe("JWKSNoMatchingKey");
});

test("the published keys are public: an Ed25519 point each, no private part", () => {
  for (const key of createProofs([NEW, OLD]).jwks.keys) {
    expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    expect(key).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" });
  }
});

const idOf = (token: string) => decodeJwt(token).jti ?? "";

test("one approval has one proof, whoever signs it and how often; its id is that of no other and reveals nothing", async () => {
  const proofs = createProofs([OLD]);
  const first = await proofs.sign(CLAIMS);
  expect(await proofs.sign(CLAIMS)).toBe(first);
  expect(await createProofs([OLD]).sign(CLAIMS)).toBe(first);
  const ids = await Promise.all(
    [1, 2, 3].map(async (at) => idOf(await proofs.sign({ ...CLAIMS, verificationId: `ver_${at}` }))),
  );
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^[\w-]{22}$/.test(id))).toBe(true);
  // The same while secrets rotate, so that a proof cannot be redeemed twice; another one with other secrets.
  expect(idOf(await createProofs([NEW, OLD]).sign(CLAIMS))).toBe(idOf(first));
  expect(idOf(await createProofs([NEW]).sign(CLAIMS))).not.toBe(idOf(first));
});

describe("reading a proof", () => {
  const proofs = createProofs([OLD]);
  const signed = proofs.sign(CLAIMS);

  test("returns what it proves, also under an older secret that is still listed", async () => {
    const read = await createProofs([NEW, OLD]).read(await signed, "shop", APPROVED_AT);
    expect(read).toMatchObject({
      verificationId: "ver_1",
      purpose: "login",
      number: { phoneNumber: "+989121234567" },
      approvedAt: Math.floor(APPROVED_AT / 1000) * 1000,
      expiresAt: (Math.floor(APPROVED_AT / 1000) + PROOF_LIFETIME_S) * 1000,
    });
  });

  test("of another app, a later time, or other secrets returns null, and so does other text", async () => {
    const token = await signed;
    const [head = "", body = "", signature = ""] = token.split(".");
    const flipped = signature.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    expect(await proofs.read(token, "bank", APPROVED_AT)).toBeNull();
    expect(await proofs.read(token, "shop", APPROVED_AT + PROOF_LIFETIME_S * 1000)).toBeNull();
    expect(await createProofs([NEW]).read(token, "shop", APPROVED_AT)).toBeNull();
    for (const forged of [`${head}.${body}.${flipped}`, none, `${head}.${body}`, "", "a.b.c", "…"])
      expect([forged, await proofs.read(forged, "shop", APPROVED_AT)]).toEqual([forged, null]);
  });

  test("that Ramz would not sign returns null, although the signature is right", async () => {
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), derive(OLD, "proof")]),
      format: "der",
      type: "pkcs8",
    });
    const now = Math.floor(APPROVED_AT / 1000);
    const good = {
      iss: "ramz",
      aud: "shop",
      sub: "v",
      jti: "j",
      iat: now,
      exp: now + 60,
      purpose: "login",
      phone_number: "+98",
    };
    const read = async (claims: JWTPayload) => {
      const header = { alg: "EdDSA", kid: keyIdOf(OLD), typ: "JWT" };
      return proofs.read(await new SignJWT(claims).setProtectedHeader(header).sign(key), "shop", APPROVED_AT);
    };
    expect(await read(good)).toMatchObject({ proofId: "j" });
    for (const missing of Object.keys(good))
      expect([
        missing,
        await read(Object.fromEntries(Object.entries(good).filter(([name]) => name !== missing))),
      ]).toEqual([missing, null]);
  });
});

const hashOf = async (proofs: Proofs, claims = CLAIMS) => decodeJwt(await proofs.sign(claims))["phone_hash"];

describe("a proof with a hash instead of the number", () => {
  const hashing = createProofs([OLD], "hash");

  test("has the same hash for the same number and app, and no number", async () => {
    const token = await hashing.sign(CLAIMS);
    expect(decodeJwt(token)["phone_number"]).toBeUndefined();
    expect(await hashOf(hashing)).toMatch(/^[\w-]{22}$/);
    expect(await hashOf(hashing)).toBe(
      await hashOf(hashing, { ...CLAIMS, verificationId: "ver_2", purpose: "payment" }),
    );
    expect(await hashing.read(token, "shop", APPROVED_AT)).toMatchObject({
      number: { phoneHash: await hashOf(hashing) },
    });
  });

  test("has a different one for another number, app or service, and the same one during a rotation", async () => {
    const hash = await hashOf(hashing);
    expect(await hashOf(hashing, { ...CLAIMS, recipient: "+989121234568" })).not.toBe(hash);
    expect(await hashOf(hashing, { ...CLAIMS, app: "bank" })).not.toBe(hash);
    expect(await hashOf(createProofs([NEW], "hash"))).not.toBe(hash);
    expect(await hashOf(createProofs([NEW, OLD], "hash"))).toBe(hash);
  });
});
