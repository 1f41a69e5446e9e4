/** A folder for the files of this run's servers, removed when the run ends. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The files of this run are here. */
export const folder: string = mkdtempSync(join(tmpdir(), "ramz-redis-"));

/**
 * Removes the folder when the test process has ended. `bun test` runs no exit handlers, and neither does a killed process; this process
 * notices by the end of its input. It ignores a Ctrl-C, which reaches it as well.
 */
const remover = Bun.spawn(["sh", "-c", `trap "" INT TERM HUP; cat; rm -rf "$0"`, folder], {
  stdin: "pipe",
  stdout: "ignore",
  stderr: "ignore",
});
remover.unref();
