/** `bun test` over several processes, beside them over the files that mostly wait, then over those that must run alone; and what all report. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { ALONE, WAITING } from "./lanes.ts";

export interface Tested {
  readonly passed: number;
  readonly failed: number;
  /** How long each file ran, in milliseconds. */
  readonly files: readonly (readonly [path: string, ms: number])[];
}

/** As many as there are processors: tests start browsers and servers of their own, and more of them would miss the times that they test. */
const WORKERS = availableParallelism();

/**
 * A test that failed beside others runs again at once, twice at most: some compare times with limits that a busy machine exceeds. What is
 * wrong fails each time.
 */
const RETRIES = 2;

/** Tests share the processors, so that the time limit only stops a test that hangs. */
const TEST_TIMEOUT_MS = 30_000;

/** Arguments go to `bun test` as they are, which then runs in one process. */
export async function runTests(args: readonly string[]): Promise<Tested> {
  if (args.length > 0) return bunTest(args);
  // Without isolation, files in one process share its Redis servers.
  const parallel = [`--parallel=${WORKERS}`, "--no-isolate"];
  const patient = [`--timeout=${TEST_TIMEOUT_MS}`, `--retry=${RETRIES}`];
  const ignored = [...WAITING, ...ALONE].map((path) => `--path-ignore-patterns=${path}`);
  const beside = [
    bunTest([...parallel, ...patient, ...ignored]),
    bunTest([...patient, ...WAITING], { output: "at the end" }),
  ];
  const runs = [...(await Promise.all(beside)), await bunTest(ALONE)];
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    files: runs.flatMap(({ files }) => files),
  };
}

export interface Place {
  readonly cwd?: string;
  /** When the output is printed. At the end where it would mix with that of others. */
  readonly output?: "live" | "at the end" | "never";
}

/** The counts are those of Bun's own summary. A run that failed without a failed test, or that saw no test, counts as one failure. */
export async function bunTest(
  args: readonly string[],
  { cwd = process.cwd(), output = "live" }: Place = {},
): Promise<Tested> {
  const folder = mkdtempSync(join(tmpdir(), "ramz-timings-"));
  const timings = join(folder, "timings.json");
  try {
    const command = [process.execPath, "test", `--timings=${timings}`, "--update-timings", ...args];
    const isLive = output === "live";
    const child = Bun.spawn(command, { cwd, stdout: isLive ? "inherit" : "pipe", stderr: "pipe" });
    const printed = new Response(child.stdout).text();
    let report = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) {
      if (isLive) process.stderr.write(chunk);
      report += decoder.decode(chunk, { stream: true });
    }
    const exitCode = await child.exited;
    if (output === "at the end") {
      process.stdout.write(await printed);
      process.stderr.write(report);
    }
    const [passed, failed] = [countIn(report, "pass"), countIn(report, "fail")];
    const isGood = exitCode === 0 && passed > 0;
    return { passed, failed: isGood || failed > 0 ? failed : 1, files: durationsIn(timings) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countIn(report: string, word: "pass" | "fail"): number {
  return Number([...report.matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"))].at(-1)?.[1] ?? 0);
}

/** As Bun writes them: `{ "files": { "tests/audit.test.ts": 12 } }`. A run that ended early wrote none. */
function durationsIn(path: string): Tested["files"] {
  try {
    const { files }: { files: Record<string, number> } = JSON.parse(readFileSync(path, "utf8"));
    return Object.entries(files);
  } catch {
    return [];
  }
}
