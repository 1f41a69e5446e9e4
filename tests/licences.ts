/** Lists the licence of every installed package: `bun run licences`. Ends with 1 if one of them is not allowed here. */
import { Glob } from "bun";
import { join } from "node:path";

export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As the package writes it (SPDX); null when it names none. */
  readonly licence: string | null;
}

/** Licences under which Ramz may be used and passed on with these packages. MPL-2.0 and OFL-1.1 ask for their own files alone. */
const ALLOWED: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages that name no licence in their manifest, with the one that their repository has. */
const READ_ELSEWHERE: Readonly<Record<string, string>> = { "passport-strategy": "MIT", pause: "MIT" };

const PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;

/** Every package below `root`, also those within others, by name. */
export async function installedPackages(root: string): Promise<readonly Licensed[]> {
  const found = new Map<string, Licensed>();
  for await (const path of new Glob("node_modules/**/package.json").scan({
    cwd: root,
    followSymlinks: false,
  })) {
    const name = PACKAGE.exec(path)?.[1];
    if (name === undefined) continue;
    const manifest: unknown = await Bun.file(join(root, path)).json();
    const version = textAt(manifest, "version") ?? "";
    const licence = textAt(manifest, "license") ?? READ_ELSEWHERE[name] ?? null;
    found.set(`${name} ${version}`, { name, version, licence });
  }
  return [...found.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Of an expression with OR one licence is enough, of one with AND all must be allowed. */
export function isAllowed(licence: string | null): boolean {
  if (licence === null) return false;
  const choices = licence.replace(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one.trim())));
}

function textAt(manifest: unknown, key: string): string | null {
  const value: unknown =
    typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, key) : null;
  return typeof value === "string" ? value : null;
}

if (import.meta.main) {
  const packages = await installedPackages(join(import.meta.dir, ".."));
  for (const { name, version, licence } of packages)
    console.log(`${isAllowed(licence) ? "  " : "! "}${name} ${version}  ${licence ?? "no licence named"}`);
  process.exit(packages.every(({ licence }) => isAllowed(licence)) ? 0 : 1);
}
