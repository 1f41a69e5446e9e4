/** Composes Ramz for one command, which has standard output for itself. */
import { compose, type Composed, type Overrides } from "../composition/compose.ts";
import { StoreUnavailable } from "../../domain/storage/store.ts";
import { type AppConfig, appWithoutConfiguration, type OptionTables } from "../config/apps.ts";
import type { Config, StoreConfig } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";

const SILENT: Overrides = { log: () => {}, print: (text) => console.error(text) };

/** As `compose`, without log lines. */
export function openRamz(config: Config, env: Environment = process.env): Promise<Composed> {
  return tryCompose(config, env, SILENT);
}

/** As `compose`; a store that cannot be opened is a problem like others. */
export async function tryCompose(
  config: Config,
  env: Environment,
  overrides: Overrides = {},
): Promise<Composed> {
  try {
    return await compose(config, env, overrides);
  } catch (error) {
    // The store itself, or the files beside it.
    if (!(error instanceof StoreUnavailable) && !(error instanceof Error && "syscall" in error)) throw error;
    return { kind: "problems", problems: [`RAMZ_STORE: ${messageOf(error)}.`] };
  }
}

/** For looking at providers alone: nothing is kept. */
export function openProvidersOnly(config: Config, env = untraced()): Promise<Composed> {
  return openRamz(inMemory(config), env);
}

/** The environment without telemetry, for what sends no code. */
export function untraced(): Environment {
  return { ...process.env, OTEL_SDK_DISABLED: "true" };
}

/** The same settings over a store that is gone at the end of the command. */
export function inMemory(config: Config): Config {
  return { ...config, store: { kind: "sqlite", path: ":memory:" } };
}

/** The file of a store that is one; null of a store in memory or elsewhere. */
export function fileOf(store: StoreConfig): string | null {
  return "path" in store && store.path !== ":memory:" ? store.path : null;
}

/** The same settings with this chain alone, for the app without configuration. */
export function withChain(config: Config, providers: readonly string[]): Config {
  return withApp(config, appWithoutConfiguration(config), providers);
}

/** The same settings for one app alone, through this chain, without the options of the providers it leaves out. */
export function withApp(
  config: Config,
  app: AppConfig,
  providers: readonly string[] = app.providers,
): Config {
  const configured = [...config.providers, ...config.apps.flatMap((one) => one.providers)];
  const narrowed = (tables: OptionTables) =>
    Object.fromEntries(
      Object.entries(tables).filter(([table]) => readBy(table, providers) || !readBy(table, configured)),
    );
  const providerOptions = narrowed(config.providerOptions);
  const only = { ...app, providers, providerOptions, ownOptions: narrowed(app.ownOptions) };
  return { ...config, providers, providerOptions, apps: [only] };
}

function readBy(table: string, names: readonly string[]): boolean {
  return names.some((name) => name === table || name.startsWith(`${table}/`));
}

/** A store in messages: its file, or where it is, as in RAMZ_STORE but without user and password. */
export function nameOf(store: StoreConfig): string {
  if (store.kind === "sqlite") return store.path;
  const { topology, tls, group, database, prefix } = store;
  const scheme = `redis${tls === null ? "" : "s"}${topology === "single" ? "" : `+${topology}`}`;
  const nodes = store.nodes.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`);
  const within = { single: `/${database}`, sentinel: `/${group}?db=${database}`, cluster: "" }[topology];
  return `${scheme}://${nodes.join(",")}${within}, prefix ${prefix}`;
}

/** What an error says, for the middle of a sentence. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.+$/, "");
}
