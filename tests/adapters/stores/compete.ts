/**
 * A process that counts 100 times in one window with a limit of 50, and claims 50 names that other processes claim too:
 * `bun compete.ts <file> <start at>`. Prints as JSON how many of both it got.
 */
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { countOne, ONCE } from "../../contracts/windows-subject.ts";

const COUNTS = 100;
const NAMES = 50;

const [path = "", startAt = "0"] = process.argv.slice(2);
await Bun.sleep(Math.max(0, Number(startAt) - systemClock.now()));
const store = openSqlite({ path, clock: systemClock });
const HOUR_MS = 3_600_000;

const got = { counted: 0, claimed: 0 };
for (let turn = 0; turn < COUNTS; turn++) {
  if ((await countOne(store, { ...ONCE, limit: 50 }, systemClock.now())).counted) got.counted += 1;
  if (turn < NAMES && (await store.once.claim(`name ${turn}`, path, HOUR_MS)).kind === "claimed")
    got.claimed += 1;
}
await store.close();
console.log(JSON.stringify(got));
