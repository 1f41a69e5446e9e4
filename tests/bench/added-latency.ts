/**
 * What Ramz adds to the time its provider takes, with every span exported and the log on, while requests arrive whether or not
 * earlier ones were answered.
 */
import { join } from "node:path";
import { runArrivals } from "./arrivals.ts";
import { startCollector } from "./collector.ts";
import { below, type Finding } from "./findings.ts";
import { median, printTable } from "./numbers.ts";
import { starts } from "./requests.ts";
import { type Server, startServer, stopAll } from "./server.ts";
import type { SharedRedis } from "./shared-redis.ts";

const PROVIDER_MS = 100;
const PER_SECOND = 500;
const SECONDS = 4;
const ROUNDS = 5;
const LIMIT_MS = 10;

export async function measureAddedLatency(folder: string, redis: SharedRedis): Promise<readonly Finding[]> {
  const store = `sqlite:${join(folder, "latency.db")}`;
  const collector = startCollector();
  const outputs = (name: string) => ({
    collector: collector.origin,
    logFile: join(folder, `latency-${name}.log`),
  });
  const providerMs = PROVIDER_MS;
  const bare = await startServer({ kind: "bare", store: "", providerMs });
  const onSqlite = await startServer({ kind: "ramz", store, providerMs }, outputs("sqlite"));
  const onRedis = await startServer({ kind: "ramz", store: redis.url, providerMs }, outputs("redis"));
  const servers = [bare, onSqlite, onRedis];
  try {
    await redis.empty();
    console.log(
      `\n== Added to a provider that takes ${PROVIDER_MS} ms, every span exported, log on: ${PER_SECOND} requests a second, ${ROUNDS} rounds of ${SECONDS} s, medians`,
    );
    const rounds: Round[][] = servers.map(() => []);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [index, server] of servers.entries()) {
        const taken = await oneRound(server);
        if (round > 0) rounds[index]?.push(taken);
      }
    }
    const [byBare = [], bySqlite = [], byRedis = []] = rounds;
    const row = (name: string, of: readonly Round[]) => [
      name,
      ...(["p50", "p99"] as const).map((key) => median(of.map((round) => round[key])).toFixed(2)),
    ];
    printTable(
      [`ms above ${PROVIDER_MS}`, "p50", "p99"],
      [row("bare route that waits", byBare), row("Ramz on SQLite", bySqlite), row("Ramz on Redis", byRedis)],
    );
    if (median(byBare.map(({ p99 }) => p99)) > LIMIT_MS / 2)
      console.log("The bare route itself was late: this machine is too busy for a judgement.");
    return [added("SQLite", bySqlite, byBare), added("Redis", byRedis, byBare)];
  } finally {
    await stopAll(servers);
    await collector.stop();
  }
}

/** Milliseconds above the provider's own. */
interface Round {
  readonly p50: number;
  readonly p99: number;
}

async function oneRound({ port }: Server): Promise<Round> {
  const options = { port, status: 201, perSecond: PER_SECOND, seconds: SECONDS };
  const { p50Ms, p99Ms } = await runArrivals({ ...options, next: starts(() => true) });
  return { p50: p50Ms - PROVIDER_MS, p99: p99Ms - PROVIDER_MS };
}

/** Compared with the bare route of the same round, which waits as long and runs on the same machine. */
function added(store: string, rounds: readonly Round[], bare: readonly Round[]): Finding {
  const differences = rounds.map(({ p99 }, round) => p99 - (bare[round]?.p99 ?? Number.NaN));
  const what = `${store}: p99 added to a provider of ${PROVIDER_MS} ms at ${PER_SECOND} starts a second, every span exported, log on`;
  return below(LIMIT_MS, what, median(differences), "ms");
}
