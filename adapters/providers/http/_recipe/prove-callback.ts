/** The proof that a recipe asks of a call: read once at start, with the values of its options. */
import { createHash } from "node:crypto";
import type { Callback } from "../../../../domain/delivery/receipt.ts";
import {
  ed25519Holds,
  hmacHolds,
  isFresh,
  jwtHolds,
  plivoHolds,
  twilioHolds,
  vonageHolds,
} from "../../_kit/callback-proofs.ts";
import type { Proof } from "./format-receipts.ts";
import { filled, parseTemplate, render, type Values } from "./placeholders.ts";

/** `signed`: the vendor's signature holds. `path`: only the secret address was known. `hint`: ask before believing. `refused`: not the vendor's. */
export type Proven = "signed" | "path" | "hint" | "refused";

/** `fields` are what is read of the call. */
export type Prove = (callback: Callback, fields: unknown) => Promise<Proven>;

/** Without its key a signature proves nothing: anyone can sign with an empty one. Then the secret address is the only proof. */
export function compileProof(proof: Proof, values: Values): Prove {
  if (proof.kind === "path") return async () => "path";
  if (proof.kind === "confirm") return async () => "hint";
  const key = keyOf(proof, values);
  return key === null ? async () => "path" : compileSignature(proof, key);
}

/** Whether every call that is believed has the vendor's signature, with the options as they are. */
export function hasSignature(proof: Proof, values: Values): boolean {
  return proof.kind !== "path" && proof.kind !== "confirm" && keyOf(proof, values) !== null;
}

type SignatureProof = Exclude<Proof, { kind: "path" | "confirm" }>;

function keyOf(proof: SignatureProof, values: Values): string | null {
  return filled(proof.kind === "ed25519" ? proof.public_key : proof.key, values);
}

function compileSignature(proof: SignatureProof, key: string): Prove {
  switch (proof.kind) {
    case "twilio":
    case "plivo": {
      const holds = proof.kind === "twilio" ? twilioHolds : plivoHolds;
      return async (callback) => signedIf(holds(callback, key));
    }
    case "vonage":
      return async (_, fields) => signedIf(vonageHolds(fields, key));
    case "jwt": {
      const header = (proof.header ?? "authorization").toLowerCase();
      return async (callback) =>
        signedIf(await jwtHolds(callback.headers[header]?.replace(/^Bearer /i, ""), key, callback));
    }
    case "ed25519": {
      const signed = compileSigned(proof);
      return async (callback) => {
        const over = signed.over(callback);
        return signedIf(over !== null && ed25519Holds(key, over, signed.signature(callback)));
      };
    }
    case "hmac": {
      const { hash, encoding, prefix = "" } = proof;
      const signingKey = hmacKey(key, proof.key_hash);
      const signed = compileSigned(proof);
      return async (callback) => {
        const over = signed.over(callback);
        const given = signed.signature(callback) ?? "";
        if (over === null || !given.startsWith(prefix)) return "refused";
        return signedIf(
          hmacHolds({ hash, key: signingKey, over, encoding, signature: given.slice(prefix.length) }),
        );
      };
    }
  }
}

type SignedFields = Pick<
  Extract<Proof, { kind: "hmac" }>,
  "header" | "timestamp_header" | "over" | "max_age"
>;

/** What is signed, null when the call is too old; and the signature. */
function compileSigned({ header, timestamp_header: timeHeader, over, max_age: maxAge }: SignedFields) {
  const template = parseTemplate(over);
  return {
    signature: ({ headers }: Callback) => headers[header.toLowerCase()],
    over({ headers, body, at }: Callback): string | null {
      const timestamp = timeHeader === undefined ? undefined : headers[timeHeader.toLowerCase()];
      if (maxAge !== undefined && !isFresh(timestamp, at, maxAge)) return null;
      return render(template, (name) => (name === "body" ? body : timestamp));
    },
  };
}

function hmacKey(text: string, hash: "sha256" | undefined): string | Buffer {
  return hash === undefined ? text : createHash(hash).update(text).digest();
}

function signedIf(holds: boolean): Proven {
  return holds ? "signed" : "refused";
}
