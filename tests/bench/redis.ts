/** Ramz on one Redis beside the same round trips written by hand: GET, a compare-and-set script, and the script again. */
import { compare } from "./compare.ts";
import { checking, CHECKS, ROUND_MS, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import type { SharedRedis } from "./shared-redis.ts";
import { startServer, stopAll } from "./server.ts";

const ROUNDS = 8;

export async function measureRedis({ url, empty: before }: SharedRedis): Promise<readonly Finding[]> {
  const byHand = await startServer({ kind: "by hand", store: url });
  const ramz = await startServer({ kind: "ramz", store: url });
  try {
    console.log(
      `\n== Redis, start: distinct numbers, 32 connections, ${ROUNDS} rounds of ${ROUND_MS} ms, medians`,
    );
    const [a = [], b = []] = await compare(
      [
        starting({ name: "(a) by hand: GET, EVALSHA, EVALSHA", server: byHand, before }),
        starting({ name: "(b) Ramz POST /v1/verifications", server: ramz, before }),
      ],
      ROUNDS,
    );
    const ofStarts = ratioOf("Redis: start, Ramz / by hand", b, a, "withdrawn");

    console.log(`\n== Redis, check: at most ${CHECKS} a round, ${ROUNDS} rounds, medians`);
    const [c = [], wrongs = [], rights = []] = await compare(
      [
        checking("wrong", { name: "(c) by hand: GET, EVALSHA", server: byHand, before }),
        checking("wrong", { name: "(d) Ramz POST …/checks, wrong code", server: ramz, before }),
        checking("right", { name: "(d) Ramz POST …/checks, right code", server: ramz, before }),
      ],
      ROUNDS,
    );
    return [
      ofStarts,
      ratioOf("Redis: check, wrong code, Ramz / by hand", wrongs, c, "withdrawn"),
      ratioOf("Redis: check, right code (signs a proof), Ramz / by hand", rights, c, "withdrawn"),
    ];
  } finally {
    await stopAll([byHand, ramz]);
  }
}
