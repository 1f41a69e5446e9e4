/** Windows and claims in SQLite, beyond the contracts: other processes, pruning, files of older versions. */
import { afterAll, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { BUCKET_MS, countOne, HOUR_MS, ONCE, usedIn } from "../../contracts/windows-subject.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { rowsIn } from "../../support/rows.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("four processes on one file count no more than the limit, and claim each name once", async () => {
  const path = folder.file("shared.db");
  const startAt = String(Date.now() + 700);
  const script = join(import.meta.dir, "compete.ts");
  const compete = async (): Promise<{ counted: number; claimed: number }> => {
    const child = Bun.spawn([process.execPath, script, path, startAt], { stderr: "inherit" });
    return JSON.parse(await child.stdout.text());
  };
  const got = await Promise.all([1, 2, 3, 4].map(compete));
  const sum = (part: (one: (typeof got)[number]) => number) => got.reduce((all, one) => all + part(one), 0);
  expect(sum(({ counted }) => counted)).toBe(50);
  expect(sum(({ claimed }) => claimed)).toBe(50);
}, 30_000);

test("pruning deletes buckets that have left their window, and expired claims", async () => {
  const path = folder.file("pruned.db");
  const clock = createSimClock();
  const store = openSqlite({ path, clock });
  const rows = (table: string) => {
    const db = new Database(path);
    const row = db.query<{ rows: number }, []>(`SELECT count(*) AS rows FROM ${table}`).get();
    db.close();
    return row?.rows;
  };
  const start = clock.now();
  for (const late of [0, BUCKET_MS, 2 * BUCKET_MS])
    await countOne(store, { ...ONCE, limit: null }, start + late);
  for (const [index, lifeMs] of [HOUR_MS, 9 * HOUR_MS].entries())
    await store.once.claim(`${index}`, "value", lifeMs);
  clock.advance(HOUR_MS + 2 * BUCKET_MS);
  expect(store.prune()).toBe(2);
  expect([rows("window_buckets"), rows("claims")]).toEqual([2, 1]);
  expect(await usedIn(store, ONCE, clock.now())).toBe(1);
  clock.advance(BUCKET_MS + 1);
  expect(store.prune()).toBe(2);
  await store.close();
});

test("a name with an expired claim is claimed again before pruning", async () => {
  const clock = createSimClock();
  const store = openSqlite({ path: folder.file("unpruned.db"), clock });
  const claim = () => store.once.claim("name", "value", 100);
  expect((await claim()).kind).toBe("claimed");
  clock.advance(99);
  expect((await claim()).kind).toBe("taken");
  clock.advance(1);
  expect((await claim()).kind).toBe("claimed");
  await store.close();
});

test("a count that only reads writes nothing", async () => {
  const path = folder.file("read.db");
  const clock = createSimClock();
  const store = openSqlite({ path, clock });
  expect(await usedIn(store, ONCE, clock.now())).toBe(0);
  clock.advance(9 * HOUR_MS);
  expect(store.prune()).toBe(0);
  await store.close();
});

test("a file of a version without windows gets them and keeps its ledgers", async () => {
  const path = folder.file("older.db");
  const clock = createSimClock();
  const first = openSqlite({ path, clock });
  await first.save("key", ledgerOf(1), 0, clock.now() + 1_000);
  await first.close();
  const db = new Database(path);
  for (const table of ["window_buckets", "claims"]) db.run(`DROP TABLE ${table}`);
  db.close();
  const store = openSqlite({ path, clock });
  expect((await countOne(store, ONCE, clock.now())).counted).toBe(true);
  expect(await store.load("key")).toEqual({ ledger: ledgerOf(1), revision: 1 });
  await store.close();
});

test("a window that an older version has filled, and still counts in, is counted on", async () => {
  const path = folder.file("filled.db");
  const clock = createSimClock();
  const store = openSqlite({ path, clock });
  const at = clock.now();
  const current = Math.floor(at / BUCKET_MS);
  const db = new Database(path);
  const insert = db.query("INSERT INTO window_buckets VALUES ('ip', ?, ?, 3, 1, ?)");
  for (let bucket = current - 30; bucket < current; bucket++)
    insert.run(HOUR_MS, bucket, (bucket + 61) * BUCKET_MS);
  const one = { ...ONCE, limit: null };
  expect((await countOne(store, one, at)).sums).toEqual({ used: 91, approved: 30 });
  db.run("UPDATE window_buckets SET used = used + 5 WHERE bucket = ?", [current]);
  expect((await countOne(store, one, at)).sums).toEqual({ used: 97, approved: 30 });
  // What an older version takes for buckets of the window is the same sum.
  const held = db
    .query<{ used: number }, [number]>("SELECT sum(used) AS used FROM window_buckets WHERE bucket >= ?")
    .get(current - 60);
  expect(held).toEqual({ used: 97 });
  db.close();
  clock.advance(HOUR_MS + 2 * BUCKET_MS);
  store.prune();
  expect(rowsIn(path)).toEqual([]);
  await store.close();
});

test("when a count fails, the other counts of its transaction fail too", async () => {
  const path = folder.file("failing.db");
  const clock = createSimClock();
  const store = openSqlite({ path, clock });
  const whole = countOne(store, ONCE, clock.now());
  // A window that does not divide evenly into buckets is invalid.
  const broken = countOne(store, { ...ONCE, windowMs: 61.5 }, clock.now());
  for (const one of await Promise.allSettled([whole, broken])) expect(one.status).toBe("rejected");
  expect(await usedIn(store, ONCE, clock.now())).toBe(0);
  await store.close();
});
