/** A worker that starts to serve only after all were asked to stop: no other is started, and none is left. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkers, type Workers } from "../../../app/cli/serve/worker-pool.ts";
import { eventually } from "../../support/http.ts";
import { type Folder, tempFolder } from "../../support/process.ts";

/** Records its process; asked to stop, it first reports that it serves. */
const LATE = `
  import { appendFileSync } from "node:fs";
  process.on("SIGTERM", () => process.send("serving", () => process.exit(0)));
  setInterval(() => {}, 1_000);
  appendFileSync(import.meta.dir + "/pids", process.pid + "\\n");
`;
const ENDS_WITHIN_MS = 2_000;

/** Three workers, and the processes so far. Those that are left at the end are killed. */
function lateWorkers(folder: Folder): { readonly workers: Workers; pids(): readonly number[] } & Disposable {
  folder.write("late.ts", LATE);
  const noted = join(folder.path, "pids");
  const pids = () => (existsSync(noted) ? readFileSync(noted, "utf8").trim().split("\n").map(Number) : []);
  const command = [process.execPath, join(folder.path, "late.ts")];
  return {
    workers: createWorkers({ count: 3, command, env: process.env, log: () => {} }),
    pids,
    [Symbol.dispose]: () => pids().forEach(kill),
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
}

const within = (ending: Promise<unknown>) =>
  Promise.race([ending.then(() => "ended"), Bun.sleep(ENDS_WITHIN_MS).then(() => "still runs")]);

test("a first worker that serves only after the stop stays the only one, and ends", async () => {
  using folder = tempFolder();
  using late = lateWorkers(folder);
  const started = late.workers.start();
  await eventually(late.pids, ({ length }) => length === 1);
  late.workers.stop();
  expect(await within(started)).toBe("ended");
  expect(await within(late.workers.ended())).toBe("ended");
  expect(late.pids()).toHaveLength(1);
});

test("a start after the stop leaves no worker running", async () => {
  using folder = tempFolder();
  using late = lateWorkers(folder);
  late.workers.stop();
  expect(await within(late.workers.start())).toBe("ended");
  expect(await within(late.workers.ended())).toBe("ended");
});
