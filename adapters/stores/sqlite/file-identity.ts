/** A file that was deleted or replaced stays open: writes to it would succeed, and no other process would see them. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { StoreUnavailable } from "../../../domain/storage/store.ts";

/**
 * Returns a function that throws StoreUnavailable while `path` does not lead to the file that is there now. The system gives the number of
 * an open file to no other file. One call takes about two microseconds.
 */
export function identityCheck(path: string): () => void {
  const absolute = resolve(path);
  const opened = statSync(absolute);
  return () => {
    const found = statOf(absolute);
    if (found !== undefined && found.ino === opened.ino && found.dev === opened.dev) return;
    const change = found === undefined ? "deleted or moved away" : "replaced by another file";
    throw new StoreUnavailable(
      `The SQLite file "${path}" was ${change} while Ramz had it open. Put it back, or restart Ramz to use the file at this path.`,
    );
  };
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailable(`The SQLite file "${path}" cannot be examined: ${cause}`, { cause: error });
  }
}
