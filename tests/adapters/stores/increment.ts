/**
 * A process that increments a ledger 200 times by compare-and-set: `bun increment.ts <file> <start at>`. It starts at the given time,
 * so that several of them compete.
 */
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";

const TIMES = 200;

const [path = "", startAt = "0"] = process.argv.slice(2);
await Bun.sleep(Math.max(0, Number(startAt) - systemClock.now()));
const store = openSqlite({ path, clock: systemClock });
const expiresAt = systemClock.now() + 3_600_000;

let conflicts = 0;
for (let done = 0; done < TIMES;) {
  const stored = await store.load("key");
  const counted = stored?.ledger.guesses[0] ?? 0;
  const next = { ...ledgerOf(0), guesses: [counted + 1] };
  if ((await store.save("key", next, stored?.revision ?? 0, expiresAt)) === "saved") done += 1;
  else conflicts += 1;
}
await store.close();
console.log(conflicts);
