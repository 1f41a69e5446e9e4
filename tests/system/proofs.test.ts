import { expect, test } from "bun:test";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { createProofs, PROOF_LIFE_S, type Proofs } from "../../adapters/system/proofs.ts";

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

/** As a caller's back end would: with the published keys and nothing else. */
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
    exp: Math.floor(APPROVED_AT / 1000) + PROOF_LIFE_S,
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

test("a proof is worth nothing later, elsewhere, changed, or under other keys", async () => {
  const proofs = createProofs([OLD]);
  const token = await proofs.sign(CLAIMS);
  const [head, body = "", signature] = token.split(".");
  const changed = [head, body.replace(/^./, (first) => (first === "e" ? "f" : "e")), signature].join(".");
  const tooLate = APPROVED_AT + PROOF_LIFE_S * 1000;
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

test("two proofs of one approval can be told apart", async () => {
  const proofs = createProofs([OLD]);
  const ids = await Promise.all(
    [1, 2].map(async () => (await verify(await proofs.sign(CLAIMS), proofs)).payload.jti),
  );
  expect(new Set(ids).size).toBe(2);
});
