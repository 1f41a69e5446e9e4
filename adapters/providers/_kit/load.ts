/** Imports providers by name: built in (the path of a file in this folder), `npm:package`, or `./file.ts`. */
import { Glob } from "bun";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadRecipe, presetNames, RECIPE_PREFIX } from "../http/_recipe/load-recipe.ts";
import { forAccount, splitLabel } from "./account-label.ts";
import { importErrorText } from "./import-error.ts";
import { locatePackage, type Located, PREFIX } from "./npm-package.ts";
import type { ProviderPlugin } from "./plugin.ts";
import { isPlugin, pluginProblem } from "./plugin-shape.ts";

export type Loaded =
  | { readonly kind: "loaded"; readonly plugin: ProviderPlugin }
  /** `problem` names the provider, the cause and the remedy. */
  | { readonly kind: "failed"; readonly problem: string };

/** The folder of the built-in providers. A file's path in it is the provider's name; a leading `_` marks a helper. */
const PROVIDERS = join(import.meta.dir, "..");

/** The names of the providers that come with Ramz. */
export function builtInNames(): readonly string[] {
  const files = [...new Glob("**/*.ts").scanSync(PROVIDERS)];
  return files
    .filter((file) => !file.split("/").some((part) => part.startsWith("_")))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
}

/** Never throws. `./file.ts` is resolved from `baseDir`; packages are searched in it and in the folders above it. */
export async function loadProvider(name: string, baseDir: string): Promise<Loaded> {
  if (name.startsWith(RECIPE_PREFIX)) {
    const loaded = loadRecipe(name, baseDir);
    return loaded.kind === "loaded" ? loaded : failed(name, loaded.cause);
  }
  const located = locate(name, baseDir);
  if (located.kind === "missing") return failed(name, located.cause);
  try {
    const module: unknown = await import(located.path);
    const plugin = defaultExport(module);
    return isPlugin(plugin)
      ? { kind: "loaded", plugin: forAccount(plugin, located.label ?? null) }
      : failed(name, pluginProblem(plugin) ?? "it is not a provider");
  } catch (error) {
    return failed(name, `it does not load: ${importErrorText(error)}`);
  }
}

/** A name that starts with a path: `./`, `../` or `/`. */
export function isFile(name: string): boolean {
  return /^\.{0,2}\//.test(name);
}

/** `label` names a further account of a built-in provider. */
function locate(name: string, baseDir: string): Located & { readonly label?: string | null } {
  if (name.startsWith(PREFIX)) return locatePackage(name, baseDir);
  if (isFile(name)) return locateFile(resolve(baseDir, name), baseDir);
  const { base, label } = splitLabel(name);
  if (builtInNames().includes(base)) return { kind: "found", path: join(PROVIDERS, `${base}.ts`), label };
  return {
    kind: "missing",
    cause: `there is no such provider. ${recipeLike(name)}Built in: ${builtInNames().join(", ")}. A package is written "npm:name", a file "./name.ts"`,
  };
}

/** A vendor that is a recipe may be asked for like a built-in one, e.g. as `twilio/sms`. */
function recipeLike(name: string): string {
  const [vendor = ""] = name.split("/");
  return presetNames().includes(vendor) ? `A recipe is written "${RECIPE_PREFIX}${vendor}". ` : "";
}

function locateFile(path: string, baseDir: string): Located {
  try {
    return { kind: "found", path: pathToFileURL(Bun.resolveSync(path, baseDir)).href };
  } catch {
    const cause = `there is no file ${path}. Paths start at the working directory, ${baseDir}`;
    return { kind: "missing", cause };
  }
}

/** A cause may be one sentence or several, with or without its last full stop. */
function failed(name: string, cause: string): Loaded {
  return { kind: "failed", problem: `provider "${name}": ${cause.replace(/\.$/, "")}.` };
}

/** A module compiled to CommonJS has its default export one level deeper. */
function defaultExport(module: unknown): unknown {
  if (typeof module !== "object" || module === null || !("default" in module)) return undefined;
  const exported = module.default;
  return typeof exported === "object" && exported !== null && "__esModule" in exported
    ? defaultExport(exported)
    : exported;
}
