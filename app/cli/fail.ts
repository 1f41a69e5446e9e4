/** Tells every problem and ends with exit code 1. */
export function fail(problems: readonly string[]): void {
  console.error(
    `Ramz cannot start, ${problems.length === 1 ? "one problem" : `${problems.length} problems`}:`,
  );
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
}

/** Says in one sentence why a command did nothing, and ends with that exit code. */
export function refuse(sentence: string, exitCode = 1): void {
  console.error(sentence);
  process.exitCode = exitCode;
}
