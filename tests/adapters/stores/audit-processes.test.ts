/** The audit trail between real processes, and in stores of versions that had none. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { createAuditTrail } from "../../../domain/audit/trail.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { ACTS, RECORDING_SECRET } from "./record-acts.ts";
import { temporaryFolder } from "./temporary-folder.ts";

setDefaultTimeout(30_000);

const folder = temporaryFolder();
afterAll(() => folder.remove());

test.each([
  ["SQLite", async () => ({ url: `sqlite:${folder.file("shared.db")}`, prefix: "" })],
  ["Redis", async () => ({ url: (await single()).url, prefix: freshPrefix() })],
])("two processes that record at once leave no gap in %s", async (_name, storeOf) => {
  const { url, prefix } = await storeOf();
  const startAt = String(Date.now() + 700);
  const script = join(import.meta.dir, "record-acts.ts");
  const processes = ["one", "two"].map((name) =>
    Bun.spawn([process.execPath, script, url, prefix, startAt, name], { stderr: "inherit" }),
  );
  expect(await Promise.all(processes.map(({ exited }) => exited))).toEqual([0, 0]);
  const store = await openAt(url, prefix === "" ? {} : { RAMZ_STORE_PREFIX: prefix });
  const trail = createAuditTrail({
    store: store.audit,
    secrets: createSecrets([RECORDING_SECRET]),
    clock: createSimClock(),
    observer: { recorded: () => {}, shortened: () => {} },
  });
  const who: string[] = [];
  const state = await trail.verify((entry) => void who.push(entry.who));
  expect(state).toMatchObject({ last: { seq: 2 * ACTS }, faults: [], unprovenFrom: null });
  expect(who.filter((name) => name === "one").length).toBe(ACTS);
  await store.close();
});

test("a file of a version without a trail gets one", async () => {
  const path = folder.file("before.db");
  const clock = createSimClock();
  await openSqlite({ path, clock }).close();
  const db = new Database(path);
  db.run("DROP TABLE audit");
  db.close();
  const store = openSqlite({ path, clock });
  expect(await store.audit.append(1, "first")).toBe("appended");
  await store.close();
});

test("entries that were taken out of Redis by hand leave a gap, and the trail goes on", async () => {
  const { url, servers } = await single();
  const prefix = freshPrefix();
  const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
  for (let seq = 1; seq <= 6; seq++) await store.audit.append(seq, `text ${seq}`);
  await servers[0].redis.hdel(`${prefix}:audit`, "2", "3", "6");
  expect((await store.audit.read(0, 10)).map(({ seq }) => seq)).toEqual([1, 4, 5]);
  expect((await store.audit.read(1, 1)).map(({ seq }) => seq)).toEqual([4]);
  expect(await store.audit.last()).toEqual({ seq: 5, text: "text 5" });
  expect(await store.audit.append(6, "another")).toBe("appended");
  await store.close();
});
