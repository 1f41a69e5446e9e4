/**
 * `bun run bench [part …]`: Ramz beside hand-written servers, beside better-auth, its latency and its memory, in one run on one
 * machine; loopback only. Compare ratios, not numbers of different machines. Without arguments all parts run, in at most twelve
 * minutes. BENCH_VERIFICATIONS and BENCH_LEDGERS set how many the memory parts make.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { measureAddedLatency } from "./added-latency.ts";
import { measureBesideBetterAuth } from "./beside-better-auth.ts";
import { printBreakdown } from "./breakdown.ts";
import { measureCompat } from "./compat.ts";
import { asMarkdown, type Finding } from "./findings.ts";
import { measureHooks } from "./hooks.ts";
import { measureInbox } from "./inbox.ts";
import { measureLedgers } from "./ledgers.ts";
import { measureLimits } from "./limits.ts";
import { measureMemory } from "./memory.ts";
import { measureReceipts } from "./receipts.ts";
import { measureRecipe } from "./recipe.ts";
import { measureRedis } from "./redis.ts";
import { sharedRedis } from "./shared-redis.ts";
import { measureRouting } from "./routing.ts";
import { measureStartup } from "./startup.ts";
import { measureThroughput } from "./throughput.ts";
import { measureTracing } from "./tracing.ts";
import { measureWorkers } from "./workers.ts";

const MILLION = 1_000_000;
const verifications = Number(process.env["BENCH_VERIFICATIONS"] ?? MILLION);
const ledgers = Number(process.env["BENCH_LEDGERS"] ?? MILLION);
const folder = mkdtempSync(join(tmpdir(), "ramz-bench-"));

const PARTS: Readonly<Record<string, () => Promise<readonly Finding[] | void>>> = {
  sqlite: () => measureThroughput(folder),
  tracing: () => measureTracing(folder),
  breakdown: () => printBreakdown(folder),
  redis: async () => measureRedis(await sharedRedis()),
  "better-auth": async () => measureBesideBetterAuth(await sharedRedis()),
  latency: async () => measureAddedLatency(folder, await sharedRedis()),
  workers: async () => measureWorkers(folder, await sharedRedis()),
  limits: async () => measureLimits(folder, await sharedRedis()),
  routing: async () => measureRouting(folder, await sharedRedis()),
  receipts: async () => measureReceipts(folder, await sharedRedis()),
  recipe: measureRecipe,
  hooks: measureHooks,
  compat: measureCompat,
  inbox: () => measureInbox(folder),
  startup: () => measureStartup(folder),
  ledgers: async () => measureLedgers(await sharedRedis(), ledgers),
  memory: () => measureMemory(folder, verifications),
};

const load = () => loadavg()[0]?.toFixed(2);

async function run(names: readonly string[]): Promise<void> {
  const startedAt = Date.now();
  console.log(`Bun ${Bun.version}, ${cpus().length} cores (${cpus()[0]?.model}), load before: ${load()}`);
  const findings: Finding[] = [];
  for (const name of names) findings.push(...((await PARTS[name]?.()) ?? []));
  console.log(`\nTook ${((Date.now() - startedAt) / 1000).toFixed(0)} s, load after: ${load()}`);
  console.log(`\n${asMarkdown(findings)}`);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
try {
  if (unknown.length > 0)
    console.error(`No part is called ${unknown.join(", ")}. There are: ${Object.keys(PARTS).join(", ")}.`);
  else await run(asked.length > 0 ? asked : Object.keys(PARTS));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// The client of the shared Redis would keep this process alive.
process.exit(unknown.length > 0 ? 1 : 0);
