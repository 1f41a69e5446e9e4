/**
 * The cost of all rules across recipients together: addresses, budgets in messages and Rial, the guard. Their windows are full, and none of
 * them refuses anything.
 */
import { join } from "node:path";
import { compare } from "./compare.ts";
import { checking, starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, stopAll } from "./server.ts";
import { printLimitsBreakdown } from "./limits-breakdown.ts";
import type { SharedRedis } from "./shared-redis.ts";

// Short turns and many of them: other load on the machine then affects both alike.
const ROUNDS = 24;
const ROUND_MS = 400;
const CHECK_ROUNDS = 4;

export async function measureLimits(folder: string, redis: SharedRedis): Promise<readonly Finding[]> {
  console.log(
    `\n== Limits: with all rules across recipients beside none, ${ROUNDS} rounds of ${ROUND_MS} ms, medians. One more round trip on a start, none on a check (tests/adapters/stores/redis-windows.test.ts counts it).`,
  );
  const storeIn = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  const findings = [
    ...(await allBesideNone("SQLite", storeIn("limited"), storeIn("unlimited"), async () => {})),
    ...(await allBesideNone("Redis", redis.url, redis.url, () => redis.empty())),
  ];
  await printLimitsBreakdown(folder, redis);
  return findings;
}

/** Of the throughput without rules; a start with all of them makes one more round trip. */
const TARGET = 0.75;

async function allBesideNone(
  name: string,
  ofLimited: string,
  ofUnlimited: string,
  empty: () => Promise<unknown>,
): Promise<readonly Finding[]> {
  await empty();
  const limited = await startServer({ kind: "ramz", store: ofLimited, limited: true });
  const unlimited = await startServer({ kind: "ramz", store: ofUnlimited });
  try {
    const [none = [], all = []] = await compare(
      [
        starting({
          name: `${name}: start, no rules across recipients`,
          server: unlimited,
          roundMs: ROUND_MS,
        }),
        starting({ name: `${name}: start, all of them`, server: limited, roundMs: ROUND_MS }),
      ],
      ROUNDS,
    );
    // Checks are no part of a rule. Both servers make verifications of the same numbers for them.
    const before = empty;
    const [without = [], within = []] = await compare(
      [
        checking("wrong", { name: `${name}: wrong code, none`, server: unlimited, before }),
        checking("wrong", { name: `${name}: wrong code, all of them`, server: limited, before }),
      ],
      CHECK_ROUNDS,
    );
    return [
      ratioOf(`${name}: start, all limits / none`, all, none, TARGET),
      ratioOf(`${name}: check, all limits / none`, within, without),
    ];
  } finally {
    await stopAll([limited, unlimited]);
  }
}
