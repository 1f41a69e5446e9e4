/** The page about the inbox in end-to-end tests: its Playwright test is run by Playwright's own runner. Cypress' program is no package. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { tempFolder } from "../../support/process.ts";
import { serveHere } from "../../support/serving.ts";
import { walk } from "../walk.ts";
import { startApplication } from "./application.ts";

const RUN_MS = 120_000;

test(
  "the Playwright test passes against an application that calls Ramz",
  async () => {
    await using ramz = await serveHere({ RAMZ_STORE: "sqlite::memory:" });
    const application = startApplication(ramz.api);
    using folder = tempFolder();
    const runner = Bun.resolveSync("@playwright/test/cli", import.meta.dir);
    const child = Bun.spawn([process.execPath, "--bun", runner, "test"], {
      cwd: import.meta.dir,
      env: {
        ...process.env,
        APPLICATION_URL: application.url,
        RAMZ_URL: ramz.api.url,
        OUTPUT: join(folder.path, "results"),
        NO_COLOR: "1",
        // Set in parallel runs of `bun test`; by it Playwright takes its caller for Jest, and refuses to run.
        JEST_WORKER_ID: undefined,
      },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, errors, code] = await Promise.all([
      child.stdout.text(),
      child.stderr.text(),
      child.exited,
    ]);
    await application.stop();
    expect([code, output + errors]).toEqual([0, expect.stringContaining("3 passed")]);
  },
  RUN_MS,
);

test(
  "the calls on the page give what the page says",
  async () => {
    const { replies } = await walk("docs/how-to/test-with-the-inbox.md");
    expect(replies).toBeGreaterThanOrEqual(1);
  },
  RUN_MS,
);

test("the Cypress test is JavaScript without a mistake of syntax", async () => {
  const text = await Bun.file(join(import.meta.dir, "cypress-sign-in.js")).text();
  expect(new Bun.Transpiler({ loader: "js" }).scanImports(text)).toEqual([]);
});
