/** Two processes on one port beside one, on each store. */
import { join } from "node:path";
import { compare } from "./compare.ts";
import { ROUND_MS, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, startTogether, stopAll } from "./server.ts";
import type { SharedRedis } from "./shared-redis.ts";

const ROUNDS = 5;

export async function measureWorkers(folder: string, redis: SharedRedis): Promise<readonly Finding[]> {
  const cores = navigator.hardwareConcurrency;
  console.log(
    `\n== Workers: starts, ${ROUNDS} rounds of ${ROUND_MS} ms, medians. ${cores} cores, of which the client and Redis take their share: on a machine of its own two workers have more to gain.`,
  );
  const storeIn = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  return [
    await twoBesideOne("Redis", redis.url, redis.url, () => redis.empty()),
    await twoBesideOne("SQLite", storeIn("one-worker"), storeIn("two-workers"), async () => {}),
  ];
}

async function twoBesideOne(
  name: string,
  ofOne: string,
  ofTwo: string,
  before: () => Promise<unknown>,
): Promise<Finding> {
  const one = await startServer({ kind: "ramz", store: ofOne });
  const two = await startTogether(2, { kind: "ramz", store: ofTwo });
  try {
    const [single = [], double = []] = await compare(
      [
        starting({ name: `${name}: one process`, server: one, before }),
        starting({ name: `${name}: two processes`, server: two, before }),
      ],
      ROUNDS,
    );
    const cores = navigator.hardwareConcurrency;
    return ratioOf(`${name}: start, two workers / one (${cores} cores, client included)`, double, single);
  } finally {
    await stopAll([one, two]);
  }
}
