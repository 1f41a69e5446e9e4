/** Ramz on SQLite beside a hand-written server, start and check. */
import { join } from "node:path";
import { startCollector } from "./collector.ts";
import { compare } from "./compare.ts";
import { checking, CHECKS, ROUND_MS, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, stopAll } from "./server.ts";

const ROUNDS = 10;
const TARGET = 0.6;
/** The price of tracing is within what varies from second to second, so the two servers take many short turns. */
const TRACED_ROUNDS = 40;
const TRACED_ROUND_MS = 500;

export async function measureThroughput(folder: string): Promise<readonly Finding[]> {
  const storeIn = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  const bare = await startServer({ kind: "bare", store: "" });
  const byHand = await startServer({ kind: "by hand", store: storeIn("hand-written") });
  const ramz = await startServer({ kind: "ramz", store: storeIn("ramz") });
  const collector = startCollector();
  const traced = await startServer(
    { kind: "ramz", store: storeIn("traced") },
    { collector: collector.origin },
  );
  try {
    console.log(
      `\n== SQLite, start: distinct numbers, 32 connections, ${ROUNDS} rounds of ${ROUND_MS} ms, medians`,
    );
    const [, b = [], c = []] = await compare(
      [
        starting({ name: "(a) bare Elysia route", server: bare }),
        starting({ name: "(b) by hand: 1 select, 2 writes", server: byHand }),
        starting({ name: "(c) Ramz POST /v1/verifications", server: ramz }),
      ],
      ROUNDS,
    );
    const ofStarts = ratioOf("SQLite: start, Ramz / by hand", c, b, TARGET);

    console.log(`\n== Tracing: the same start, ${TRACED_ROUNDS} rounds of ${TRACED_ROUND_MS} ms, medians`);
    const roundMs = TRACED_ROUND_MS;
    const [n = [], t = []] = await compare(
      [
        starting({ name: "no span exported", server: ramz, roundMs }),
        starting({ name: "every span exported", server: traced, roundMs }),
      ],
      TRACED_ROUNDS,
    );
    const ofTracing = ratioOf("SQLite: start, every span exported / none", t, n, "withdrawn");

    console.log(`\n== SQLite, check: at most ${CHECKS} a round, ${ROUNDS} rounds, medians`);
    const [d = [], wrongs = [], rights = []] = await compare(
      [
        checking("wrong", { name: "(d) by hand: 1 select, 1 write", server: byHand }),
        checking("wrong", { name: "(e) Ramz POST …/checks, wrong code", server: ramz }),
        checking("right", { name: "(e) Ramz POST …/checks, right code", server: ramz }),
      ],
      ROUNDS,
    );
    return [
      ofStarts,
      ofTracing,
      ratioOf("SQLite: check, wrong code, Ramz / by hand", wrongs, d, TARGET),
      ratioOf("SQLite: check, right code (signs a proof), Ramz / by hand", rights, d, TARGET),
    ];
  } finally {
    await stopAll([bare, byHand, ramz, traced]);
    await collector.stop();
  }
}
