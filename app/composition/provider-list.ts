/** Every provider there is: those that come with Ramz, and those that the configuration names. None is opened. */
import { presetNames, RECIPE_PREFIX } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import { optionsAsWritten, type OptionSources } from "../../adapters/providers/_kit/options.ts";
import type { ProviderPlugin } from "../../adapters/providers/_kit/plugin.ts";
import type { Channel } from "../../domain/delivery/provider.ts";
import { secretReader } from "../config/mounted-secrets.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import { namesIn } from "../config/tables/chains.ts";
import { ownersWith } from "./provider-chains.ts";

export interface ListedOption {
  /** As in a table of the configuration file. */
  readonly name: string;
  /** Its environment variable; null when it has none. */
  readonly variable: string | null;
  /** It must be set. */
  readonly required: boolean;
  /** The file or the environment has it. */
  readonly set: boolean;
}

export interface ListedProvider {
  readonly name: string;
  /** `recipe`: one that comes with Ramz. `own`: a file, a package, or a recipe of one's own. */
  readonly origin: "built-in" | "recipe" | "own";
  readonly channels: readonly Channel[];
  /** What an operator must know before relying on it; null when there is nothing. */
  readonly caution: string | null;
  readonly options: readonly ListedOption[];
  /** Whose chains it is in: `service`, or names of apps that have chains of their own. */
  readonly chains: readonly string[];
  /** Why it cannot be loaded. It then has no channels and options here. */
  readonly problem: string | null;
}

/** Those in chains first, in their order. An option counts as set if any app sets it. */
export async function listProviders(config: Config, env: Environment): Promise<readonly ListedProvider[]> {
  const builtIn = builtInNames();
  const recipes = presetNames().map((name) => RECIPE_PREFIX + name);
  const configured = [...namesIn(config), ...config.apps.flatMap(namesIn)];
  const sources = { env, tables: config.providerOptions, readSecret: secretReader(env) };
  const all = [sources, ...config.apps.map(({ ownOptions }) => ({ ...sources, ownTables: ownOptions }))];
  const names = [...new Set([...configured, ...builtIn, ...recipes])];
  return Promise.all(
    names.map(async (name): Promise<ListedProvider> => {
      const base = name.replace(/@[^@/]*$/, "");
      const origin = builtIn.includes(base) ? "built-in" : recipes.includes(base) ? "recipe" : "own";
      const chains = ownersWith(config, name).map((owner) => owner ?? "service");
      const loaded = await loadProvider(name, process.cwd());
      if (loaded.kind === "failed")
        return { name, origin, channels: [], caution: null, options: [], chains, problem: loaded.problem };
      const { plugin } = loaded;
      const options = optionsOf(name, plugin, all);
      const { channels, caution = null } = plugin;
      return { name, origin, channels, caution, options, chains, problem: null };
    }),
  );
}

function optionsOf(
  name: string,
  plugin: ProviderPlugin,
  sources: readonly OptionSources[],
): readonly ListedOption[] {
  const written = sources.flatMap((one) => Object.keys(optionsAsWritten(name, plugin, one).options));
  return Object.entries(plugin.options.properties).map(([option, { default: fallback }]) => ({
    name: option,
    variable: plugin.env?.[option] ?? null,
    required: plugin.options.required?.includes(option) === true && fallback === undefined,
    set: written.includes(option),
  }));
}
