/** The chains of providers that apps send through. Apps with the same provider settings share a chain, and with it its breakers. */
import type { OpenedProvider } from "../../adapters/providers/_kit/create.ts";
import { createHost, type HostParts } from "../../adapters/providers/_kit/host.ts";
import { type Opened, openProviders } from "../../adapters/providers/_kit/open-chain.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { Redactor } from "../../domain/redaction.ts";
import { bySpecificity } from "../../domain/delivery/chain-rules.ts";
import type { AppConfig } from "../config/apps.ts";
import { namesIn, type WrittenChains } from "../config/tables/chains.ts";
import { unreachableProblems } from "./unreachable-chains.ts";
import type { Config } from "../config/resolve.ts";
import { secretReader } from "../config/mounted-secrets.ts";
import type { Environment } from "../config/setting.ts";

/** The chains of apps that have the same ones, with their providers opened once. */
export interface Chain extends WrittenChains {
  /** The app, or the first of several, that has these chains of its own; null for the service's. */
  readonly owner: string | null;
  readonly apps: readonly AppConfig[];
  /** Every provider of the chains. */
  readonly opened: readonly OpenedProvider[];
  /** The settings that it was opened with, as text. They contain secrets. */
  readonly settings: string;
}

export type OpenedChains =
  | { readonly kind: "opened"; readonly chains: readonly Chain[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export interface ChainSurroundings {
  readonly env: Environment;
  /** What providers get from the process. */
  readonly host: Omit<HostParts, "codeLength">;
  readonly redactor: Redactor;
  /** The address for receipts of a provider, by its label; undefined when vendors cannot call. */
  readonly callbackOf?: (label: string) => string;
  /** Used by every app instead of the configured chains. */
  readonly replacements: readonly Provider[] | undefined;
}

/** Opens each chain that an app uses, once. A problem with an app's own chain names the app. */
export async function openChains(config: Config, surroundings: ChainSurroundings): Promise<OpenedChains> {
  const chains: Chain[] = [];
  const problems: string[] = [];
  for (const { owner, apps, first, settings } of ownersOf(config)) {
    const opened = await openChain(first, owner !== null, config, surroundings);
    if (opened.kind === "opened") {
      const chain = { owner, apps, settings, opened: opened.chain, ...orderOf(first, surroundings) };
      chains.push(chain);
      problems.push(...unreachableProblems(chain).map((problem) => withOwner(owner, problem)));
    } else problems.push(...opened.problems.map((problem) => withOwner(owner, problem)));
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "opened", chains };
}

/** The apps that have the same chains, as configured. */
interface ChainOwner extends Pick<Chain, "owner" | "apps" | "settings"> {
  readonly first: AppConfig;
}

function ownersOf(config: Config): readonly ChainOwner[] {
  const ofService = settingsOf({ ...config, ownOptions: {} });
  return [...Map.groupBy(config.apps, settingsOf)].flatMap(([settings, apps]) => {
    const [first] = apps;
    return first === undefined
      ? []
      : [{ owner: settings === ofService ? null : first.name, apps, first, settings }];
  });
}

/** Whose chains a provider is in, opened or not: null for the service's, else the app that has them. */
export function ownersWith(config: Config, provider: string): readonly (string | null)[] {
  return ownersOf(config)
    .filter(({ first }) => [...first.providers, ...namesIn(first)].includes(provider))
    .map(({ owner }) => owner);
}

async function openChain(
  app: AppConfig,
  isOwn: boolean,
  config: Config,
  { env, host, redactor, replacements, callbackOf }: ChainSurroundings,
): Promise<Opened> {
  if (replacements !== undefined) return { kind: "opened", chain: replacements.map(asOpened) };
  return openProviders({
    // A name that is listed twice stays twice, so that it is reported.
    names: [...app.providers, ...namesIn(app).filter((name) => !app.providers.includes(name))],
    tables: app.providerOptions,
    ...(isOwn && { ownTables: app.ownOptions }),
    elsewhere: [...namesIn(config), ...config.apps.flatMap(namesIn)],
    env,
    readSecret: secretReader(env),
    baseDir: process.cwd(),
    production: config.production,
    host: createHost({ ...host, codeLength: app.policy.codeLength }),
    callbackOf: (name) => callbackOf?.(labelOf({ owner: isOwn ? app.name : null }, name)),
    redactor,
  });
}

/** The chains by names of providers. */
function orderOf({ providers, chains }: AppConfig, { replacements }: ChainSurroundings): WrittenChains {
  if (replacements !== undefined) return { providers: replacements.map(({ name }) => name), chains: [] };
  return { providers, chains: bySpecificity(chains) };
}

function asOpened(provider: Provider): OpenedProvider {
  return { provider, developmentOnly: false, examine: async () => null, tools: {} };
}

function withOwner(owner: string | null, problem: string): string {
  return owner === null ? problem : `apps.${owner}: ${problem}`;
}

/** A provider's name among those of all chains, e.g. `shop:kavenegar/verify`. */
export function labelOf({ owner }: Pick<Chain, "owner">, provider: string): string {
  return owner === null ? provider : `${owner}:${provider}`;
}

type ChainSettings = Pick<AppConfig, "providers" | "chains" | "providerOptions" | "ownOptions" | "policy">;

/** Everything that decides how a chain is opened. Providers check the length of their texts with the length of codes. */
function settingsOf({ providers, chains, providerOptions, ownOptions, policy }: ChainSettings): string {
  return JSON.stringify([providers, chains, providerOptions, ownOptions, policy.codeLength]);
}
