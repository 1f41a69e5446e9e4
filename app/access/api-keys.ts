/**
 * Keys of calling applications. A key is 256 random bits, so its plain SHA-256 may stand in a file: there is nothing to guess, and a
 * slow hash, which protects passwords that people think up, would only slow every request down (ASVS 5.0, 11.4 and 6.5.2: a
 * lookup secret of 112 bits of entropy or more needs no password hash).
 */
import { createHash } from "node:crypto";
import type { Random } from "../../domain/ports.ts";

/** What a key may be for; `admin` is all of it. */
export const SCOPES = ["send", "check", "read", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** A fixed beginning, by which scanners find a key that was committed or logged. */
const PREFIX = "ramz_";
const KEY_BYTES = 32;
const KEY_SHAPE = /^(?:ramz_[A-Za-z0-9_-]{43}|[0-9a-f]{64})$/;

/** A new key. It is shown once and kept nowhere; its hash goes into the configuration. */
export function newKey(random: Random): string {
  return PREFIX + random.token(KEY_BYTES);
}

/** As `newKey`, of 64 hexadecimal digits: some vendors' clients take letters and digits only. Scanners find no prefix in it. */
export function newPlainKey(random: Random): string {
  return Buffer.from(random.token(KEY_BYTES), "base64url").toString("hex");
}

/** The hash of a key, as the configuration has it; null of a text without the shape of a key, whatever the configuration lists. */
export function hashOf(key: string): string | null {
  return KEY_SHAPE.test(key) ? `sha256:${createHash("sha256").update(key).digest("hex")}` : null;
}

/** Whether a key with these scopes may do what `wanted` stands for. */
export function permits(scopes: readonly Scope[], wanted: Scope): boolean {
  return scopes.includes(wanted) || scopes.includes("admin");
}
