/** A service whose log is not read: every request is answered, memory stays bounded, and it stops when asked to. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { apiAt, freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";
import { openPipe, type Pipe } from "./pipe.ts";

const HINT = "x".repeat(20_000);
const LOUD = pluginFile('return { outcome: "refused", fault: "recipient", reason: "loud" };').replace(
  "create: (options, host) => ({",
  `$&\n explain: () => ({ en: "${HINT}", fa: "" }),`,
);

/** Their hints are more than the buffer holds. */
const SENDS = 600;
const AT_ONCE = 25;
const SLOWEST_MS = 2_000;
/** The buffer, and what a process that serves its first hundreds of requests takes for itself. */
const GROWTH_KB = 80_000;
/** Two seconds for a reader who may come back, and the rest. */
const STOPS_WITHIN_MS = 4_000;

async function startLoud(pipe: Pipe) {
  const folder = tempFolder();
  folder.write("loud.ts", LOUD);
  const env = {
    RAMZ_PROVIDERS: "./loud.ts",
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_IP_SENDS_PER_HOUR: "1000000",
    RAMZ_GUARD: "off",
  };
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../../../../app/main.ts"), "serve"], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, HOST: "127.0.0.1", PORT: "0", ...env },
    stdin: "ignore",
    stdout: pipe.fd,
    stderr: "inherit",
  });
  const greeting = (await pipe.readUntil((line) => line.includes("API: "))).join();
  return {
    url: /listens on (http:\/\/[^\s]+)\. API/.exec(greeting)?.[1] ?? "",
    child,
    memoryKb() {
      const { stdout } = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(child.pid)]);
      return Number(stdout.toString());
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
      folder[Symbol.dispose]();
    },
  };
}

/** Sends at once, then again, until there are that many. The slowest, in milliseconds, and every status there was. */
async function send(url: string, count: number) {
  const { post } = apiAt(url);
  const statuses = new Set<number>();
  let left = count;
  let slowestMs = 0;
  const client = async () => {
    while (left-- > 0) {
      const begun = performance.now();
      const { status } = await post("/v1/verifications", { to: freshNumber() });
      statuses.add(status);
      slowestMs = Math.max(slowestMs, performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return { slowestMs, statuses: [...statuses] };
}

test("a log that is not read holds up no request and no stop, and has the number of dropped lines when it is read again", async () => {
  using pipe = openPipe("blocking");
  await using ramz = await startLoud(pipe);
  const { get } = apiAt(ramz.url);
  expect((await send(ramz.url, AT_ONCE)).statuses).toEqual([422]);
  const before = ramz.memoryKb();

  const { slowestMs, statuses } = await send(ramz.url, SENDS);
  expect(statuses).toEqual([422]);
  expect(slowestMs).toBeLessThan(SLOWEST_MS);
  expect(ramz.memoryKb() - before).toBeLessThan(GROWTH_KB);
  expect((await get("/healthz")).status).toBe(200);

  const read = await pipe.readUntil((line) => line.includes('"dropped"'));
  const lines = read.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const { dropped } = lines.pop();
  // "trying" and "refused".
  expect(lines.length + dropped).toBe(2 * (AT_ONCE + SENDS));

  // Enough to fill the pipe again.
  await send(ramz.url, AT_ONCE);
  expect((await get("/healthz")).status).toBe(200);
  const begun = performance.now();
  ramz.child.kill("SIGTERM");
  expect(await ramz.child.exited).toBe(0);
  expect(performance.now() - begun).toBeLessThan(STOPS_WITHIN_MS);
}, 30_000);
