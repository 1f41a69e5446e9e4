/**
 * What receipts cost the starts beside them: 200 starts a second, alone and with a thousand receipts a second, each the first one of its
 * message. The provider takes no time, so nothing hides the difference.
 */
import { join } from "node:path";
import { receiptWords } from "../../adapters/system/receipt-words.ts";
import { RECEIPTS_PATH } from "../../app/service/service.ts";
import { runArrivals } from "./arrivals.ts";
import { below, type Finding } from "./findings.ts";
import { medianRatio, median, printTable } from "./numbers.ts";
import { BENCH_SECRET } from "./ramz.ts";
import { rendered, starts } from "./requests.ts";
import { type Server, startServer, stopAll } from "./server.ts";
import type { SharedRedis } from "./shared-redis.ts";

const STARTS_PER_SECOND = 200;
const RECEIPTS_PER_SECOND = 1_000;
const SECONDS = 4;
const ROUNDS = 5;
const TARGET = 2;
/** The p99 of starts alone beyond which other load decides. */
const BUSY_MS = 20;

export async function measureReceipts(folder: string, redis: SharedRedis): Promise<readonly Finding[]> {
  console.log(
    `\n== Receipts: ${STARTS_PER_SECOND} starts a second, alone and beside ${RECEIPTS_PER_SECOND} receipts a second, ${ROUNDS} rounds of ${SECONDS} s, medians`,
  );
  await redis.empty();
  return [
    await besideNone("SQLite", `sqlite:${join(folder, "receipts.db")}`),
    await besideNone("Redis", redis.url),
  ];
}

async function besideNone(name: string, store: string): Promise<Finding> {
  const server = await startServer({ kind: "ramz", store, receipts: true });
  const alone: number[] = [];
  const beside: number[] = [];
  const receiptUs: number[] = [];
  let reported = 0;
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      await server.prepare(RECEIPTS_PER_SECOND * SECONDS);
      const before = await server.usage();
      const quiet = await startsOf(server);
      const between = await server.usage();
      const receipts = runArrivals({
        port: server.port,
        status: 200,
        perSecond: RECEIPTS_PER_SECOND,
        seconds: SECONDS,
        next: () => receiptOf(++reported),
      });
      const [busy, { p50Ms, p99Ms }] = await Promise.all([startsOf(server), receipts]);
      const after = await server.usage();
      if (round === 0) continue;
      const furtherMs = after.cpuMs - between.cpuMs - (between.cpuMs - before.cpuMs);
      receiptUs.push((furtherMs * 1_000) / (RECEIPTS_PER_SECOND * SECONDS));
      alone.push(quiet);
      beside.push(busy);
      console.log(`${name}: a receipt p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`);
    }
  } finally {
    await stopAll([server]);
  }
  printTable(
    [`${name}: start, p99 in ms`, "median"],
    [
      ["alone", median(alone).toFixed(2)],
      ["beside receipts", median(beside).toFixed(2)],
    ],
  );
  console.log(`${name}: server CPU of a receipt, log and span included: ${median(receiptUs).toFixed(0)} µs`);
  if (median(alone) > BUSY_MS)
    console.log("Starts alone were late: this machine is too busy for a judgement.");
  const what = `${name}: p99 of a start beside ${RECEIPTS_PER_SECOND} receipts a second / alone, at ${STARTS_PER_SECOND} starts a second`;
  return below(TARGET, what, medianRatio(beside, alone), "times");
}

async function startsOf({ port }: Server): Promise<number> {
  const options = { port, status: 201, perSecond: STARTS_PER_SECOND, seconds: SECONDS };
  return (await runArrivals({ ...options, next: starts(() => true) })).p99Ms;
}

const [word] = receiptWords([BENCH_SECRET], "accepting");

/** The provider names its messages `m1`, `m2` and so on, and each of them is reported once. */
function receiptOf(message: number): Uint8Array {
  return rendered([`${RECEIPTS_PATH}/accepting/${word}`, { id: `m${message}` }]);
}
