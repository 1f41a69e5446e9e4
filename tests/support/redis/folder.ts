/** A folder for the files of this run's servers, gone when the run is. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything of this run lies here. */
export const folder: string = mkdtempSync(join(tmpdir(), "ramz-redis-"));

/**
 * Removes it when the test process has ended, however that came: `bun test` runs no handlers at its exit, a killed process
 * none either. The end of its input tells this one; a Ctrl-C, which reaches it, too, does not end it first.
 */
const remover = Bun.spawn(["sh", "-c", `trap "" INT TERM HUP; cat; rm -rf "$0"`, folder], {
  stdin: "pipe",
  stdout: "ignore",
  stderr: "ignore",
});
remover.unref();
