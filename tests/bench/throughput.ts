/** Ramz on SQLite beside a hand-written server, start and check. */
import { join } from "node:path";
import { compare } from "./compare.ts";
import { checking, CHECKS, ROUND_MS, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, stopAll } from "./server.ts";

const ROUNDS = 10;
const TARGET = 0.6;

export async function measureThroughput(folder: string): Promise<readonly Finding[]> {
  const storeIn = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  const bare = await startServer({ kind: "bare", store: "" });
  const byHand = await startServer({ kind: "by hand", store: storeIn("hand-written") });
  const ramz = await startServer({ kind: "ramz", store: storeIn("ramz") });
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
      ratioOf("SQLite: check, wrong code, Ramz / by hand", wrongs, d, TARGET),
      ratioOf("SQLite: check, right code (signs a proof), Ramz / by hand", rights, d, TARGET),
    ];
  } finally {
    await stopAll([bare, byHand, ramz]);
  }
}
