/**
 * Encryption of stored numbers: AES-256-GCM with a separate key for every name, so that no key comes near the limit of 2^32 random
 * nonces (NIST SP 800-38D, 8.3). The name is authenticated, so a sealed text that is moved to another name does not open.
 */
import { createCipheriv, createDecipheriv, randomFillSync } from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Returns nonce, ciphertext and tag as base64url. */
export function sealWith(key: Buffer, text: string, name: string): string {
  const nonce = randomFillSync(Buffer.allocUnsafe(NONCE_BYTES));
  const cipher = createCipheriv(CIPHER, keyOf(key, name), nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64url",
  );
}

/** Null when the text was sealed with another key or another name, or was altered. */
export function unsealWith(key: Buffer, sealed: string, name: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(key, name), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function keyOf(key: Buffer, name: string): Buffer {
  return new Bun.CryptoHasher("sha256", key).update(name).digest();
}
