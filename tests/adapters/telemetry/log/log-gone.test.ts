/** A service outlives the reader of its log. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { apiAt, eventually, freshNumber } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";

/** What is written for nobody, over and over, takes a hundred megabytes a second. */
const WATCHED_MS = 1_500;
const GROWTH_KB = 40_000;

/** The real program with one reader of its standard output, who leaves once it serves. */
async function startUnheard() {
  const folder = tempFolder();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../../../../app/main.ts"), "serve"], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, HOST: "127.0.0.1", PORT: "0", NODE_ENV: "test" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let errors = "";
  const heard = (async () => {
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
      await heard;
      folder[Symbol.dispose]();
    },
  };
}

test("when nobody reads standard output any more, it says so once, keeps serving and does not grow", async () => {
  await using ramz = await startUnheard();
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
