/** A process without rights that opens a store it may only read, and prints how that went: `bun read-only.ts <file>`. */
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";

const NOBODY = 65_534;

const [path = ""] = process.argv.slice(2);
// Root may write everything, so it has to become somebody else first.
if (process.getuid?.() === 0) process.setuid?.(NOBODY);
try {
  openSqlite({ path, clock: systemClock });
  console.log("opened");
} catch (error) {
  console.log(String(error));
}
process.exit();
