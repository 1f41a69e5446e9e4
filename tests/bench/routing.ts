/**
 * What routes that learn cost a start: server CPU of a start through a chain of three providers, with learned and with fixed routes, and
 * with full windows. Fixed routes read and count nothing.
 */
import { join } from "node:path";
import { compare } from "./compare.ts";
import { starting } from "./contenders.ts";
import { below, type Finding } from "./findings.ts";
import { medianRatio } from "./numbers.ts";
import { startServer, stopAll } from "./server.ts";
import type { SharedRedis } from "./shared-redis.ts";

// Short turns and many of them: other load on the machine then affects both alike.
const ROUNDS = 24;
const ROUND_MS = 400;
const TARGET = 1.1;

export async function measureRouting(folder: string, redis: SharedRedis): Promise<readonly Finding[]> {
  console.log(
    `\n== Routing: starts through three providers, learned beside fixed, ${ROUNDS} rounds of ${ROUND_MS} ms, medians`,
  );
  const storeIn = (name: string) => `sqlite:${join(folder, `routes-${name}.db`)}`;
  await redis.empty();
  return [
    await learnedBesideFixed("SQLite", storeIn("learned"), storeIn("fixed")),
    await learnedBesideFixed("Redis", redis.url, redis.url),
  ];
}

async function learnedBesideFixed(name: string, ofLearned: string, ofFixed: string): Promise<Finding> {
  const learned = await startServer({ kind: "ramz", store: ofLearned, routing: "learn", limited: true });
  const fixed = await startServer({ kind: "ramz", store: ofFixed, routing: "fixed", limited: true });
  try {
    const [none = [], all = []] = await compare(
      [
        starting({ name: `${name}: start, fixed routes`, server: fixed, roundMs: ROUND_MS }),
        starting({ name: `${name}: start, learned routes`, server: learned, roundMs: ROUND_MS }),
      ],
      ROUNDS,
    );
    const cpu = medianRatio(
      all.map(({ serverUs }) => serverUs),
      none.map(({ serverUs }) => serverUs),
    );
    return below(TARGET, `${name}: server CPU of a start, learned / fixed routes`, cpu, "times");
  } finally {
    await stopAll([learned, fixed]);
  }
}
