/** The contract, on a file and in memory. What only SQLite does is in sqlite-file.test.ts. */
import { afterAll, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import type { Clock } from "../../domain/ports.ts";
import { storeContract, type StoreSubject } from "../contracts/store.ts";
import { createSimClock } from "../support/sim-clock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

storeContract({ test, expect, name: "SQLite in a file", make: inFile });

storeContract({
  test,
  expect,
  name: "SQLite in memory",
  make: inMemory,
  skip: [
    {
      reason: "a database in memory has one connection",
      tests: [
        "lets exactly one through across two connections",
        "shows a save to another connection at once",
        "throws StoreUnavailable when its backend does not answer",
      ],
    },
  ],
});

function inFile(): StoreSubject {
  const path = folder.file("contract.db");
  const open = (clock: Clock) => openSqlite({ path, clock });
  return {
    ...subjectOf(open),
    another: () => open(createSimClock()),
    break() {
      const other = new Database(path);
      other.run("DROP TABLE ledgers");
      other.close();
    },
  };
}

function inMemory(): StoreSubject {
  return subjectOf((clock) => openSqlite({ path: ":memory:", clock }));
}

/** Prunes whenever time passes, which is the hardest a store of this kind can be on its users. */
function subjectOf(open: (clock: Clock) => ReturnType<typeof openSqlite>): StoreSubject {
  const sim = createSimClock();
  const store = open(sim);
  const pass = (ms: number) => {
    sim.advance(ms);
    store.prune();
  };
  return { store, clock: { now: () => sim.now(), pass }, close: () => store.close() };
}
