/** Proof of an approved verification: a short-lived JWS (EdDSA), so that nobody has to relay a bare "verified: true". */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { type JWK, SignJWT } from "jose";
import type { ProofSigner } from "../../domain/ports.ts";
import { derive, keyIdOf } from "./secrets.ts";
import { systemRandom } from "./random.ts";

/** How long a proof may be presented, in seconds. */
export const PROOF_LIFE_S = 300;

export interface Proofs extends ProofSigner {
  /** The public keys of all configured secrets, for `/.well-known/jwks.json`. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** Keys are derived from the secrets: every process has the same ones, and they rotate with them. */
export function createProofs(secrets: readonly [string, ...string[]]): Proofs {
  const kid = keyIdOf(secrets[0]);
  const key = signingKey(secrets[0]);
  return {
    jwks: { keys: secrets.map(publicKey) },
    sign({ verificationId, app, purpose, recipient, approvedAt }) {
      const issuedAt = Math.floor(approvedAt / 1000);
      return new SignJWT({ purpose, phone_number: recipient })
        .setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
        .setIssuer("ramz")
        .setAudience(app)
        .setSubject(verificationId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + PROOF_LIFE_S)
        .setJti(systemRandom.token(16))
        .sign(key);
    },
  };
}

/** PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

function signingKey(secret: string): KeyObject {
  const der = Buffer.concat([PKCS8_ED25519, derive(secret, "proof")]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function publicKey(secret: string): JWK {
  const {
    kty = "OKP",
    crv = "Ed25519",
    x = "",
  } = createPublicKey(signingKey(secret)).export({ format: "jwk" });
  return { kty, crv, x, kid: keyIdOf(secret), alg: "EdDSA", use: "sig" };
}
