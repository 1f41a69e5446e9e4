/** A server written by hand instead of Ramz: routes with the same storage work and none of the rules. */
import { Elysia } from "elysia";
import { CheckBody, StartBody } from "../../app/http/schemas/verifications.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import { atOnce } from "./at-once.ts";
import { openRedisRows } from "./hand-written-redis.ts";
import { openSqliteRows } from "./hand-written-sqlite.ts";
import { takeSample } from "./sample.ts";
import type { Subject, SubjectOptions, Target, Rows } from "./subject-api.ts";

export async function openHandWritten({ store }: SubjectOptions): Promise<Subject> {
  const sample = await takeSample();
  const rows = store.startsWith("sqlite:") ? openSqliteRows(store.slice(7)) : await openRedisRows(store);
  const work = workOver(rows, sample.ledger);
  const app = new Elysia()
    .post(
      "/v1/verifications",
      async ({ body: { to } }) => {
        await work.start(to);
        return Response.json({ ...sample.started, to }, { status: 201 });
      },
      { body: StartBody },
    )
    .post(
      "/v1/verifications/:id/checks",
      async ({ params: { id }, body: { code } }) => {
        await work.check(id, code);
        return Response.json(sample.refused, { status: 422 });
      },
      { body: CheckBody },
    )
    .listen({ hostname: "127.0.0.1", port: 0 });

  let numbers = 0;
  return {
    port: app.server?.port ?? 0,
    async prepare(count) {
      const targets: Target[] = [];
      let left = count;
      await atOnce(
        () => left-- > 0,
        async () => {
          const id = `090${String(numbers++).padStart(8, "0")}`;
          await work.start(id);
          targets.push({ id, code: "123456" });
        },
      );
      return targets;
    },
  };
}

/** A start is one read and two writes, the second after the provider; a check one read and one write. */
function workOver(rows: Rows, ledger: Ledger) {
  return {
    async start(to: string) {
      if ((await rows.read(to)) !== null) throw new Error("numbers are distinct here");
      await rows.write(to, { revision: 1, text: JSON.stringify({ ...ledger, recipient: to }) });
      await rows.write(to, { revision: 2, text: JSON.stringify({ ...ledger, recipient: to }) });
    },
    async check(to: string, code: string) {
      const row = await rows.read(to);
      if (row === null) throw new Error("there is nothing to check");
      const found: { recipient: string } = JSON.parse(row.text);
      await rows.write(to, { revision: row.revision + 1, text: JSON.stringify({ ...found, app: code }) });
    },
  };
}
