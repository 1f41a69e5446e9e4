/** The settings in force, narrowed to what one command uses. */
import { type AppConfig, appWithoutConfiguration, type OptionTables } from "../config/apps.ts";
import type { Config } from "../config/resolve.ts";
import { namesIn, type WrittenChains } from "../config/tables/chains.ts";

/** Over a store that ends with the command. */
export function inMemory(config: Config): Config {
  return { ...config, store: { kind: "sqlite", path: ":memory:" } };
}

/** With this chain alone, for an app without settings of its own. */
export function withChain(config: Config, providers: readonly string[]): Config {
  return withApp(config, appWithoutConfiguration(config), providers);
}

/** With one app alone: through this one chain, or through its own chains. Option tables that only others read are left out. */
export function withApp(config: Config, app: AppConfig, only?: readonly string[]): Config {
  const { providers, chains }: WrittenChains = only === undefined ? app : { providers: only, chains: [] };
  const used = namesIn({ providers, chains });
  const configured = [...namesIn(config), ...config.apps.flatMap(namesIn)];
  const narrowed = (tables: OptionTables) =>
    Object.fromEntries(
      Object.entries(tables).filter(([table]) => isRead(table, used) || !isRead(table, configured)),
    );
  const rules = { providers, chains, providerOptions: narrowed(config.providerOptions) };
  return { ...config, ...rules, apps: [{ ...app, ...rules, ownOptions: narrowed(app.ownOptions) }] };
}

/** Whether one of these providers reads the options of this table: its own, its vendor's, or that of all accounts of its recipe. */
function isRead(table: string, providers: readonly string[]): boolean {
  return providers.some(
    (name) => name === table || name.startsWith(`${table}/`) || name.startsWith(`${table}@`),
  );
}
