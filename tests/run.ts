/**
 * Runs every check of the project: types, lint and format, known vulnerabilities, then the tests. Prints where the time went, and ends with
 * `N passed, N failed`, where each check that is not a test counts as one. Arguments go to `bun test`.
 */
import { audit } from "./audit.ts";
import { whyNoPythonPackages } from "./support/python-packages.ts";
import { runTests, type Tested } from "./run-tests.ts";
import {
  CHROMIUM,
  CHROMIUM_SHELL,
  PROMETHEUS,
  PYTHON,
  REDIS,
  REDIS_CLI,
  SQLITE,
  SYSTEMD_ANALYZE,
  whyNoProgram,
} from "./support/programs.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const PASSED: Count = { passed: 1, failed: 0 };
const FAILED: Count = { passed: 0, failed: 1 };
const NEITHER: Count = { passed: 0, failed: 0 };

const SLOWEST = 10;
const bun = process.execPath;

const COMMANDS: readonly (readonly [name: string, ...command: readonly string[]])[] = [
  ["types of the domain (no I/O, no packages)", bun, "check", "--no-script", "-p", "domain"],
  ["types", bun, "check", "--no-script"],
  ["lint", bun, "node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  ["format", bun, "fmt", "--check", "--no-script"],
];

function run(command: readonly string[]): Count {
  const { exitCode } = Bun.spawnSync([...command], { stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? PASSED : FAILED;
}

/** An advisory service that does not answer says nothing about the packages: the run goes on, and this counts as neither. */
async function vulnerabilities(): Promise<Count> {
  const found = await audit();
  switch (found) {
    case "clean":
      console.log("none");
      return PASSED;
    case "vulnerable":
      return FAILED;
    case "not_reached":
      console.log("unknown: the registry's advisory service did not answer");
      return NEITHER;
  }
}

// Without it the whole Chromium does.
whyNoProgram(CHROMIUM_SHELL);
const missing = [REDIS, REDIS_CLI, SQLITE, PYTHON, CHROMIUM, SYSTEMD_ANALYZE, PROMETHEUS]
  .map((program) => whyNoProgram(program))
  .concat(whyNoPythonPackages())
  .find((why) => why !== null);
if (missing !== undefined) {
  console.error(missing);
  console.log("\n0 passed, 1 failed");
  process.exit(1);
}

const counts: Count[] = [];
const durations: (readonly [name: string, ms: number])[] = [];

async function timed<T extends Count>(name: string, check: () => T | Promise<T>): Promise<T> {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const result = await check();
  counts.push(result);
  durations.push([name, performance.now() - startedAt]);
  return result;
}

function printDurations({ files }: Tested): void {
  console.log("\n== time by check");
  for (const check of durations) printDuration(check);
  console.log("\n== slowest test files");
  for (const file of [...files].sort(([, a], [, b]) => b - a).slice(0, SLOWEST)) printDuration(file);
}

function printDuration([name, ms]: readonly [string, number]): void {
  console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
}

for (const [name, ...command] of COMMANDS) await timed(name, () => run(command));
await timed("known vulnerabilities of packages", vulnerabilities);
const tested = await timed("tests", () => runTests(process.argv.slice(2)));
printDurations(tested);

const passed = counts.reduce((sum, { passed: some }) => sum + some, 0);
const failed = counts.reduce((sum, { failed: some }) => sum + some, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
