/**
 * `bun run soak [--seconds 60] [--store sqlite|redis]`: mixed traffic against one process, for so long on each store, with its
 * memory and the store's keys over time. Ends with 1 when the memory at the end, at rest and collected, is more than a margin
 * above where it was at rest after the warm-up. Everything is on this machine, and everything ends by itself.
 */
import { parseArgs } from "node:util";
import { type Memory, startSubject, type Subject } from "./subject-process.ts";
import { type Kept, STORES } from "./stores.ts";
import { traffic } from "./traffic.ts";

const SECONDS_MIN = 20;
const SECONDS_MAX = 3600;
/** Caches fill and code is compiled in the first part of it. */
const WARM_UP_SHARE = 0.4;
const REST_MS = 3_000;
const SAMPLES = 10;
const MIB = 2 ** 20;
/** What may come and go with the allocator and the compiler's tiers. Over a minute, 1 KB kept of each verification is above it. */
const MARGIN: Memory = { rss: 16 * MIB, heap: 4 * MIB };

async function soak(name: string, kept: Kept, seconds: number): Promise<boolean> {
  console.log(`\n== ${name}: ${seconds} s of mixed traffic`);
  const subject = await startSubject(kept.url);
  try {
    const warm = seconds * WARM_UP_SHARE;
    await withSamples(subject, kept, 0, warm);
    const before = await atRest(subject);
    await withSamples(subject, kept, warm, seconds - warm);
    return told(before, await atRest(subject));
  } finally {
    await subject.stop();
    await kept.stop();
  }
}

/** Traffic for so long, with lines of the table on the way. */
async function withSamples(subject: Subject, kept: Kept, from: number, seconds: number): Promise<void> {
  const share = seconds / Math.ceil((SAMPLES * seconds) / TOTAL);
  for (let at = share; at <= seconds + share / 2; at += share) {
    const requests = await traffic(subject, performance.now() + share * 1000);
    const { rss, heap } = await subject.memory({ collected: false });
    const rate = Math.round(requests / share);
    const keys = await kept.keys();
    console.log(
      `${String(Math.round(from + at)).padStart(5)} s  ${rate} requests/s  rss ${shown(rss)}  heap ${shown(heap)}  ${keys} keys`,
    );
  }
}

async function atRest(subject: Subject): Promise<Memory> {
  await Bun.sleep(REST_MS);
  await subject.memory({ collected: true });
  await Bun.sleep(REST_MS);
  const memory = await subject.memory({ collected: true });
  console.log(`at rest, collected: rss ${shown(memory.rss)}  heap ${shown(memory.heap)}`);
  return memory;
}

/** Whether the memory ends where it began. */
function told(before: Memory, after: Memory): boolean {
  return (["rss", "heap"] as const)
    .map((part) => {
      const [grown, margin] = [after[part] - before[part], MARGIN[part]];
      const fine = grown <= margin;
      console.log(
        `${part}: ${shown(grown)} more than after warm-up; ${shown(margin)} are allowed: ${fine ? "ok" : "TOO MUCH"}`,
      );
      return fine;
    })
    .every(Boolean);
}

function shown(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, store: { type: "string" } },
});
const TOTAL = Number(values.seconds);
const chosen = Object.entries(STORES).filter(([name]) => values.store === undefined || values.store === name);
if (!(TOTAL >= SECONDS_MIN && TOTAL <= SECONDS_MAX) || chosen.length === 0) {
  console.error(
    `--seconds takes ${SECONDS_MIN} to ${SECONDS_MAX}, --store takes ${Object.keys(STORES).join(" or ")}.`,
  );
  process.exit(1);
}
let fine = true;
for (const [name, open] of chosen) fine = (await soak(name, await open(), TOTAL)) && fine;
process.exit(fine ? 0 : 1);
