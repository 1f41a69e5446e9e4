/** A service secret made on first use and kept in a file beside the store; for development and small set-ups. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemRandom } from "./random.ts";
import { SECRET_MIN_LENGTH } from "../../domain/ports.ts";

/** The secret in `path`, made if there is none. Several processes that start at once agree on one. */
export function keptSecret(path: string): string {
  const kept = read(path);
  if (kept !== null) return longEnough(kept, path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Linking a finished file is atomic: nobody ever reads half a secret, and only one process wins.
  const draft = `${path}.${systemRandom.token(6)}`;
  writeFileSync(draft, systemRandom.token(48), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (read(path) === null) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return longEnough(readFileSync(path, "utf8"), path);
}

/** Anybody could derive the codes of an empty secret. */
function longEnough(secret: string, path: string): string {
  if (secret.length >= SECRET_MIN_LENGTH) return secret;
  throw new Error(
    `the secret in "${path}" has ${secret.length} characters, it needs ${SECRET_MIN_LENGTH} or more. ` +
      "Put the old one back, or delete the file to have a new one made; codes under way are lost then.",
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
