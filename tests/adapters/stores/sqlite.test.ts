/** The contracts of the ports, on a file and in memory. What is special about SQLite is in the other files. */
import { afterAll, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { Store } from "../../../domain/storage/store.ts";
import { auditContract } from "../../contracts/audit.ts";
import { notesContract } from "../../contracts/notes.ts";
import { onceContract } from "../../contracts/once.ts";
import { storeContract, type StoreSubject } from "../../contracts/store.ts";
import { windowsContract } from "../../contracts/windows.ts";
import { windowsRule } from "../../contracts/windows-rule.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const file = { test, expect, name: "SQLite in a file", make: inFile };
const memory = { test, expect, name: "SQLite in memory", make: inMemory };
const lacks = (...tests: readonly string[]) => [
  { reason: "a database in memory has one connection, which nothing breaks", tests },
];

storeContract(file);
windowsContract(file);
windowsRule(file);
onceContract(file);
notesContract(file);
auditContract(file);

storeContract({
  ...memory,
  skip: lacks(
    "lets exactly one through across two connections",
    "shows a save to another connection at once",
    "throws StoreUnavailable when its backend does not answer",
  ),
});
windowsContract({
  ...memory,
  skip: lacks(
    "lets no more than the limit through across four connections",
    "shows what was counted to another connection at once",
    "throws StoreUnavailable when its backend does not answer, for windows",
  ),
});
windowsRule(memory);
onceContract({
  ...memory,
  skip: lacks(
    "gives a name to exactly one across four connections",
    "throws StoreUnavailable when its backend does not answer, for claims",
  ),
});

notesContract({
  ...memory,
  skip: lacks(
    "never replaces what may not be replaced, also when it comes at once across four connections",
    "shows one of many notes at once that it was the first, across four connections",
    "throws StoreUnavailable when its backend does not answer, for notes",
  ),
});

auditContract({
  ...memory,
  skip: lacks(
    "gives every number once to many who add at once, across four connections",
    "throws StoreUnavailable when its backend does not answer, for the trail",
  ),
});

function inFile(): StoreSubject<Store> {
  const path = folder.file("contract.db");
  const open = (clock: Clock) => openSqlite({ path, clock });
  return {
    ...subjectOf(open),
    another: () => open(createSimClock()),
    break() {
      const other = new Database(path);
      for (const table of ["ledgers", "window_buckets", "claims", "messages", "audit"])
        other.run(`DROP TABLE ${table}`);
      other.close();
    },
  };
}

function inMemory(): StoreSubject<Store> {
  return subjectOf((clock) => openSqlite({ path: ":memory:", clock }));
}

/** Prunes whenever time passes: the most that a store may delete. */
function subjectOf(open: (clock: Clock) => ReturnType<typeof openSqlite>): StoreSubject<Store> {
  const sim = createSimClock();
  const store = open(sim);
  const pass = (ms: number) => {
    sim.advance(ms);
    store.prune();
  };
  return { store, clock: { now: () => sim.now(), pass }, close: () => store.close() };
}
