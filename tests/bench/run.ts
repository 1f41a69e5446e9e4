/**
 * `bun run bench`: Ramz beside hand-written servers, start-up, memory, in one run on one machine; loopback only. Compare ratios, not
 * numbers of different machines. BENCH_VERIFICATIONS sets how many verifications the memory part makes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { printBreakdown } from "./breakdown.ts";
import { measureMemory } from "./memory.ts";
import { measureStartup } from "./startup.ts";
import { measureThroughput } from "./throughput.ts";

const startedAt = Date.now();
const verifications = Number(process.env["BENCH_VERIFICATIONS"] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "ramz-bench-"));
const load = () => loadavg()[0]?.toFixed(2);

try {
  console.log(`Bun ${Bun.version}, ${cpus().length} cores (${cpus()[0]?.model}), load before: ${load()}`);
  const { bareUs, startUs } = await measureThroughput(folder);
  await printBreakdown(folder);
  console.log(`over the network, all threads: bare ${bareUs.toFixed(0)}, Ramz start ${startUs.toFixed(0)}`);
  await measureStartup(folder);
  await measureMemory(join(folder, "memory"), verifications);
  console.log(`\nTook ${((Date.now() - startedAt) / 1000).toFixed(0)} s, load after: ${load()}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
