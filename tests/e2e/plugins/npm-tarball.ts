/** Real packages: packed to tarballs and installed, without a registry, into a project outside Ramz. */
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Folder, tempFolder } from "../../support/process.ts";

const ROOT = join(import.meta.dir, "../../..");
const MODULES = join(ROOT, "node_modules");
const TYPEBOX = join(MODULES, "@sinclair/typebox");
const NO_REGISTRY = "http://127.0.0.1:1";

export interface PackageSource {
  readonly name: string;
  readonly exports: string | Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A folder whose `node_modules` has these packages and their peer, a separate copy of TypeBox. */
export function projectWith(...packages: readonly PackageSource[]): Folder {
  const folder = emptyProject();
  const tarballs = [TYPEBOX, ...packages.map((one) => sourceOf(one, folder))].map((source) =>
    bun(["pm", "pack", "--quiet", "--ignore-scripts", "--destination", folder.path], source).trim(),
  );
  bun(["add", ...tarballs], folder.path);
  return folder;
}

/** A folder without installed packages. */
export function emptyProject(): Folder {
  const folder = tempFolder();
  unlinkSync(join(folder.path, "node_modules"));
  folder.write("package.json", JSON.stringify({ name: "shop", private: true }));
  return folder;
}

/**
 * A folder where Ramz is installed from its own tarball, with its dependencies beside it, and these packages. Their names are then imported
 * as a stranger imports them. Ramz is run from there, too.
 */
export function projectWithRamz(...packages: readonly PackageSource[]): Folder {
  const folder = emptyProject();
  const modules = join(folder.path, "node_modules");
  for (const name of readdirSync(MODULES)) {
    if (name.startsWith(".")) continue;
    mkdirSync(modules, { recursive: true });
    symlinkSync(join(MODULES, name), join(modules, name));
  }
  unpack(ROOT, join(modules, "ramz"), folder);
  for (const one of packages) unpack(sourceOf(one, folder), join(modules, one.name), folder);
  return { ...folder, main: join(modules, "ramz/app/main.ts") };
}

/** Packs what is in `source`, and lays it out as an installer does. */
function unpack(source: string, target: string, folder: Folder): void {
  const packed = bun(["pm", "pack", "--quiet", "--ignore-scripts", "--destination", folder.path], source);
  mkdirSync(target, { recursive: true });
  const tarball = packed.trim();
  const { exitCode, stderr } = Bun.spawnSync(["tar", "-xzf", tarball, "-C", target, "--strip-components=1"]);
  if (exitCode !== 0) throw new Error(`tar ${tarball}: ${stderr.toString()}`);
  unlinkSync(tarball);
}

function sourceOf({ name, exports, files }: PackageSource, folder: Folder): string {
  const source = mkdtempSync(join(folder.path, "source-"));
  const manifest = {
    name,
    version: "1.0.0",
    type: "module",
    exports,
    peerDependencies: { "@sinclair/typebox": "^0.34" },
  };
  for (const [file, text] of Object.entries({ ...files, "package.json": JSON.stringify(manifest) })) {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    writeFileSync(join(source, file), text);
  }
  return source;
}

function bun(args: readonly string[], cwd: string): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: tmpdir(), BUN_CONFIG_REGISTRY: NO_REGISTRY },
  });
  if (exitCode !== 0) throw new Error(`bun ${args.join(" ")}: ${stderr.toString()}`);
  return stdout.toString();
}
