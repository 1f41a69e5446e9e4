/** The composition root: the only file that knows which adapters exist. The process and the tests build Ramz here. */
import { dirname, join } from "node:path";
import { isKnownCountry, libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import { createInbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import { builtInNames } from "../../adapters/providers/_kit/load.ts";
import { type OpenedProvider, openProviders } from "../../adapters/providers/_kit/open-chain.ts";
import { createHost, type HostParts } from "../../adapters/providers/_kit/host.ts";
import type { Advice } from "../../adapters/stores/redis/server-advice.ts";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createProofs } from "../../adapters/system/proofs.ts";
import { systemRandom } from "../../adapters/system/random.ts";
import { keptSecret } from "../../adapters/system/secret-file.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { startTelemetry } from "../../adapters/telemetry/telemetry.ts";
import { createLog, type Log } from "../../adapters/telemetry/log/log.ts";
import { createRedactor } from "../../adapters/telemetry/log/redact-secrets.ts";
import { version } from "../../package.json";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Store } from "../../domain/storage/store.ts";
import { assemble } from "./assemble.ts";
import { type OpenedChains, openChains } from "./provider-chains.ts";
import type { Config, StoreConfig } from "../config/resolve.ts";
import { newKey } from "../access/api-keys.ts";
import { type ProviderHandle, providerHandleOf } from "./provider-handles.ts";
import { readNumberLists } from "./number-lists.ts";
import type { SentMessage, Service } from "../service/service.ts";
import type {
  KavenegarSimulator,
  SimulatorOptions,
} from "../../adapters/providers/kavenegar/_simulator/api.ts";
import type { Environment } from "../config/setting.ts";

/** What a test, or a host of Ramz, may put in the place of the real thing. */
export interface Overrides {
  readonly clock?: Clock;
  readonly store?: Store;
  /** The whole chain, instead of the configured one. */
  readonly providers?: readonly Provider[];
  readonly print?: (text: string) => void;
  readonly log?: Log;
  /** Told of every message handed to a provider. For development only: the message holds the code. */
  readonly watch?: (message: DeliveryMessage) => void;
  /** Serves these messages as the development inbox. */
  readonly inbox?: (to?: string) => readonly SentMessage[];
}

export interface Ramz extends Service {
  readonly providers: readonly ProviderHandle[];
  /** Calls that may be under way at once, over the accounts of all vendors. */
  readonly accountPlaces: readonly number[];
  /** Whether codes are shown instead of sent. */
  readonly consoleMode: boolean;
  /** Closes the store. Call it when no request is under way any more. */
  close(): Promise<void>;
}

export type Composed =
  | { readonly kind: "composed"; readonly ramz: Ramz }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

const REGIONS = { numbering: libphonenumber, isKnownCountry };

/** What would keep these settings from being composed, besides the problems of the settings themselves. Opens no store. */
export async function findProblems(config: Config, env: Environment): Promise<readonly string[]> {
  const idle = { clock: systemClock, fetch, print: () => {}, keep: () => {} };
  const opened = await chainsOf(config, env, {}, idle);
  const { problems } = readNumberLists(config, REGIONS, systemClock.now());
  return [...problems, ...(opened.kind === "problems" ? opened.problems : [])];
}

export async function compose(
  config: Config,
  env: Environment,
  overrides: Overrides = {},
): Promise<Composed> {
  const clock = overrides.clock ?? systemClock;
  const inbox = createInbox();
  const { redact, learn } = createRedactor();
  const log = overrides.log ?? (await createLog({ redact, terminal: process.stdout.isTTY }));
  const { watch, print = (text: string) => console.log(text) } = overrides;
  const telemetry = await startTelemetry({
    env,
    version,
    clock,
    log,
    redact,
  });
  const host = { clock, fetch: telemetry.fetch, print, keep: inbox.keep };
  const opened = await chainsOf(config, env, overrides, host);
  const { lists, problems: ofLists } = readNumberLists(config, REGIONS, clock.now());
  const problems = [...ofLists, ...(opened.kind === "problems" ? opened.problems : [])];
  if (problems.length > 0 || opened.kind === "problems") {
    await telemetry.shutdown();
    return { kind: "problems", problems };
  }

  const { chains } = opened;
  const providers = chains.flatMap((chain) => chain.opened);
  const secrets = secretsOf(config);
  for (const secret of [...secrets, ...passwordsOf(config.store), ...providers.flatMap((one) => one.secrets)])
    learn(secret);
  const store = overrides.store ?? (await openStore(config.store, clock));
  const consoleMode = providers.some(({ developmentOnly }) => developmentOnly);
  const service = assemble({
    config,
    clock,
    random: systemRandom,
    secrets: createSecrets(secrets),
    proofs: createProofs(secrets, config.proofPhone),
    numbering: libphonenumber,
    store,
    chains,
    lists,
    tracing: telemetry,
    log,
    watch,
  });
  const ramz: Ramz = {
    ...service,
    accountPlaces: placesOf(providers, config.bulkheads.callsPerAccount),
    consoleMode,
    providers: chains.flatMap(({ owner, opened: links }) =>
      links.map((one) => providerHandleOf(one, owner, clock, redact)),
    ),
    inbox: overrides.inbox ?? (consoleMode ? inbox.list : null),
    async close() {
      await store.close();
      await telemetry.shutdown();
    },
  };
  return { kind: "composed", ramz };
}

/** The places of each account: the most that one of its providers may use. */
function placesOf(providers: readonly OpenedProvider[], callsPerAccount: number): readonly number[] {
  const byAccount = Map.groupBy(providers, ({ provider }) => provider.account);
  return [...byAccount.values()].map((same) =>
    Math.max(...same.map(({ provider }) => provider.maxCalls ?? callsPerAccount)),
  );
}

/** The providers that come with Ramz, by name. */
export function builtInProviders(): readonly string[] {
  return builtInNames();
}

/** A key for an app, from the operating system's own chance. */
export function drawKey(): string {
  return newKey(systemRandom);
}

/** The log of a process that composes nothing and so knows nothing secret: the parent of workers. */
export function openLog(): Promise<Log> {
  return createLog({ redact: (text) => text, terminal: process.stdout.isTTY });
}

/** A store, and what should be changed about the server behind it. */
export interface OpenedStore extends Store {
  advise(): Promise<readonly Advice[]>;
}

/** Opens the store alone. Throws StoreUnavailable when it cannot be opened; Redis is connected to in the background. */
export async function openStore(store: StoreConfig, clock: Clock = systemClock): Promise<OpenedStore> {
  if (store.kind === "sqlite") return { ...openSqlite({ path: store.path, clock }), advise: async () => [] };
  // Loaded for those who use it: the client is the largest package there is.
  const { openRedis } = await import("../../adapters/stores/redis.ts");
  const password = store.password?.reveal() ?? null;
  const sentinelPassword = store.sentinelPassword?.reveal() ?? null;
  return openRedis({ ...store, password, sentinelPassword });
}

/** A stand-in for Kavenegar on this machine, for development: a real server that sends nothing. */
export async function startKavenegarSimulator(options: SimulatorOptions): Promise<KavenegarSimulator> {
  const simulator = await import("../../adapters/providers/kavenegar/_simulator/simulator.ts");
  return simulator.startKavenegarSimulator(options);
}

/** The chains of all apps; `overrides` may stand in for every one of them. */
function chainsOf(
  config: Config,
  env: Environment,
  { providers }: Overrides,
  host: Omit<HostParts, "codeLength">,
): Promise<OpenedChains> {
  const { apps, production } = config;
  const elsewhere = [...config.providers, ...apps.flatMap((app) => app.providers)];
  return openChains(apps, config, async (app, isOwn) => {
    if (providers !== undefined) return { kind: "opened", chain: providers.map(asOpened) };
    return openProviders({
      names: app.providers,
      tables: app.providerOptions,
      ...(isOwn && { ownTables: app.ownOptions }),
      elsewhere,
      env,
      baseDir: process.cwd(),
      production,
      host: createHost({ ...host, codeLength: app.policy.codeLength }),
    });
  });
}

function asOpened(provider: Provider): OpenedProvider {
  return { provider, developmentOnly: false, secrets: [], examine: async () => null, tools: {} };
}

/** The configured secrets; else one of this process for a store in memory, or one kept beside the store's file. */
function secretsOf({ secrets, store }: Config): readonly [string, ...string[]] {
  if (secrets !== null) {
    const [current, ...older] = secrets;
    return [current.reveal(), ...older.map((secret) => secret.reveal())];
  }
  if (store.kind !== "sqlite" || store.path === ":memory:") return [systemRandom.token(48)];
  return [keptSecret(join(dirname(store.path), "ramz.secret"))];
}

function passwordsOf(store: StoreConfig): readonly string[] {
  if (store.kind === "sqlite") return [];
  return [store.password, store.sentinelPassword].flatMap((secret) =>
    secret === null ? [] : [secret.reveal()],
  );
}
