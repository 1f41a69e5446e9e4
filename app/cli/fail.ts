/** Tells every problem and ends with exit code 1. */
export function fail(problems: readonly string[]): void {
  console.error(
    `Ramz cannot start, ${problems.length === 1 ? "one problem" : `${problems.length} problems`}:`,
  );
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
}
