/** Providers by name: built in (the path of a file in this folder), `npm:package`, or `./file.ts` of one's own. */
import { KindGuard } from "@sinclair/typebox";
import { Glob } from "bun";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ProviderPlugin, PLUGIN_API } from "./_plugin.ts";

export type Loaded =
  | { readonly kind: "loaded"; readonly plugin: ProviderPlugin }
  /** `problem` names the provider, the cause and the remedy. */
  | { readonly kind: "failed"; readonly problem: string };

/** The names of the providers that come with Ramz. */
export function builtInNames(): readonly string[] {
  const files = [...new Glob("**/*.ts").scanSync(import.meta.dir)];
  return files
    .filter((file) => !file.split("/").some((part) => part.startsWith("_")))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
}

/** Imports a provider. `baseDir` is where `./file.ts` starts. Never throws: what goes wrong is told as a problem. */
export async function loadProvider(name: string, baseDir: string): Promise<Loaded> {
  const specifier = specifierOf(name, baseDir);
  if (specifier === null) {
    return failed(
      name,
      `there is no such provider. Built in: ${builtInNames().join(", ")}. A package is written "npm:name", a file "./name.ts"`,
    );
  }
  try {
    const module: unknown = await import(specifier);
    const plugin = defaultExport(module);
    const fault = faultOf(plugin);
    return fault === null && isPlugin(plugin)
      ? { kind: "loaded", plugin }
      : failed(name, fault ?? "it is not a provider");
  } catch (error) {
    return failed(name, `it does not load: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function specifierOf(name: string, baseDir: string): string | null {
  if (name.startsWith("npm:")) return name.slice("npm:".length);
  if (name.startsWith("./") || name.startsWith("../") || name.startsWith("/")) {
    return pathToFileURL(resolve(baseDir, name)).href;
  }
  return builtInNames().includes(name) ? `./${name}.ts` : null;
}

function failed(name: string, cause: string): Loaded {
  return { kind: "failed", problem: `provider "${name}": ${cause}.` };
}

function defaultExport(module: unknown): unknown {
  return typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
}

/** What keeps `plugin` from being a provider of this version, or null. */
function faultOf(plugin: unknown): string | null {
  if (typeof plugin !== "object" || plugin === null)
    return "it has no default export made with defineProvider";
  const given: Readonly<Record<string, unknown>> = { ...plugin };
  if (given["api"] !== PLUGIN_API) {
    return `it is made for provider API ${String(given["api"])}, this Ramz speaks ${PLUGIN_API}. Update the package or Ramz`;
  }
  if (!Array.isArray(given["channels"]) || given["channels"].length === 0)
    return 'it names no channels, e.g. ["sms"]';
  if (!KindGuard.IsObject(given["options"])) return "it has no options schema made with Type.Object";
  if (typeof given["create"] !== "function") return "it has no create function";
  return null;
}

function isPlugin(plugin: unknown): plugin is ProviderPlugin {
  return faultOf(plugin) === null;
}
