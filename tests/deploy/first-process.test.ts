/** Ramz as the first process of a container: the kernel gives that one no default for a signal, and a parent that is not its own. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { startRamz } from "../support/process.ts";

const AS_FIRST = [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"]),
  "--pid",
  "--fork",
];
const TIME_OUT_MS = 30_000;

/** The process that `unshare` has started, by its id out here. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim());
}

test(
  "serves as process 1, and ends with exit code 0 on SIGTERM",
  async () => {
    await using ramz = await startRamz({}, undefined, ["serve"], AS_FIRST);
    const pid = childOf(ramz.pid);
    expect(readFileSync(`/proc/${pid}/status`, "utf8")).toMatch(/^NSpid:\s+\d+\s+1$/m);
    expect((await ramz.api.get("/healthz")).status).toBe(200);
    process.kill(pid, "SIGTERM");
    expect(await ramz.exited).toBe(0);
    expect(ramz.printed()).toContain("Ramz has stopped.");
  },
  TIME_OUT_MS,
);
