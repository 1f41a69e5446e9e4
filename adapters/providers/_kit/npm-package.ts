/** Locates providers that are packages: `npm:acme-sms`, `npm:@acme/sms`, and `npm:@acme/sms/voice`, one of its sub-paths. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export const PREFIX = "npm:";

export type Located =
  | { readonly kind: "found"; readonly path: string }
  /** `cause` says why, and what to do about it. */
  | { readonly kind: "missing"; readonly cause: string };

const NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*(?=\/|$)/;

/** The package of `npm:@acme/sms/voice`: `@acme/sms`. Null when it names none. */
export function packageOf(provider: string): string | null {
  return NAME.exec(provider.slice(PREFIX.length))?.[0] ?? null;
}

/** Searches `node_modules` of `baseDir` and of the folders above it: never Ramz's own dependencies, never a registry. */
export function locatePackage(provider: string, baseDir: string): Located {
  const name = packageOf(provider);
  if (name === null)
    return missing('it names no package. Write "npm:name", "npm:@scope/name" or "npm:name/part", no version');
  const home = upwardsFrom(baseDir).find((folder) => existsSync(join(folder, "node_modules", name)));
  if (home === undefined) {
    return missing(
      `the package "${name}" is not installed: it is in no node_modules of ${baseDir} or of a folder above it. ` +
        `Install it there (bun add ${name}), or start Ramz in the folder where it is installed`,
    );
  }
  // Only after that check: Bun downloads and runs a package that is in no node_modules.
  try {
    return { kind: "found", path: Bun.resolveSync(provider.slice(PREFIX.length), home) };
  } catch {
    const part = `.${provider.slice(PREFIX.length + name.length)}`;
    return missing(
      `the package in ${join(home, "node_modules", name)} exports no "${part}". Compare "exports" in its package.json`,
    );
  }
}

function missing(cause: string): Located {
  return { kind: "missing", cause };
}

function upwardsFrom(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwardsFrom(above)];
}
