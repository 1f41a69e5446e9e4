/** Tells every problem and ends with exit code 1. `what` cannot be done because of them. */
export function fail(problems: readonly string[], what = "Ramz cannot start"): void {
  console.error(`${what}, ${problems.length === 1 ? "one problem" : `${problems.length} problems`}:`);
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
}

/** Says in one sentence why a command did nothing, and ends with that exit code. */
export function refuse(sentence: string, exitCode = 1): void {
  console.error(sentence);
  process.exitCode = exitCode;
}
