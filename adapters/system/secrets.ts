/** Keyed functions of the service secret. The secret itself is used only to derive one key per use (HKDF, RFC 5869). */
import { hkdfSync, timingSafeEqual } from "node:crypto";
import type { Secrets } from "../../domain/ports.ts";
import { sealWith, unsealWith } from "./sealing.ts";

const INDEX_KEY_CHARS = 22;
const KEY_ID_CHARS = 8;
const ALIAS_BYTES = 16;

/**
 * `secrets` has the current secret first, then older ones whose codes are still valid. The keys of ledgers, aliases and windows are derived
 * from the last one, so that a rotation in progress moves none (decision 0008).
 */
export function createSecrets(secrets: readonly [string, ...string[]]): Secrets {
  const keysFor = (use: string) => new Map(secrets.map((secret) => [keyIdOf(secret), derive(secret, use)]));
  const [codeKeys, sealKeys] = [keysFor("code"), keysFor("seal")];
  const keyId = keyIdOf(secrets[0]);
  const sealKey = derive(secrets[0], "seal");
  const oldest = secrets.at(-1) ?? secrets[0];
  const [indexKey, windowKey] = [derive(oldest, "index"), derive(oldest, "window")];
  const aliasKey = derive(oldest, "alias");
  return {
    keyId,
    knows: (madeWith) => codeKeys.has(madeWith),
    ledgerKey(app, recipient) {
      return hmac(indexKey, `${app}\n${recipient}`).toString("base64url").slice(0, INDEX_KEY_CHARS);
    },
    alias: (id) => hmac(aliasKey, id).subarray(0, ALIAS_BYTES).toString("hex"),
    windowKey: (text) => hmac(windowKey, text).toString("base64url").slice(0, INDEX_KEY_CHARS),
    seal: (text, name) => keyId + sealWith(sealKey, text, name),
    unseal(sealed, name) {
      const key = sealKeys.get(sealed.slice(0, KEY_ID_CHARS));
      return key === undefined ? null : unsealWith(key, sealed.slice(KEY_ID_CHARS), name);
    },
    mac(madeWith, input) {
      const key = codeKeys.get(madeWith);
      if (key === undefined) {
        throw new Error(
          `a code was made with the secret "${madeWith}", which is not in RAMZ_SECRET. ` +
            "After a rotation, keep the older secret in the list behind the current one until its codes have expired.",
        );
      }
      return hmac(key, input);
    },
    digest: (text) => new Bun.CryptoHasher("sha256").update(text).digest("base64url"),
    same(a, b) {
      const [left, right] = [Buffer.from(a), Buffer.from(b)];
      return left.length === right.length && timingSafeEqual(left, right);
    },
  };
}

/** 32 bytes for one use of a secret. The bytes of one use reveal nothing of another. */
export function derive(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "ramz", use, 32));
}

/** A short public name of a secret, which reveals nothing of it. */
export function keyIdOf(secret: string): string {
  return derive(secret, "key id").toString("base64url").slice(0, KEY_ID_CHARS);
}

function hmac(key: Buffer, input: string): Buffer {
  return new Bun.CryptoHasher("sha256", key).update(input).digest();
}
