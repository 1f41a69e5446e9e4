/** What the rules across recipients add to a start: deciding, and counting in the full windows of each store. */
import { join } from "node:path";
import type { Otp } from "../../domain/otp.ts";
import type { Count } from "../../domain/rate-limits/sliding-window.ts";
import type { Store } from "../../domain/storage/store.ts";
import { HOUR_MS, MINUTE_MS } from "../../domain/time.ts";
import { openAt } from "../support/redis/store.ts";
import { atOnce } from "./at-once.ts";
import { NOWHERE, silentLog, starting } from "./breakdown.ts";
import { printTable } from "./numbers.ts";
import { acceptingProvider, composeRamz, otpOf } from "./ramz.ts";
import type { SharedRedis } from "./shared-redis.ts";

const BATCHES = 20;
const BATCH = 1_000;

/** The counts of one call. */
type Call = readonly Count[];

export async function printLimitsBreakdown(folder: string, redis: SharedRedis): Promise<void> {
  const calls: Call[] = [];
  const recording: Store = {
    ...NOWHERE,
    windows: {
      count(counts, at) {
        calls.push(counts);
        return NOWHERE.windows.count(counts, at);
      },
    },
  };
  await withRamz(recording, true, (otp) => starting(otp)());
  const counts = calls.flat().length;
  const none = await withRamz(NOWHERE, false, (otp) => fastest(starting(otp)));
  const all = await withRamz(NOWHERE, true, (otp) => fastest(starting(otp)));
  const sqlite = await counting(`sqlite:${join(folder, "limits-breakdown.db")}`, calls);
  const inRedis = await counting(redis.url, calls, redis.cpuUs);

  console.log(
    `\n== What all limits add to a start (${calls.length} calls with ${counts} counts; CPU at its fastest, microseconds)`,
  );
  const rows: readonly (readonly [string, number])[] = [
    ["a start without rules, stored nowhere", none.ownUs],
    ["rules: charges, judgement, record of the decision, metrics", all.ownUs - none.ownUs],
    ["SQLite: counting, windows full", sqlite.ownUs],
    ["Redis: counting, windows full, in Ramz", inRedis.ownUs],
    ["Redis: counting, windows full, in Redis", inRedis.otherUs],
  ];
  printTable(
    ["", "us"],
    rows.map(([name, us]) => [name, us.toFixed(0)]),
  );
}

async function withRamz<T>(store: Store, limited: boolean, use: (otp: Otp) => Promise<T>): Promise<T> {
  const further = { store, limited, log: await silentLog() };
  const ramz = await composeRamz("sqlite::memory:", acceptingProvider(), further);
  const used = await use(otpOf(ramz));
  await ramz.close();
  return used;
}

async function counting(url: string, calls: readonly Call[], other?: () => Promise<number>): Promise<Cost> {
  const store = await openAt(url);
  const countAt = async (at: number) => {
    for (const counts of calls) await store.windows.count(counts, at);
  };
  const now = Date.now();
  for (let at = now - 25 * HOUR_MS; at < now; at += MINUTE_MS) await countAt(at);
  const cost = await fastest(() => countAt(Date.now()), other);
  await store.close();
  return cost;
}

interface Cost {
  /** CPU time of this process. */
  readonly ownUs: number;
  /** CPU time of the server of the store. */
  readonly otherUs: number;
}

/** The least CPU time of one run: other load on the machine only adds time. */
async function fastest(work: () => Promise<unknown>, other = async () => 0): Promise<Cost> {
  const costs: Cost[] = [];
  for (let batch = 0; batch <= BATCHES; batch++) {
    let left = BATCH;
    const own = process.cpuUsage();
    const before = await other();
    await atOnce(() => left-- > 0, work);
    const { user, system } = process.cpuUsage(own);
    const otherUs = ((await other()) - before) / BATCH;
    if (batch > 0) costs.push({ ownUs: (user + system) / BATCH, otherUs });
  }
  const least = (part: keyof Cost) => Math.min(...costs.map((cost) => cost[part]));
  return { ownUs: least("ownUs"), otherUs: least("otherUs") };
}
