/** What the test command counts, shown with small folders of tests. */
import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALONE, WAITING } from "./lanes.ts";
import { bunTest } from "./run-tests.ts";

const IMPORT = 'import { test, expect } from "bun:test";';
const PASSES = `${IMPORT} test("passes", () => {});`;

test.each([
  ["a test that passes", { "a.test.ts": PASSES }, [1, 0]],
  ["a test that fails", { "a.test.ts": `${IMPORT} test("fails", () => expect(1).toBe(2));` }, [0, 1]],
  [
    "a worker that dies",
    {
      "a.test.ts": `${IMPORT} test("dies", () => process.kill(process.pid, "SIGKILL"));`,
      "b.test.ts": PASSES,
    },
    [1, 1],
  ],
  [
    "an exit with code 0 in the middle",
    { "a.test.ts": `${IMPORT} test("exits", () => process.exit(0));`, "b.test.ts": PASSES },
    [1, 1],
  ],
  ["a file that does not load", { "a.test.ts": "throw new Error();", "b.test.ts": PASSES }, [1, 1]],
  ["no test at all", { "a.test.ts": "" }, [0, 1]],
  ["no file", {}, [0, 1]],
])("%s counts", async (_, files, counts) => {
  const folder = mkdtempSync(join(tmpdir(), "ramz-run-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const args = ["--parallel=2", "--no-isolate", "--parallel-delay=0"];
    const tested = await bunTest(args, { cwd: folder, output: "never" });
    expect([tested.passed, tested.failed]).toEqual(counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("each file with a place of its own exists, and has one place", () => {
  const placed = [...ALONE, ...WAITING];
  // `bun test` passes over a path that is no file.
  expect(placed.filter((path) => !existsSync(join(import.meta.dir, "..", path)))).toEqual([]);
  expect(new Set(placed).size).toBe(placed.length);
});
