/** The repository as a list of files, so that a rule is a function from files to violations and can be tried on made-up ones. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  /** The file it means, from the root; null when it is a package or a module of the runtime. */
  readonly target: string | null;
  /** Nothing of it is left at run time. */
  readonly isType: boolean;
}

/** A rule names what breaks it, one sentence each; nothing means that all is well. */
export type Rule = (files: readonly SourceFile[]) => readonly string[];

export const ROOMS = ["domain", "adapters", "app", "tests"] as const;
export type Room = (typeof ROOMS)[number];

const ROOT = join(import.meta.dir, "../..");

/** Every TypeScript file of the rooms, the README and every page of the docs. */
export function repository(): readonly SourceFile[] {
  const paths = [
    "{domain,adapters,app,tests}/**/*.{ts,tsx}",
    "README.md",
    "docs/**/*.md",
    "app/clients/**/README.md",
  ].flatMap((pattern) => [...new Glob(pattern).scanSync(ROOT)]);
  return paths.sort().map((path) => ({ path, text: readRoot(path) }));
}

export function readRoot(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

export function roomOf(path: string): Room | undefined {
  return ROOMS.find((room) => path.startsWith(`${room}/`));
}

/** What runs in production. Not the clients: they are packages of their own, which run elsewhere. */
export function isSource(file: SourceFile): boolean {
  const room = roomOf(file.path);
  return room !== undefined && room !== "tests" && !isClient(file);
}

const CLIENTS = "app/clients/";

export function isClient({ path }: SourceFile): boolean {
  return path.startsWith(CLIENTS);
}

/** What a program wrote is as long as it is. */
export function isGenerated({ path }: SourceFile): boolean {
  return path.endsWith(".generated.ts");
}

// Not Bun.Transpiler.scanImports: it leaves out `import type`.
const SPECIFIER =
  /(?:\b(?<type>import|export)\s+type\b[^"';]*?)?(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bresolveSync\s*\(\s*)["'](?<specifier>[\w@./:#-]+)["']/g;

export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...text.matchAll(SPECIFIER)].map((found) => {
    const specifier = found.groups?.["specifier"] ?? "";
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : null;
    return { specifier, target, isType: found.groups?.["type"] !== undefined };
  });
}

/** The package of a specifier; null for the runtime's own modules and for Ramz itself. */
export function packageOf(specifier: string): string | null {
  if (/^(node:|bun(:|$)|ramz\/|ramz-client(\/|$))/.test(specifier)) return null;
  const [scopeOrName = "", name] = specifier.split("/");
  return scopeOrName.startsWith("@") ? `${scopeOrName}/${name}` : scopeOrName;
}
