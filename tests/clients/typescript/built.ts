/** The TypeScript client as it would be published: packed by npm, which compiles it, and among the packages of a program. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../../app/clients/typescript/package.json";
import { ROOT } from "../../docs/pages.ts";
import { denoCommand } from "../../support/npm-programs.ts";

const CLIENT = join(ROOT, "app/clients/typescript");
const ITS_PACKAGES = ["jose", "openapi-fetch", "openapi-typescript-helpers"];

/** The command of each program that runs a file. Deno uses the packages of the folder, and asks no registry. */
export const RUNTIMES: readonly (readonly [name: string, command: () => readonly string[]])[] = [
  ["Node.js", () => ["node"]],
  ["Bun", () => [process.execPath]],
  ["Deno", () => [denoCommand(), "run", "--no-prompt", "--cached-only", "-A"]],
];

export interface Built extends Disposable {
  /** A folder in whose node_modules is the packed client. */
  readonly path: string;
}

export function buildClient(): Built {
  const path = mkdtempSync(join(tmpdir(), "ramz-client-"));
  const [copy, packages] = [join(path, "client"), join(path, "node_modules")];
  cpSync(CLIENT, copy, { recursive: true });
  mkdirSync(packages);
  for (const name of ITS_PACKAGES) symlinkSync(join(ROOT, "node_modules", name), join(packages, name));
  mkdirSync(join(packages, ".bin"));
  symlinkSync(join(ROOT, "node_modules/typescript/bin/tsc"), join(packages, ".bin/tsc"));
  // What a clone may have from an earlier build is not packed in place of this one.
  rmSync(join(copy, "dist"), { recursive: true, force: true });
  run(copy, "npm", "pack", "--silent", "--no-update-notifier");
  run(copy, "tar", "-xzf", `ramz-client-${version}.tgz`);
  cpSync(join(copy, "package"), join(packages, "ramz-client"), { recursive: true });
  // Deno imports packages that a manifest names.
  writeFileSync(join(path, "package.json"), JSON.stringify({ dependencies: { "ramz-client": version } }));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function run(cwd: string, ...command: readonly string[]): void {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { cwd });
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stdout.toString()}${stderr.toString()}`);
}
