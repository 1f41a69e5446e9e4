/**
 * Runs every check of the project in order: types, lint and format, known vulnerabilities, then the tests. Ends with `N passed, N failed`, where a
 * check that is no test counts as one. Arguments go to `bun test`.
 */
import { audit } from "./audit.ts";
import { whyNoRedis } from "./support/redis/available.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const bun = process.execPath;

const CHECKS: readonly (readonly [name: string, ...command: readonly string[]])[] = [
  ["types of the domain (no I/O, no packages)", bun, "check", "--no-script", "-p", "domain"],
  ["types", bun, "check", "--no-script"],
  ["lint", bun, "node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  ["format", bun, "fmt", "--check", "--no-script"],
];

async function check([name, ...command]: (typeof CHECKS)[number]): Promise<Count> {
  console.log(`\n== ${name}`);
  const { exitCode } = Bun.spawnSync([...command], { stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Without the advisory service nothing is known, which is no failure of the project: it is said, and counts as nothing. */
async function vulnerabilities(): Promise<Count> {
  console.log("\n== known vulnerabilities of packages");
  const found = await audit();
  switch (found) {
    case "clean":
      console.log("none");
      return { passed: 1, failed: 0 };
    case "vulnerable":
      return { passed: 0, failed: 1 };
    case "not_reached":
      console.log("not known: the registry's advisory service was not reached");
      return { passed: 0, failed: 0 };
  }
}

/** Bun's own summary is the source of the numbers; a run without one has failed, whatever its exit code. */
async function tests(): Promise<Count> {
  console.log("\n== tests");
  const child = Bun.spawn([bun, "test", ...process.argv.slice(2)], { stdout: "inherit", stderr: "pipe" });
  let output = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stderr) {
    process.stderr.write(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const exitCode = await child.exited;
  const passed = count(output, "pass");
  const failed = count(output, "fail");
  return exitCode === 0 || failed > 0 ? { passed, failed } : { passed, failed: 1 };
}

function count(output: string, word: "pass" | "fail"): number {
  return Number([...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"))].at(-1)?.[1] ?? 0);
}

const withoutRedis = whyNoRedis();
if (withoutRedis !== null) {
  console.error(withoutRedis);
  console.log("\n0 passed, 1 failed");
  process.exit(1);
}

const counts: Count[] = [];
for (const one of CHECKS) counts.push(await check(one));
counts.push(await vulnerabilities());
counts.push(await tests());

const passed = counts.reduce((sum, { passed: some }) => sum + some, 0);
const failed = counts.reduce((sum, { failed: some }) => sum + some, 0);
const sawTests = (counts.at(-1)?.passed ?? 0) > 0;
console.log(`\n${passed} passed, ${failed + (sawTests ? 0 : 1)} failed`);
process.exit(failed === 0 && sawTests ? 0 : 1);
