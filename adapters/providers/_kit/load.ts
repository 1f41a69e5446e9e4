/** Providers by name: built in (the path of a file in this folder), `npm:package`, or `./file.ts` of one's own. */
import { KindGuard } from "@sinclair/typebox";
import { Glob } from "bun";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadRecipe, RECIPE_PREFIX } from "../http/_recipe/load-recipe.ts";
import { locatePackage, type Located, PREFIX } from "./npm-package.ts";
import { type ProviderPlugin, PLUGIN_API } from "./plugin.ts";

export type Loaded =
  | { readonly kind: "loaded"; readonly plugin: ProviderPlugin }
  /** `problem` names the provider, the cause and the remedy. */
  | { readonly kind: "failed"; readonly problem: string };

/** The folder of the built-in providers. A file's path in it is the provider's name; what begins with `_` is a helper. */
const PROVIDERS = join(import.meta.dir, "..");

/** The names of the providers that come with Ramz. */
export function builtInNames(): readonly string[] {
  const files = [...new Glob("**/*.ts").scanSync(PROVIDERS)];
  return files
    .filter((file) => !file.split("/").some((part) => part.startsWith("_")))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
}

/** Imports a provider. `baseDir` is where `./file.ts` and packages are looked for. Never throws: what goes wrong is told as a problem. */
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
    const fault = faultOf(plugin);
    return fault === null && isPlugin(plugin)
      ? { kind: "loaded", plugin }
      : failed(name, fault ?? "it is not a provider");
  } catch (error) {
    return failed(name, `it does not load: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function locate(name: string, baseDir: string): Located {
  if (name.startsWith(PREFIX)) return locatePackage(name, baseDir);
  if (/^\.{0,2}\//.test(name)) return locateFile(resolve(baseDir, name), baseDir);
  if (builtInNames().includes(name)) return { kind: "found", path: join(PROVIDERS, `${name}.ts`) };
  return {
    kind: "missing",
    cause: `there is no such provider. Built in: ${builtInNames().join(", ")}. A package is written "npm:name", a file "./name.ts"`,
  };
}

function locateFile(path: string, baseDir: string): Located {
  try {
    return { kind: "found", path: pathToFileURL(Bun.resolveSync(path, baseDir)).href };
  } catch {
    const cause = `there is no file ${path}; a path begins at the working directory, ${baseDir}`;
    return { kind: "missing", cause };
  }
}

function failed(name: string, cause: string): Loaded {
  return { kind: "failed", problem: `provider "${name}": ${cause}.` };
}

/** What was compiled to CommonJS has its default export one step further in. */
function defaultExport(module: unknown): unknown {
  if (typeof module !== "object" || module === null || !("default" in module)) return undefined;
  const given = module.default;
  return typeof given === "object" && given !== null && "__esModule" in given ? defaultExport(given) : given;
}

/** What keeps `plugin` from being a provider of this version, or null. */
function faultOf(plugin: unknown): string | null {
  if (plugin === undefined) return "it has no default export made with defineProvider";
  if (typeof plugin !== "object" || plugin === null)
    return `its default export is no provider: ${plugin === null ? "null" : `a ${typeof plugin}`}. Export what defineProvider takes`;
  const given: Readonly<Record<string, unknown>> = { ...plugin };
  if (given["api"] === undefined)
    return `it does not say which provider API it is made for. Write "api: ${PLUGIN_API}" into what it exports`;
  if (given["api"] !== PLUGIN_API) {
    return `it is made for provider API ${JSON.stringify(given["api"])}, this Ramz speaks ${PLUGIN_API}. Update the package or Ramz`;
  }
  if (!Array.isArray(given["channels"]) || given["channels"].length === 0)
    return 'it names no channels, e.g. ["sms"]';
  if (!KindGuard.IsObject(given["options"]))
    return "it has no options schema made with Type.Object of @sinclair/typebox";
  if (typeof given["create"] !== "function") return "it has no create function";
  return null;
}

function isPlugin(plugin: unknown): plugin is ProviderPlugin {
  return faultOf(plugin) === null;
}
