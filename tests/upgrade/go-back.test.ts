/** A ledger that a later version wrote, as the upgrade page says under "Go back". Later formats begin with another character. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { DAY_MS, MINUTE_MS } from "../../domain/time.ts";
import { field, wordOf } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { serveHere } from "../support/serving.ts";

const [LATER, OTHER] = ["+989121110001", "+989121110002"];

test("requests for its number are answered 500 until it has expired, and others as ever", async () => {
  using folder = tempFolder();
  const file = join(folder.path, "ramz.db");
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const store = openSqlite({ path: file, clock });
  await using serving = await serveHere(
    {
      RAMZ_SECRET: "a-secret-of-thirty-two-characters-or-more",
      RAMZ_PROVIDERS: "console",
    },
    { clock, store },
  );
  const { api } = serving;
  const start = (to: string) => api.post("/v1/verifications", { to });
  const id = field((await start(LATER)).body, "id");
  const db = new Database(file);
  db.run("UPDATE ledgers SET ledger = '3' || substr(ledger, 2)");
  db.close();

  aheadMs += MINUTE_MS;
  const guess = await api.post(`/v1/verifications/${id}/checks`, { code: "000000" });
  const answers = [await start(LATER), await api.get(`/v1/verifications/${id}`), guess];
  expect(answers.map(wordOf)).toEqual(["500 internal", "500 internal", "500 internal"]);
  expect(wordOf(await start(OTHER))).toBe("201");

  aheadMs += DAY_MS;
  store.prune();
  expect(wordOf(await start(LATER))).toBe("201");
});
