/** Keyed functions of the service secret. The secret itself is used for nothing but deriving one key per use (HKDF, RFC 5869). */
import { hkdfSync, timingSafeEqual } from "node:crypto";
import type { Secrets } from "../../domain/ports.ts";

/** The shortest secret accepted, in characters. */
export const SECRET_MIN_LENGTH = 32;

const INDEX_KEY_CHARS = 22;

/**
 * `secrets` lists the current secret first, then older ones whose codes still live. Ledgers and windows are named with
 * the last of them, so that a rotation in progress moves none (decision 0008).
 */
export function createSecrets(secrets: readonly [string, ...string[]]): Secrets {
  const keys = new Map(secrets.map((secret) => [keyIdOf(secret), derive(secret, "code")]));
  const lasting = secrets.at(-1) ?? secrets[0];
  const [indexKey, windowKey] = [derive(lasting, "index"), derive(lasting, "window")];
  return {
    keyId: keyIdOf(secrets[0]),
    ledgerKey(app, recipient) {
      return hmac(indexKey, `${app}\n${recipient}`).toString("base64url").slice(0, INDEX_KEY_CHARS);
    },
    windowKey: (text) => hmac(windowKey, text).toString("base64url").slice(0, INDEX_KEY_CHARS),
    mac(keyId, input) {
      const key = keys.get(keyId);
      if (key === undefined) {
        throw new Error(
          `a code was made with secret "${keyId}", which is not in RAMZ_SECRET. ` +
            "After a rotation, keep the older secret in the list, after the current one, until its codes have expired.",
        );
      }
      return hmac(key, input);
    },
    same(a, b) {
      const [left, right] = [Buffer.from(a), Buffer.from(b)];
      return left.length === right.length && timingSafeEqual(left, right);
    },
  };
}

/** 32 bytes for one use of a secret; uses do not reveal each other. */
export function derive(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "ramz", use, 32));
}

/** A short public name of a secret, which tells nothing about it. */
export function keyIdOf(secret: string): string {
  return derive(secret, "key id").toString("base64url").slice(0, 8);
}

function hmac(key: Buffer, input: string): Buffer {
  return new Bun.CryptoHasher("sha256", key).update(input).digest();
}
