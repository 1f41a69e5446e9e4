/** `ramz audit` over a store: what it prints, and what its exit code says of the trail. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { createAuditTrail } from "../../../domain/audit/trail.ts";
import { type Folder, tempFolder } from "../../support/process.ts";
import { MASKED, run, SECRET } from "./support.ts";

// Each command is a process of its own.
setDefaultTimeout(30_000);

const OTHER_SECRET = "another-secret-0123456789-abcdefghijkl";

/** Records two acts, and resolves to the hashes of their entries. */
async function recordIn(folder: Folder): Promise<readonly string[]> {
  const store = openSqlite({ path: pathIn(folder), clock: systemClock });
  const observer = { recorded: () => {}, shortened: () => {} };
  const secrets = createSecrets([SECRET]);
  const trail = createAuditTrail({ store: store.audit, secrets, clock: systemClock, observer });
  const first = await trail.record("sara", { kind: "signed_in", from: "192.0.2.7" });
  const number = trail.numberOf("+989127654321");
  const second = await trail.record("sara", { kind: "unmasked", number, reason: "she called" });
  await store.close();
  return [first.hash, second.hash];
}

const pathIn = (folder: Folder) => join(folder.path, "audit.db");
const envOf = (folder: Folder, secret = SECRET) => ({
  RAMZ_STORE: `sqlite:${pathIn(folder)}`,
  RAMZ_SECRET: secret,
});

test("acts are printed with masked numbers, and the chain holds", async () => {
  using folder = tempFolder();
  const [, last = ""] = await recordIn(folder);
  const { code, out, err } = await run(["audit"], envOf(folder), folder);
  expect([code, err]).toEqual([0, `The chain holds: 2 entries, the last with the hash ${last}.\n`]);
  expect(out).toContain("sara: signed in from 192.0.2.7");
  expect(out).toContain(`sara: was shown the number ${MASKED}: she called`);

  const later = await run(["audit", "--since", "2100-01-01"], envOf(folder), folder);
  expect([later.code, later.out]).toEqual([0, ""]);
  const json = await run(["audit", "--json", "--expect", last], envOf(folder), folder);
  expect(JSON.parse(json.out)).toMatchObject({
    faults: [],
    expected: true,
    entries: [{ seq: 1 }, { seq: 2 }],
  });
});

test("a trail whose end was cut off lacks the last entry of the log", async () => {
  using folder = tempFolder();
  const [first = "", last = ""] = await recordIn(folder);
  const db = new Database(pathIn(folder));
  db.run("DELETE FROM audit WHERE seq = 2");
  db.close();
  expect((await run(["audit", "--expect", first], envOf(folder), folder)).code).toBe(0);
  const { code, err } = await run(["audit", "--expect", last], envOf(folder), folder);
  expect([code, err]).toEqual([1, expect.stringContaining("its end was cut off")]);
});

test("a changed entry ends with 1, a secret that is gone with 2", async () => {
  using folder = tempFolder();
  await recordIn(folder);
  const gone = await run(["audit"], envOf(folder, OTHER_SECRET), folder);
  expect([gone.code, gone.err]).toEqual([2, expect.stringContaining("Entries from 1 on cannot be verified")]);
  const db = new Database(pathIn(folder));
  db.run("UPDATE audit SET text = replace(text, 'sara', 'lara') WHERE seq = 1");
  db.close();
  const changed = await run(["audit"], envOf(folder), folder);
  expect([changed.code, changed.err]).toEqual([1, expect.stringContaining("Entry 1 was changed")]);
  expect(changed.out).toContain("[ALTERED]");
});
