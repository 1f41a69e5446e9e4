/** A service secret that is created on first use and kept in a file beside the store, for development and small installations. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemRandom } from "./random.ts";
import { SECRET_MIN_LENGTH } from "../../domain/ports.ts";

/** The secret in `path`, created if there is none. Several processes that start at once get the same one. */
export function readOrCreateSecret(path: string): string {
  const existing = read(path);
  if (existing !== null) return checkLength(existing, path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A link to a finished file is atomic: no process reads half a secret, and only one process wins.
  const draft = `${path}.${systemRandom.token(6)}`;
  writeFileSync(draft, systemRandom.token(48), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (read(path) === null) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return checkLength(readFileSync(path, "utf8"), path);
}

/** An attacker could guess a short secret and derive the codes. */
function checkLength(secret: string, path: string): string {
  if (secret.length >= SECRET_MIN_LENGTH) return secret;
  throw new Error(
    `the secret in "${path}" has ${secret.length} characters, it needs ${SECRET_MIN_LENGTH} or more. ` +
      "Restore the old one, or delete the file to get a new one; pending codes become invalid then.",
  );
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
