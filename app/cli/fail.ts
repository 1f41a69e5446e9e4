/** How a command says on standard error that it cannot go on. */

/** Prints every problem and sets exit code 1. `what` cannot be done because of them. */
export function fail(problems: readonly string[], what = "Ramz cannot start"): void {
  console.error(`${what}, ${problems.length === 1 ? "one problem" : `${problems.length} problems`}:`);
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
}

/** Prints one sentence and sets the exit code. */
export function refuse(sentence: string, exitCode = 1): void {
  console.error(sentence);
  process.exitCode = exitCode;
}

/** The message of an error without its full stop, for the middle of a sentence. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.+$/, "");
}
