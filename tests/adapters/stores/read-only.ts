/** An unprivileged process that opens a store it may only read, and prints the result: `bun read-only.ts <file>`. */
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";

const NOBODY_UID = 65_534;

const [path = ""] = process.argv.slice(2);
// Root may write every file, so it becomes another user first.
if (process.getuid?.() === 0) process.setuid?.(NOBODY_UID);
try {
  openSqlite({ path, clock: systemClock });
  console.log("opened");
} catch (error) {
  console.log(String(error));
}
process.exit();
