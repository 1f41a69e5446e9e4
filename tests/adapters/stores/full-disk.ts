/** A process that may write only small files, as on a full disk: prints what a store in the file of the first argument answers. */
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";

const LATER = systemClock.now() + 60_000;

const store = openSqlite({ path: process.argv[2] ?? "", clock: systemClock });
const nameOf = (promise: Promise<unknown>) => promise.then(() => "resolved", String);

const before = await nameOf(store.ping());
let save = "nothing saved";
for (let saved = 0; saved === 0 || (save === "resolved" && saved < 1_000); saved++)
  save = await nameOf(store.save(`${saved}`, ledgerOf(1), 0, LATER));
console.log(JSON.stringify({ before, save, ping: await nameOf(store.ping()) }));
process.exit();
