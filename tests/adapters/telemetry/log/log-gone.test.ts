/** A service keeps serving after the reader of its log is gone. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { apiAt, eventually, freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";

/** An error that is logged, fails to be logged, and is logged again takes a hundred megabytes a second. */
const WATCHED_MS = 1_500;
const GROWTH_KB = 40_000;

/** The real program. Its standard output is closed by the reader once it serves. */
async function startUnread() {
  const folder = tempFolder();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../../../../app/main.ts"), "serve"], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, HOST: "127.0.0.1", PORT: "0", NODE_ENV: "test" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let errors = "";
  const errorsRead = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) errors += decoder.decode(chunk, { stream: true });
  })();
  let greeting = "";
  for await (const chunk of child.stdout) {
    greeting += new TextDecoder().decode(chunk);
    // Leaving the loop closes the pipe.
    if (greeting.includes("Try: ")) break;
  }
  return {
    url: /listens on (http:\/\/[^\s]+)\. API/.exec(greeting)?.[1] ?? "",
    errors: () => errors,
    stop: () => child.kill("SIGTERM"),
    exited: child.exited,
    memoryKb() {
      const { stdout } = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(child.pid)]);
      return Number(stdout.toString());
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
      await errorsRead;
      folder[Symbol.dispose]();
    },
  };
}

test("when the reader of standard output is gone, Ramz says so once, keeps serving and does not grow", async () => {
  await using ramz = await startUnread();
  const { post, get } = apiAt(ramz.url);
  const send = async () => (await post("/v1/verifications", { to: freshNumber() })).status;
  expect(await send()).toBe(201);
  await eventually(ramz.errors, (text) => text.includes("Standard output"));
  const before = ramz.memoryKb();
  await Bun.sleep(WATCHED_MS);
  expect(ramz.memoryKb() - before).toBeLessThan(GROWTH_KB);
  expect(await send()).toBe(201);
  expect((await get("/healthz")).status).toBe(200);
  ramz.stop();
  expect(await ramz.exited).toBe(0);
  expect(ramz.errors().trim().split("\n")).toEqual([
    expect.stringMatching(
      /^Standard output takes no more lines \(EPIPE.*\): the log has a gap from here on\. Ramz serves on\.$/,
    ),
  ]);
}, 15_000);
