/** Verifies a proof without a call to Ramz for each: signature, issuer, app, purpose and time, and that it was not used before. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";

export interface ProofVerifierOptions {
  /** Where Ramz is. Its keys are read from `/.well-known/jwks.json` below it, and again when a proof names an unknown one. */
  readonly baseUrl: string;
  /** Your app. Without apps it is `default`. */
  readonly app: string;
  /** Where used proofs are remembered. Of several processes, all must have the same. */
  readonly used: UsedProofs;
}

export interface UsedProofs {
  /** Remembers the id until this time; false when it was there before. Must be one atomic step. */
  claim(id: string, expiresAt: Date): boolean | Promise<boolean>;
}

export type VerifiedProof =
  | {
      readonly kind: "valid";
      readonly verificationId: string;
      readonly purpose: string;
      /** In E.164; absent where Ramz has `RAMZ_PROOF_PHONE=hash`, which gives `phoneHash`. */
      readonly phoneNumber?: string;
      readonly phoneHash?: string;
      readonly approvedAt: Date;
    }
  /** `replayed`: it was used before. `invalid`: altered, or not for this app. */
  | { readonly kind: "refused"; readonly reason: "invalid" | "expired" | "other_purpose" | "replayed" };

export interface ProofVerifier {
  /** A proof for one purpose proves nothing for another: name yours. Rejects when the keys cannot be read. */
  verify(proof: string, purpose: string): Promise<VerifiedProof>;
}

export function createProofVerifier({ baseUrl, app, used }: ProofVerifierOptions): ProofVerifier {
  const keys = createRemoteJWKSet(new URL(`${baseUrl.replace(/\/+$/, "")}/.well-known/jwks.json`));
  const rules = {
    algorithms: ["EdDSA"],
    issuer: "ramz",
    audience: app,
    requiredClaims: ["sub", "jti", "iat", "exp", "purpose"],
  };
  return {
    async verify(proof, purpose) {
      const payload = await jwtVerify(proof, keys, rules).then(({ payload: claims }) => claims, refusalOf);
      if (typeof payload === "string") return { kind: "refused", reason: payload };
      if (payload["purpose"] !== purpose) return { kind: "refused", reason: "other_purpose" };
      const { jti = "", exp = 0 } = payload;
      if (!(await used.claim(jti, new Date(exp * 1_000)))) return { kind: "refused", reason: "replayed" };
      return { kind: "valid", ...contentOf(payload, purpose) };
    },
  };
}

/** For one process. Forgets proofs that are too old to be valid. */
export function usedInMemory(): UsedProofs {
  const until = new Map<string, number>();
  return {
    claim(id, expiresAt) {
      const now = Date.now();
      for (const [old, at] of until) if (at <= now) until.delete(old);
      if (until.has(id)) return false;
      until.set(id, expiresAt.getTime());
      return true;
    },
  };
}

function contentOf({ sub = "", iat = 0, ...claims }: JWTPayload, purpose: string) {
  const { phone_number: phoneNumber, phone_hash: phoneHash } = claims;
  return {
    verificationId: sub,
    purpose,
    ...(typeof phoneNumber === "string" && { phoneNumber }),
    ...(typeof phoneHash === "string" && { phoneHash }),
    approvedAt: new Date(iat * 1_000),
  };
}

/** What is wrong with the proof; that the keys cannot be read is no fault of it. */
function refusalOf(error: unknown): "invalid" | "expired" {
  if (error instanceof errors.JWTExpired) return "expired";
  const isOfKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (!(error instanceof errors.JOSEError) || isOfKeys || error.code === "ERR_JOSE_GENERIC") throw error;
  return "invalid";
}
