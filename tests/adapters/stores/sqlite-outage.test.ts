/** A SQLite file that takes no writes: another process holds its lock, or the file is no longer the one at its path. */
import { afterAll, describe, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { copyFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { ONCE, usedIn } from "../../contracts/windows-subject.ts";
import { ON_A_SMALL_DISK } from "../../support/process.ts";
import { rowsIn } from "../../support/rows.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const LATER = systemClock.now() + 60_000;

const nameOf = (promise: Promise<unknown>) => promise.then(() => "resolved", String);

describe("while another process holds the lock", () => {
  test("a ping fails as a write does, a read does not, and all works after the lock", async () => {
    const path = folder.file("locked.db");
    const store = openSqlite({ path, clock: systemClock });
    const other = new Database(path);
    other.run("BEGIN IMMEDIATE");
    const [ping, save, count, load, used] = await Promise.all([
      nameOf(store.ping()),
      nameOf(store.save("key", ledgerOf(1), 0, LATER)),
      nameOf(store.windows.count([ONCE], LATER)),
      store.load("key"),
      usedIn(store, ONCE, LATER),
    ]);
    expect([ping, save, count]).toEqual(
      Array(3).fill("StoreUnavailable: SQLite does not answer: database is locked"),
    );
    expect([load, used]).toEqual([null, 0]);
    other.run("COMMIT");
    other.close();
    await store.ping();
    expect(await store.save("key", ledgerOf(1), 0, LATER)).toBe("saved");
    await store.close();
  });

  test("writes wait for a short lock in their order, and the event loop goes on", async () => {
    const path = folder.file("short-lock.db");
    const store = openSqlite({ path, clock: systemClock });
    const other = new Database(path);
    other.run("BEGIN IMMEDIATE");
    let longestMs = 0;
    let last = performance.now();
    const turns = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 1);
    const first = store.save("key", ledgerOf(1), 0, LATER);
    await Bun.sleep(100);
    const second = store.save("key", ledgerOf(2), 1, LATER);
    await Bun.sleep(400);
    other.run("COMMIT");
    expect(await Promise.all([first, second])).toEqual(["saved", "saved"]);
    clearInterval(turns);
    // A blocking wait would have taken all of the half second.
    expect(longestMs).toBeLessThan(250);
    other.close();
    await store.close();
  });

  test("a store that is closed meanwhile rejects what waits", async () => {
    const path = folder.file("closed.db");
    const store = openSqlite({ path, clock: systemClock });
    const other = new Database(path);
    other.run("BEGIN IMMEDIATE");
    const save = nameOf(store.save("key", ledgerOf(1), 0, LATER));
    await Bun.sleep(50);
    await store.close();
    expect(await save).toBe("StoreUnavailable: the SQLite store is closed");
    other.close();
  });
});

describe("when the file under an open store", () => {
  const CHANGES: Readonly<Record<string, readonly [says: string, change: (path: string) => void]>> = {
    "is deleted": ["deleted", (path) => rmSync(path)],
    "is deleted with its log": [
      "deleted",
      (path) => ["", "-wal", "-shm"].forEach((end) => rmSync(path + end)),
    ],
    "is replaced by a backup": [
      "replaced",
      (path) => {
        copyFileSync(path, `${path}.backup`);
        renameSync(`${path}.backup`, path);
      },
    ],
  };
  test.each(Object.entries(CHANGES))("%s, nothing is read or written", async (name, [says, change]) => {
    const path = folder.file(`${name}.db`);
    const store = openSqlite({ path, clock: systemClock });
    await store.save("key", ledgerOf(1), 0, LATER);
    change(path);
    for (const use of [
      () => store.ping(),
      () => store.load("key"),
      () => store.save("key", ledgerOf(2), 1, LATER),
      () => store.once.claim("name", "value", 1_000),
    ])
      expect(await nameOf(use())).toMatch(
        new RegExp(`^StoreUnavailable: .*${says}.*Put it back, or restart`),
      );
    await store.close();
  });

  test("is moved away and put back, it is used again", async () => {
    const path = folder.file("moved.db");
    const store = openSqlite({ path, clock: systemClock });
    renameSync(path, `${path}.away`);
    expect(await nameOf(store.ping())).toContain("moved away");
    renameSync(`${path}.away`, path);
    await store.ping();
    await store.close();
  });
});

test("a ping fails when the disk takes no more, as a write does", async () => {
  const script = join(import.meta.dir, "full-disk.ts");
  const child = Bun.spawn([...ON_A_SMALL_DISK, process.execPath, script, folder.file("full.db")], {
    stderr: "inherit",
  });
  const failure = "StoreUnavailable: SQLite does not answer: disk I/O error";
  expect(await child.stdout.json()).toEqual({ before: "resolved", save: failure, ping: failure });
});

test("a ping writes to the file and leaves no row", async () => {
  const path = folder.file("pinged.db");
  const store = openSqlite({ path, clock: systemClock });
  await store.ping();
  const size = () => statSync(`${path}-wal`).size;
  const before = [size(), rowsIn(path)] as const;
  await store.ping();
  expect(size()).toBeGreaterThan(before[0]);
  expect(rowsIn(path)).toEqual(before[1]);
  expect(rowsIn(path)).toEqual([]);
  await store.close();
});
