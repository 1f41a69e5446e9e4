/** The settings in force, narrowed to what one command uses. */
import { type AppConfig, appWithoutConfiguration, type OptionTables } from "../config/apps.ts";
import type { Config } from "../config/resolve.ts";

/** Over a store that ends with the command. */
export function inMemory(config: Config): Config {
  return { ...config, store: { kind: "sqlite", path: ":memory:" } };
}

/** With this chain alone, for an app without settings of its own. */
export function withChain(config: Config, providers: readonly string[]): Config {
  return withApp(config, appWithoutConfiguration(config), providers);
}

/** With one app alone, through this chain. Option tables that only other configured providers read are left out. */
export function withApp(
  config: Config,
  app: AppConfig,
  providers: readonly string[] = app.providers,
): Config {
  const configured = [...config.providers, ...config.apps.flatMap((one) => one.providers)];
  const narrowed = (tables: OptionTables) =>
    Object.fromEntries(
      Object.entries(tables).filter(([table]) => isRead(table, providers) || !isRead(table, configured)),
    );
  const providerOptions = narrowed(config.providerOptions);
  const only = { ...app, providers, providerOptions, ownOptions: narrowed(app.ownOptions) };
  return { ...config, providers, providerOptions, apps: [only] };
}

/** Whether one of these providers reads the options of this table. */
function isRead(table: string, providers: readonly string[]): boolean {
  return providers.some((name) => name === table || name.startsWith(`${table}/`));
}
