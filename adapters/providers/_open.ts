/** Opens the providers of a chain: load each, check its options, create it. Every problem is named at once. */
import { Value } from "@sinclair/typebox/value";
import type { Provider } from "../../domain/delivery.ts";
import type { EpochMs } from "../../domain/ports.ts";
import { builtInNames, loadProvider } from "./_load.ts";
import type { Finding, ProviderHost, ProviderPlugin, Tool } from "./_plugin.ts";

/** Options as written in the configuration file: by provider name, or by folder for all providers in it. */
export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface OpenOptions {
  readonly names: readonly string[];
  readonly tables: OptionTables;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `./file.ts` starts. */
  readonly baseDir: string;
  /** Refuses providers that show codes instead of sending them. */
  readonly production: boolean;
  readonly host: ProviderHost;
}

export interface OpenedProvider {
  readonly provider: Provider;
  readonly developmentOnly: boolean;
  /** Values of its secret options, so that they can be kept out of logs and spans. */
  readonly secrets: readonly string[];
  /** What it found out about itself; null when it has no examination. */
  examine(deadline: EpochMs): Promise<readonly Finding[] | null>;
  readonly tools: Readonly<Record<string, Tool>>;
}

export type Opened =
  | { readonly kind: "opened"; readonly chain: readonly OpenedProvider[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export async function openProviders(options: OpenOptions): Promise<Opened> {
  const problems: string[] = [...doubles(options.names), ...strayTables(options)];
  const chain: OpenedProvider[] = [];
  for (const name of new Set(options.names)) {
    const loaded = await loadProvider(name, options.baseDir);
    if (loaded.kind === "failed") problems.push(loaded.problem);
    else open(name, loaded.plugin, options, chain, problems);
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "opened", chain };
}

function open(
  name: string,
  plugin: ProviderPlugin,
  options: OpenOptions,
  chain: OpenedProvider[],
  problems: string[],
): void {
  if (plugin.developmentOnly && options.production) {
    problems.push(
      `provider "${name}": it shows codes instead of sending them, so it is refused when NODE_ENV=production. ` +
        "Set RAMZ_PROVIDERS to real providers, e.g. kavenegar/verify,kavenegar/sms.",
    );
    return;
  }
  const given = optionsFor(name, plugin, options);
  const faults = faultsOf(name, plugin, given);
  problems.push(...faults);
  if (faults.length > 0) return;
  try {
    const instance = plugin.create(given, options.host);
    const provider: Provider = {
      name,
      account: instance.account ?? name,
      channels: plugin.channels,
      deliver: (message, deadline) => instance.deliver(message, deadline),
      explain: (reason) => instance.explain?.(reason) ?? null,
    };
    const secrets = (plugin.secrets ?? [])
      .map((option) => given[option])
      .filter((value) => typeof value === "string");
    chain.push({
      provider,
      developmentOnly: plugin.developmentOnly ?? false,
      secrets,
      examine: async (deadline) => (await instance.examine?.(deadline)) ?? null,
      tools: instance.tools ?? {},
    });
  } catch (error) {
    problems.push(`provider "${name}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The folder's table, then the provider's own, then the environment; defaults of the schema fill the rest. */
function optionsFor(
  name: string,
  plugin: ProviderPlugin,
  { tables, env }: OpenOptions,
): Record<string, unknown> {
  const known = Object.keys(plugin.options.properties);
  const shared = Object.entries(tables[folderOf(name)] ?? {}).filter(([option]) => known.includes(option));
  const fromEnv = Object.entries(plugin.env ?? {}).flatMap(([option, variable]) => {
    const value = env[variable];
    return value === undefined || value === "" ? [] : [[option, value] as const];
  });
  const merged = { ...Object.fromEntries(shared), ...tables[name], ...Object.fromEntries(fromEnv) };
  const complete: unknown = Value.Default(plugin.options, Value.Convert(plugin.options, merged));
  return typeof complete === "object" && complete !== null ? { ...complete } : {};
}

function faultsOf(name: string, plugin: ProviderPlugin, given: Record<string, unknown>): readonly string[] {
  const faults = new Map<string, string>();
  for (const error of Value.Errors(plugin.options, given)) {
    const option = error.path.slice(1);
    const variable = plugin.env?.[option];
    const where = variable === undefined ? `option "${option}"` : `option "${option}" (${variable})`;
    const shown =
      error.value === undefined
        ? "missing"
        : plugin.secrets?.includes(option)
          ? "***"
          : JSON.stringify(error.value);
    const hint = error.schema.description ?? "";
    const fault = `provider "${name}", ${where} is ${shown}: ${error.message}. ${hint}`.trim();
    if (!faults.has(option)) faults.set(option, fault);
  }
  return [...faults.values()];
}

function doubles(names: readonly string[]): readonly string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => `provider "${name}" is in RAMZ_PROVIDERS twice. List each provider once.`);
}

/** Tables of options that no provider reads: most likely a spelling mistake. */
function strayTables({ names, tables }: OpenOptions): readonly string[] {
  const all = [...names, ...builtInNames()];
  const known = new Set([...all, ...all.map(folderOf)]);
  return Object.keys(tables)
    .filter((table) => !known.has(table))
    .map(
      (table) =>
        `configuration file: [provider."${table}"] belongs to no provider. Known: ${[...known].sort().join(", ")}.`,
    );
}

function folderOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : name;
}
