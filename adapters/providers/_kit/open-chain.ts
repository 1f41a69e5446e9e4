/** Opens the providers of a chain: loads each, checks its options, creates it. Reports every problem at once. */
import type { Redactor } from "../../../domain/redaction.ts";
import { createProvider, type OpenedProvider } from "./create.ts";
import { builtInNames, loadProvider } from "./load.ts";
import { collectOptions, optionProblems, type OptionSources, vendorOf } from "./options.ts";
import type { ProviderHost, ProviderPlugin } from "./plugin.ts";
import { proxyProblems } from "./proxy.ts";

export type { OpenedProvider } from "./create.ts";

export interface OpenOptions extends OptionSources {
  readonly names: readonly string[];
  /** Names of other chains that `tables` serves too. */
  readonly elsewhere?: readonly string[];
  /** Where `./file.ts` starts and packages are searched. */
  readonly baseDir: string;
  /** Refuses providers that show codes instead of sending them. */
  readonly production: boolean;
  readonly host: ProviderHost;
  /** Where the vendor of a provider may send receipts; undefined when nowhere. */
  readonly callbackOf?: (name: string) => string | undefined;
  /** The list that gets the providers' secrets. */
  readonly redactor: Redactor;
}

export type Opened =
  | { readonly kind: "opened"; readonly chain: readonly OpenedProvider[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export async function openProviders(options: OpenOptions): Promise<Opened> {
  const problems: string[] = [...duplicates(options.names), ...unusedTables(options)];
  const chain: OpenedProvider[] = [];
  for (const name of new Set(options.names)) {
    const loaded = await loadProvider(name, options.baseDir);
    if (loaded.kind === "failed") problems.push(loaded.problem);
    else open(name, loaded.plugin, options, chain, problems);
  }
  // Providers behind one proxy share its problem.
  const distinct = [...new Set(problems)];
  return distinct.length > 0 ? { kind: "problems", problems: distinct } : { kind: "opened", chain };
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
  const { options: written, problems: unread } = collectOptions(name, plugin, options);
  problems.push(...unread);
  // Without its secret the provider has further problems, which follow from that one.
  if (unread.length > 0) return;
  const { max_calls: maxCalls, ...collected } = written;
  if (maxCalls !== undefined && !isCallCount(maxCalls)) {
    problems.push(
      `provider "${name}", option "max_calls" is ${JSON.stringify(maxCalls)}. Write a whole number from 1 to ${MAX_CALLS}.`,
    );
    return;
  }
  const found = optionProblems(name, plugin, collected);
  problems.push(...found);
  if (found.length > 0) return;
  if (!plugin.developmentOnly) problems.push(...proxyProblems(collected, options.env));
  const created = createProvider(name, plugin, collected, hostOf(name, options), options.redactor);
  if (created.kind === "created") {
    const { opened } = created;
    chain.push(maxCalls === undefined ? opened : { ...opened, provider: { ...opened.provider, maxCalls } });
  } else problems.push(`provider "${name}": ${created.cause}`);
}

function hostOf(name: string, { host, callbackOf }: OpenOptions): ProviderHost {
  const callback = callbackOf?.(name);
  return callback === undefined ? host : { ...host, callback };
}

/** Calls at once that an operator may allow at one account. */
const MAX_CALLS = 10_000;

function isCallCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_CALLS;
}

function duplicates(names: readonly string[]): readonly string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => `provider "${name}" is in RAMZ_PROVIDERS twice. List each provider once.`);
}

/** Option tables that no provider reads: most likely a spelling mistake. */
function unusedTables({ names, tables, ownTables, elsewhere = [] }: OpenOptions): readonly string[] {
  const all = [...names, ...(ownTables === undefined ? elsewhere : []), ...builtInNames()];
  const known = new Set([...all, ...all.map(vendorOf)]);
  return Object.keys(ownTables ?? tables)
    .filter((table) => !known.has(table))
    .map(
      (table) =>
        `configuration file: [provider."${table}"] belongs to no provider. Known: ${[...known].sort().join(", ")}.`,
    );
}
