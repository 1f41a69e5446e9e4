/** A SQLite file that takes no writes: readiness, the metrics and the log say so, and say when it is over. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Api, eventually, freshNumber, wordOf } from "../../support/http.ts";
import { ON_A_SMALL_DISK, startRamz, STORE_FILE } from "../../support/process.ts";

const readyStatus = async (api: Api) => (await api.get("/readyz")).status;
const startWord = async (api: Api) => wordOf(await api.post("/v1/verifications", { to: freshNumber() }));

/** The failures of an operation that `/metrics` shows. */
async function failures(api: Api, operation: string): Promise<number> {
  const { text } = await api.get("/metrics");
  return Number(
    new RegExp(`^otp_store_failures_total\\{[^}]*operation="${operation}"[^}]*\\} (\\d+)`, "m").exec(
      text,
    )?.[1],
  );
}

test("locked by another process: not ready, counted, and live meanwhile", async () => {
  await using ramz = await startRamz();
  const { api } = ramz;
  expect(await readyStatus(api)).toBe(200);
  expect([await failures(api, "save"), await failures(api, "ping")]).toEqual([0, 0]);
  const other = new Database(join(ramz.folder.path, STORE_FILE));
  other.run("BEGIN IMMEDIATE");
  let isAnswered = false;
  const refused = startWord(api).finally(() => (isAnswered = true));
  const ready = readyStatus(api);
  expect((await api.get("/healthz")).status).toBe(200);
  expect(isAnswered).toBe(false);
  expect([await refused, await ready]).toEqual(["503 store_unavailable", 503]);
  expect(await failures(api, "ping")).toBe(1);
  expect((await failures(api, "save")) + (await failures(api, "count"))).toBeGreaterThan(0);
  other.run("COMMIT");
  other.close();
  expect([await startWord(api), await readyStatus(api)]).toEqual(["201", 200]);
}, 20_000);

test("on a full disk: not ready, counted, and live", async () => {
  await using ramz = await startRamz({}, undefined, ["serve"], ON_A_SMALL_DISK);
  const { api } = ramz;
  expect(await readyStatus(api)).toBe(200);
  const answers = new Set<string>();
  for (let starts = 0; starts < 1_000 && answers.size < 2; starts++) answers.add(await startWord(api));
  expect([...answers]).toEqual(["201", "503 store_unavailable"]);
  expect(await readyStatus(api)).toBe(503);
  expect(await failures(api, "ping")).toBe(1);
  expect((await api.get("/healthz")).status).toBe(200);
}, 20_000);

test("deleted under the process: not ready, nothing is sent, and the log names the file and the remedy", async () => {
  await using ramz = await startRamz();
  const { api } = ramz;
  expect(await startWord(api)).toBe("201");
  for (const end of ["", "-wal", "-shm"]) rmSync(join(ramz.folder.path, STORE_FILE) + end);
  expect(await startWord(api)).toBe("503 store_unavailable");
  const printed = await eventually(
    () => ramz.printed(),
    (text) => text.includes("deleted"),
  );
  expect(printed).toContain(STORE_FILE);
  expect(printed).toContain("restart Ramz");
  expect(await readyStatus(api)).toBe(503);
  expect((await api.get("/dev/messages")).body).toBeArrayOfSize(1);
}, 20_000);
