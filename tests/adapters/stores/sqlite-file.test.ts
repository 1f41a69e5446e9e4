/** Ledgers in SQLite, beyond the contract: the file, its permissions, damage, other processes, pruning. */
import { afterAll, expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { ledgerOf } from "../../contracts/ledgers.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const clock = createSimClock();
const LATER = clock.now() + 1_000;
const run = (script: string, ...args: readonly string[]) =>
  Bun.spawn([process.execPath, join(import.meta.dir, script), ...args], { stderr: "inherit" });

test("the journal is a write-ahead log and the table is strict", async () => {
  const path = folder.file("mode.db");
  const store = openSqlite({ path, clock });
  const db = new Database(path);
  expect(db.query("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(db.query("SELECT strict FROM pragma_table_list('ledgers')").get()).toEqual({ strict: 1 });
  db.close();
  await store.close();
});

test("only the owner can read the file, its log and a folder made for it", async () => {
  const made = folder.file("made");
  const path = join(made, "ramz.db");
  const store = openSqlite({ path, clock });
  await store.save("key", ledgerOf(1), 0, LATER);
  expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
  expect(modeOf(made)).toBe(0o700);
  await store.close();
});

test("four processes that start at once on a new file lose no update", async () => {
  const path = folder.file("shared.db");
  const startAt = String(Date.now() + 700);
  const children = Array.from({ length: 4 }, () => run("increment.ts", path, startAt));
  expect(await Promise.all(children.map(({ exited }) => exited))).toEqual([0, 0, 0, 0]);
  const store = openSqlite({ path, clock });
  expect(await store.load("key")).toEqual({ ledger: { ...ledgerOf(0), guesses: [800] }, revision: 800 });
  await store.close();
}, 30_000);

test("a ledger outlives the process that saved it", async () => {
  const path = folder.file("kept.db");
  const first = openSqlite({ path, clock });
  await first.save("key", ledgerOf(1), 0, LATER);
  await first.close();
  const second = openSqlite({ path, clock });
  expect(await second.load("key")).toEqual({ ledger: ledgerOf(1), revision: 1 });
  await second.close();
});

test("pruning deletes expired ledgers and no others, a bounded number at a time", async () => {
  const time = createSimClock();
  const store = openSqlite({ path: folder.file("pruned.db"), clock: time });
  for (let at = 0; at < 700; at++) await store.save(`past ${at}`, ledgerOf(at), 0, time.now() + 100);
  await store.save("live", ledgerOf(1), 0, time.now() + 200);
  time.advance(100);
  expect(store.prune()).toBe(0);
  time.advance(1);
  expect([store.prune(), store.prune(), store.prune()]).toEqual([500, 200, 0]);
  expect(await store.load("live")).toEqual({ ledger: ledgerOf(1), revision: 1 });
  expect(await store.load("past 0")).toBe(null);
  await store.close();
});

test("a file that is not a database cannot be opened, and the message names it", () => {
  const path = folder.file("letter.db");
  writeFileSync(path, "Dear Ramz, ".repeat(1_000));
  expect(() => openSqlite({ path, clock })).toThrow(
    new StoreUnavailable(`SQLite cannot open "${path}": file is not a database`),
  );
});

test("a folder in place of the file cannot be opened, and the message names it", () => {
  expect(() => openSqlite({ path: folder.path, clock })).toThrow(`SQLite cannot open "${folder.path}"`);
});

test("a read-only file cannot be opened, and the message names it", async () => {
  const path = folder.file("read-only.db");
  await openSqlite({ path, clock }).close();
  chmodSync(folder.path, 0o755);
  chmodSync(path, 0o444);
  const child = run("read-only.ts", path);
  const said = await new Response(child.stdout).text();
  expect(said).not.toContain("opened");
  expect(said).toContain(path);
});

test("when the file is damaged while the store is open, the store is unavailable, not wrong", async () => {
  const path = folder.file("damaged.db");
  const store = openSqlite({ path, clock });
  for (let at = 0; at < 300; at++) await store.save(`key ${at}`, ledgerOf(at), 0, LATER);
  await store.close();
  const bytes = await Bun.file(path).bytes();
  bytes.fill(0x5a, 4096);
  writeFileSync(path, bytes);
  const damaged = openSqlite({ path, clock });
  expect(await failureOf(damaged.load("key 7"))).toBeInstanceOf(StoreUnavailable);
  await damaged.close();
});

test("a ledger in a later format is refused, not misread", async () => {
  const path = folder.file("later.db");
  const store = openSqlite({ path, clock });
  await store.save("key", ledgerOf(1), 0, LATER);
  const db = new Database(path);
  db.run("UPDATE ledgers SET ledger = '3' || substr(ledger, 2)");
  db.close();
  expect(String(await failureOf(store.load("key")))).toContain('has format "3", this Ramz reads "2"');
  await store.close();
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}
