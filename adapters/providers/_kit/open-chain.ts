/** Opens the providers of a chain: load each, check its options, create it. Every problem is named at once. */
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { createProvider, type OpenedProvider } from "./create.ts";
import { builtInNames, loadProvider } from "./load.ts";
import { packageOf, PREFIX } from "./npm-package.ts";
import type { ProviderHost, ProviderPlugin } from "./plugin.ts";

export type { OpenedProvider } from "./create.ts";

/** Options as written in the configuration file: by provider name, or by vendor for all its providers. */
export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface OpenOptions {
  readonly names: readonly string[];
  readonly tables: OptionTables;
  /** Of one app's own chain: its own options, which win over all others, those of the environment included. */
  readonly ownTables?: OptionTables;
  /** Names of other chains, which `tables` are for, too. */
  readonly elsewhere?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `./file.ts` starts and packages are looked for. */
  readonly baseDir: string;
  /** Refuses providers that show codes instead of sending them. */
  readonly production: boolean;
  readonly host: ProviderHost;
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
  const { max_calls: maxCalls, ...given } = optionsFor(name, plugin, options);
  if (maxCalls !== undefined && !isCallCount(maxCalls)) {
    problems.push(
      `provider "${name}", option "max_calls" is ${JSON.stringify(maxCalls)}. Write a whole number from 1 to ${MAX_CALLS}.`,
    );
    return;
  }
  const faults = faultsOf(name, plugin, given);
  problems.push(...faults);
  if (faults.length > 0) return;
  const created = createProvider(name, plugin, given, options.host);
  if (created.kind === "created") {
    const { opened } = created;
    chain.push(maxCalls === undefined ? opened : { ...opened, provider: { ...opened.provider, maxCalls } });
  } else problems.push(`provider "${name}": ${created.cause}`);
}

/** Calls under way at once that an operator may allow at one account. */
const MAX_CALLS = 10_000;

function isCallCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_CALLS;
}

/** The vendor's table, then the provider's own, then the environment, then the app's; defaults of the schema fill the rest. */
function optionsFor(
  name: string,
  plugin: ProviderPlugin,
  { tables, ownTables = {}, env }: OpenOptions,
): Record<string, unknown> {
  const known = Object.keys(plugin.options.properties);
  const written = (given: OptionTables): Record<string, unknown> => {
    const shared = Object.entries(given[vendorOf(name)] ?? {}).filter(
      ([option]) => option === "max_calls" || known.includes(option),
    );
    return { ...Object.fromEntries(shared), ...given[name] };
  };
  const fromEnv = Object.entries(plugin.env ?? {}).flatMap(([option, variable]) => {
    const value = env[variable];
    return value === undefined || value === "" ? [] : [[option, value] as const];
  });
  const merged = { ...written(tables), ...Object.fromEntries(fromEnv), ...written(ownTables) };
  const complete: unknown = Value.Default(plugin.options, Value.Convert(plugin.options, merged));
  return typeof complete === "object" && complete !== null ? { ...complete } : {};
}

function faultsOf(name: string, plugin: ProviderPlugin, given: Record<string, unknown>): readonly string[] {
  const faults = new Map<string, string>();
  // An option that nobody reads is most likely a spelling mistake, unless the plugin says that it takes any.
  for (const error of Value.Errors({ additionalProperties: false, ...plugin.options }, given)) {
    const option = error.path.slice(1);
    if (!faults.has(option))
      faults.set(option, `provider "${name}"${faultOf(option, name, plugin, error)}`.trim());
  }
  return [...faults.values()];
}

function faultOf(
  option: string,
  name: string,
  { env, options, secrets }: ProviderPlugin,
  error: ValueError,
): string {
  // Without its value, which may be a secret under a misspelt name.
  if (error.type === ValueErrorType.ObjectAdditionalProperties)
    return `: there is no option "${option}". It has: ${Object.keys(options.properties).join(", ") || "none"}.`;
  const variable = env?.[option];
  const meaning = error.schema.description ?? "";
  if (error.value === undefined) {
    const inFile = `${option} in [provider.${tableOf(name)}] of the configuration file`;
    const places = variable === undefined ? inFile : `${variable}, or ${inFile}`;
    return `, option "${option}" is missing. Set ${places}. ${meaning}`;
  }
  const where = variable === undefined ? `option "${option}"` : `option "${option}" (${variable})`;
  const shown = secrets?.includes(option) ? "***" : JSON.stringify(error.value);
  return `, ${where} is ${shown}: ${error.message}. ${meaning}`;
}

/** The table that all providers of the vendor read, as TOML writes its name. */
function tableOf(name: string): string {
  const vendor = vendorOf(name);
  return /^[\w-]+$/.test(vendor) ? vendor : `"${vendor}"`;
}

function doubles(names: readonly string[]): readonly string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => `provider "${name}" is in RAMZ_PROVIDERS twice. List each provider once.`);
}

/** Tables of options that no provider reads: most likely a spelling mistake. */
function strayTables({ names, tables, ownTables, elsewhere = [] }: OpenOptions): readonly string[] {
  const all = [...names, ...(ownTables === undefined ? elsewhere : []), ...builtInNames()];
  const known = new Set([...all, ...all.map(vendorOf)]);
  return Object.keys(ownTables ?? tables)
    .filter((table) => !known.has(table))
    .map(
      (table) =>
        `configuration file: [provider."${table}"] belongs to no provider. Known: ${[...known].sort().join(", ")}.`,
    );
}

/** Whose provider it is: the folder of a built-in one, the package of one that is a part of it; a file is its own. */
function vendorOf(name: string): string {
  if (name.startsWith(PREFIX)) return `${PREFIX}${packageOf(name) ?? ""}`;
  return /^\.{0,2}\//.test(name) ? name : name.replace(/\/[^/]*$/, "");
}
