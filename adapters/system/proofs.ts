/** Proofs of approved verifications: short-lived JWS (EdDSA), so that a back end need not trust a relayed "verified: true". */
import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { errors, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { ProofPhone, ProofReader, ProofSigner, ProvenNumber, ReadProof } from "../../domain/ports.ts";
import { derive, keyIdOf } from "./secrets.ts";

/** How long a proof is valid, in seconds. */
export const PROOF_LIFETIME_S = 300;

const ISSUER = "ramz";
const ALGORITHM = "EdDSA";
const HASH_CHARS = 22;

/** 128 bits. */
const PROOF_ID_CHARS = 22;

export interface Proofs extends ProofSigner, ProofReader {
  /** The public keys of all configured secrets, for `/.well-known/jwks.json`. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

/**
 * The keys are derived from the secrets, so every process has the same keys, and they rotate with the secrets. Hashes of numbers and ids of proofs use
 * the last secret, as the keys of ledgers do, so that a rotation in progress changes none.
 */
export function createProofs(secrets: readonly [string, ...string[]], phone: ProofPhone = "number"): Proofs {
  const kid = keyIdOf(secrets[0]);
  const key = signingKey(secrets[0]);
  const publicKeys = new Map(secrets.map((secret) => [keyIdOf(secret), createPublicKey(signingKey(secret))]));
  const hashKey = derive(secrets.at(-1) ?? secrets[0], "phone hash");
  const proofIdKey = derive(secrets.at(-1) ?? secrets[0], "proof id");
  /** A verification is approved once, so it has one proof, however often that is signed. */
  const proofIdOf = (verificationId: string) =>
    createHmac("sha256", proofIdKey).update(verificationId).digest("base64url").slice(0, PROOF_ID_CHARS);
  const hashOf = (app: string, recipient: string) =>
    createHmac("sha256", hashKey).update(`${app}\n${recipient}`).digest("base64url").slice(0, HASH_CHARS);
  return {
    jwks: { keys: [...publicKeys].map(([keyId, one]) => jwkOf(keyId, one)) },
    sign({ verificationId, app, purpose, recipient, approvedAt, isTestNumber }) {
      const issuedAt = Math.floor(approvedAt / 1000);
      const number =
        phone === "number" ? { phone_number: recipient } : { phone_hash: hashOf(app, recipient) };
      return new SignJWT({ purpose, ...number, ...(isTestNumber === true && { test_number: true }) })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
        .setIssuer(ISSUER)
        .setAudience(app)
        .setSubject(verificationId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + PROOF_LIFETIME_S)
        .setJti(proofIdOf(verificationId))
        .sign(key);
    },
    async read(proof, app, now) {
      const known = { issuer: ISSUER, audience: app, algorithms: [ALGORITHM], typ: "JWT" };
      try {
        const { payload } = await jwtVerify(
          proof,
          ({ kid: named = "" }) => publicKeys.get(named) ?? Promise.reject(new errors.JWKSNoMatchingKey()),
          { ...known, currentDate: new Date(now) },
        );
        return readClaims(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

/** Null when a claim is missing: Ramz signs no such proof. */
function readClaims({ jti, sub, purpose, iat, exp, phone_number, phone_hash }: JWTPayload): ReadProof | null {
  if (jti === undefined || sub === undefined || iat === undefined || exp === undefined) return null;
  const number: ProvenNumber | null =
    typeof phone_number === "string"
      ? { phoneNumber: phone_number }
      : typeof phone_hash === "string"
        ? { phoneHash: phone_hash }
        : null;
  if (number === null || typeof purpose !== "string") return null;
  return {
    proofId: jti,
    verificationId: sub,
    purpose,
    number,
    approvedAt: iat * 1000,
    expiresAt: exp * 1000,
  };
}

/** PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

function signingKey(secret: string): KeyObject {
  const der = Buffer.concat([PKCS8_ED25519, derive(secret, "proof")]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function jwkOf(kid: string, key: KeyObject): JWK {
  const { kty = "OKP", crv = "Ed25519", x = "" } = key.export({ format: "jwk" });
  return { kty, crv, x, kid, alg: ALGORITHM, use: "sig" };
}
