/** Servers take turns, round after round, so that other load on the machine affects them alike. */
import { type LoadOptions, type LoadResult, runLoad } from "./load.ts";
import { median, printTable } from "./numbers.ts";
import type { Server } from "./server.ts";

export interface Contender {
  readonly name: string;
  readonly server: Server;
  readonly status: number;
  /** What to send in one round. The preparation is not measured. */
  ready(): Promise<LoadOptions["next"]> | LoadOptions["next"];
}

export interface Round extends LoadResult {
  readonly perSecond: number;
  /** CPU time of the server per request, over all its threads. */
  readonly serverUs: number;
}

/**
 * The rounds of each contender, in the order given. The first round warms up and is dropped. Every other round runs in reverse
 * order, because each contender bears the after-effects of the one before, such as outstanding writes of its store.
 */
export async function compare(contenders: readonly Contender[], rounds: number): Promise<readonly Round[][]> {
  const results: Round[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const inTurn = [...contenders.entries()];
    for (const [index, contender] of round % 2 === 0 ? inTurn : inTurn.toReversed()) {
      const result = await takeTurn(contender);
      if (round > 0) results[index]?.push(result);
    }
  }
  print(contenders, results);
  return results;
}

async function takeTurn({ server, status, ready }: Contender): Promise<Round> {
  const next = await ready();
  const before = await server.usage();
  const result = await runLoad({ port: server.port, next, status });
  const { cpuMs } = await server.usage();
  const { answers, seconds } = result;
  const serverUs = ((cpuMs - before.cpuMs) * 1000) / answers;
  return { ...result, perSecond: answers / seconds, serverUs };
}

/** Above this share of one core the client, not the server, may be what was measured. */
const CLIENT_IS_BUSY = 0.85;

function print(contenders: readonly Contender[], results: readonly Round[][]): void {
  const rows = contenders.map(({ name }, index) => {
    const of = (key: keyof Round) => median(results[index]?.map((round) => round[key]) ?? []);
    const client = of("clientCpu");
    return [
      name,
      of("perSecond").toFixed(0),
      of("p50Ms").toFixed(2),
      of("p99Ms").toFixed(2),
      of("serverUs").toFixed(0),
      `${(client * 100).toFixed(0)} %${client > CLIENT_IS_BUSY ? " SATURATED" : ""}`,
    ];
  });
  printTable(["", "req/s", "p50 ms", "p99 ms", "server CPU us/req", "client CPU"], rows);
}
