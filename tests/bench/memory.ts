/** Memory over many verifications: the file may grow, the process must not. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./findings.ts";
import { runLoad } from "./load.ts";
import { printTable } from "./numbers.ts";
import { starts } from "./requests.ts";
import { type Server, startServer } from "./server.ts";

const STEPS = 10;
/** A slow machine makes fewer verifications instead of taking longer; the table says how many. */
const TIME_MAX_MS = 150_000;

export async function measureMemory(folder: string, verifications: number): Promise<readonly Finding[]> {
  console.log(`\n== Memory: up to ${inWords(verifications)} verifications of as many numbers`);
  const giveUpAt = Date.now() + TIME_MAX_MS;
  const file = join(folder, "memory.db");
  const server = await startServer({ kind: "ramz", store: `sqlite:${file}` });
  const rows = [await rowOf(server, 0, file)];
  let taken = 0;
  try {
    for (let step = 1; step <= STEPS && Date.now() < giveUpAt; step++) {
      const until = Math.round((verifications * step) / STEPS);
      const next = starts(() => {
        const more = taken < until && Date.now() < giveUpAt;
        if (more) taken += 1;
        return more;
      });
      await runLoad({ port: server.port, status: 201, next });
      rows.push(await rowOf(server, taken, file));
    }
  } finally {
    await server.stop();
  }
  printTable(["after", "RSS", "store file"], rows);
  if (taken < verifications) console.log(`stopped by the clock after ${TIME_MAX_MS / 1000} s`);
  const [, rss = "", size = ""] = rows.at(-1) ?? [];
  return [
    {
      what: `SQLite: memory of the process after ${inWords(taken)} verifications, beside ${size} on disk`,
      measured: rss,
    },
  ];
}

async function rowOf(server: Server, taken: number, file: string): Promise<readonly string[]> {
  const { rssBytes } = await server.usage();
  return [inWords(taken), inMegabytes(rssBytes), inMegabytes(statSync(file).size)];
}

const inWords = (count: number) => count.toLocaleString("en");
const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
