/** Ramz beside what one would write by hand, start and check. */
import { compare, type Contender, type Round } from "./compare.ts";
import { median, medianRatio } from "./numbers.ts";
import { checks, starts, wrong } from "./requests.ts";
import { type Server, startServer } from "./server.ts";

const ROUNDS = 10;
const ROUND_MS = 1_500;
/** Of five guesses four may be wrong and leave the verification pending. */
const GUESSES = 4;
const CHECKS = 8_000;

export interface Throughput {
  /** Medians, in microseconds of server CPU per request. */
  readonly bareUs: number;
  readonly startUs: number;
}

export async function measureThroughput(folder: string): Promise<Throughput> {
  const bare = await startServer("bare", folder);
  const byHand = await startServer("hand-written", folder);
  const ramz = await startServer("ramz", folder);
  const collector = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: swallow });
  const traced = await startServer("ramz-traced", folder, collector.url.origin);
  try {
    console.log(`\n== Start: distinct numbers, 32 connections, ${ROUNDS} rounds of ${ROUND_MS} ms, medians`);
    const [a = [], b = [], c = [], t = []] = await compare(
      [
        starting("(a) bare Elysia route", bare),
        starting("(b) by hand: 1 select, 2 writes", byHand),
        starting("(c) Ramz POST /v1/verifications", ramz),
        starting("(t) the same, every span exported", traced),
      ],
      ROUNDS,
    );
    printRatio("start ratio c/b", c, b, TARGET);
    printRatio("tracing ratio t/c", t, c, TRACED_TARGET);

    console.log(`\n== Check: ${CHECKS} a round, ${ROUNDS} rounds, medians`);
    const [d = [], wrongs = [], rights = []] = await compare(
      [
        checking("(d) by hand: 1 select, 1 write", byHand, 422),
        checking("(e) Ramz POST …/checks, wrong code", ramz, 422),
        checking("(e) Ramz POST …/checks, right code", ramz, 200),
      ],
      ROUNDS,
    );
    printRatio("check ratio e/d, wrong code", wrongs, d, TARGET);
    printRatio("check ratio e/d, right code (signs a proof)", rights, d, TARGET);
    return { bareUs: cpuOf(a), startUs: cpuOf(c) };
  } finally {
    await Promise.all([bare, byHand, ramz, traced].map((server) => server.stop()));
    await collector.stop(true);
  }
}

function starting(name: string, server: Server): Contender {
  return {
    name,
    server,
    status: 201,
    ready() {
      const until = Date.now() + ROUND_MS;
      return starts(() => Date.now() < until);
    },
  };
}

function checking(name: string, server: Server, status: 200 | 422): Contender {
  return {
    name,
    server,
    status,
    async ready() {
      if (status === 200) return checks(await server.prepare(CHECKS), 1, (code) => code);
      return checks(await server.prepare(CHECKS / GUESSES), GUESSES, wrong);
    },
  };
}

const perSecond = (rounds: readonly Round[]) => rounds.map((round) => round.perSecond);
const cpuOf = (rounds: readonly Round[]) => median(rounds.map((round) => round.serverUs));

const TARGET = 0.6;
/** Tracing may cost a tenth of the throughput. */
const TRACED_TARGET = 0.9;

async function swallow(request: Request): Promise<Response> {
  await request.arrayBuffer();
  return new Response(null, { status: 200 });
}

function printRatio(name: string, over: readonly Round[], under: readonly Round[], target: number): void {
  const ratio = medianRatio(perSecond(over), perSecond(under));
  const cpu = cpuOf(under) / cpuOf(over);
  const verdict = ratio >= target ? "reached" : "MISSED";
  console.log(`${name}: ${ratio.toFixed(2)} (by CPU ${cpu.toFixed(2)}); target ${target} ${verdict}`);
}
