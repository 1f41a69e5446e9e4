/** Runs a program to its end. */

export interface Ran {
  readonly code: number;
  /** On both streams. */
  readonly printed: string;
}

export function runProgram(command: readonly string[]): Ran {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { stdout: "pipe", stderr: "pipe" });
  return { code: exitCode, printed: stdout.toString() + stderr.toString() };
}
