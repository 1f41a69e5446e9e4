/** What one would write without Ramz: a bare route, and routes with the same storage work and none of the rules. */
import { Database } from "bun:sqlite";
import { Elysia } from "elysia";
import { join } from "node:path";
import { CheckBody, StartBody } from "../../app/http/schemas.ts";
import { takeSample } from "./sample.ts";
import type { Subject } from "./subject.ts";

const DAY_MS = 86_400_000;
const LISTEN = { hostname: "127.0.0.1", port: 0 };

/** The same body, the same answer, nothing in between. */
export async function openBare(folder: string): Promise<Subject> {
  const { started } = await takeSample(folder);
  const app = new Elysia()
    .post("/v1/verifications", () => Response.json(started, { status: 201 }), { body: StartBody })
    .listen(LISTEN);
  return { port: app.server?.port ?? 0, prepare: async () => [] };
}

/** A start is one select and two writes, a check one select and one write, with the same JSON in each row. */
export async function openHandWritten(folder: string): Promise<Subject> {
  const { ledger, started, refused } = await takeSample(folder);
  const db = new Database(join(folder, "hand-written.db"), { create: true, strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run(
    "CREATE TABLE ledgers (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, ledger TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT",
  );
  db.run("CREATE INDEX ledgers_by_expiry ON ledgers (expires_at)");
  const select = db.query<{ revision: number; ledger: string }, [string]>(
    "SELECT revision, ledger FROM ledgers WHERE key = ?",
  );
  const insert = db.query<null, [string, string, number]>("INSERT INTO ledgers VALUES (?, 1, ?, ?)");
  const update = db.query<null, [number, string, number, string]>(
    "UPDATE ledgers SET revision = ?, ledger = ?, expires_at = ? WHERE key = ?",
  );

  const start = (to: string) => {
    const known = select.get(to);
    if (known !== null) throw new Error("numbers are distinct here");
    insert.run(to, JSON.stringify({ ...ledger, recipient: to }), Date.now() + DAY_MS);
    update.run(2, JSON.stringify({ ...ledger, recipient: to }), Date.now() + DAY_MS, to);
  };
  const check = (to: string, code: string) => {
    const row = select.get(to);
    if (row === null) throw new Error("there is nothing to check");
    const found: { recipient: string } = JSON.parse(row.ledger);
    update.run(row.revision + 1, JSON.stringify({ ...found, app: code }), Date.now() + DAY_MS, to);
  };

  const app = new Elysia()
    .post(
      "/v1/verifications",
      ({ body: { to } }) => {
        start(to);
        return Response.json({ ...started, to }, { status: 201 });
      },
      { body: StartBody },
    )
    .post(
      "/v1/verifications/:id/checks",
      ({ params: { id }, body: { code } }) => {
        check(id, code);
        return Response.json(refused, { status: 422 });
      },
      { body: CheckBody },
    )
    .listen(LISTEN);

  let prepared = 0;
  return {
    port: app.server?.port ?? 0,
    async prepare(count) {
      const numbers = Array.from({ length: count }, () => `090${String(prepared++).padStart(8, "0")}`);
      numbers.forEach(start);
      return numbers.map((id) => ({ id, code: "123456" }));
    },
  };
}
