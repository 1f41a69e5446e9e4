/** The composition root: the only file that knows which adapters exist. The process and the tests build Ramz here. */
import { dirname, join } from "node:path";
import { isKnownCountry, libphonenumber } from "../adapters/numbering/libphonenumber.ts";
import { createInbox } from "../adapters/providers/_inbox.ts";
import { builtInNames } from "../adapters/providers/_load.ts";
import { type OpenedProvider, openProviders } from "../adapters/providers/_open.ts";
import type { ProviderHost } from "../adapters/providers/_plugin.ts";
import type { KavenegarSimulator, SimulatorOptions } from "../adapters/providers/kavenegar/_simulator.ts";
import { openSqlite } from "../adapters/stores/sqlite.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { createProofs } from "../adapters/system/proofs.ts";
import { systemRandom } from "../adapters/system/random.ts";
import { keptSecret } from "../adapters/system/secret-file.ts";
import { createSecrets } from "../adapters/system/secrets.ts";
import { startTelemetry, type Telemetry } from "../adapters/telemetry/index.ts";
import { createLog, type Log } from "../adapters/telemetry/log.ts";
import { createRedactor } from "../adapters/telemetry/redact.ts";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { version } from "../package.json";
import { createBreakers } from "../domain/breaker.ts";
import type { DeliveryMessage, Provider } from "../domain/delivery.ts";
import { createOtp } from "../domain/otp.ts";
import { createQuotas } from "../domain/quotas.ts";
import type { Clock } from "../domain/ports.ts";
import { admit } from "../domain/recipient.ts";
import type { Store } from "../domain/store.ts";
import type { Environment } from "./config/read.ts";
import type { Config, StoreConfig } from "./config/settle.ts";
import { type Link, linkOf, watched } from "./links.ts";
import type { SentMessage, Service } from "./service.ts";

export type { Finding, Tool, ToolReport } from "../adapters/providers/_plugin.ts";
export type { KavenegarSimulator, OutboxMessage } from "../adapters/providers/kavenegar/_simulator.ts";

/** What a test, or a host of Ramz, may put in the place of the real thing. */
export interface Overrides {
  readonly clock?: Clock;
  readonly store?: Store;
  /** The whole chain, instead of the configured one. */
  readonly providers?: readonly Provider[];
  readonly print?: (text: string) => void;
  readonly log?: Log;
  readonly spanExporter?: SpanExporter;
  /** Told of every message handed to a provider. For development only: the message holds the code. */
  readonly watch?: (message: DeliveryMessage) => void;
  /** Serves these messages as the development inbox. */
  readonly inbox?: (to?: string) => readonly SentMessage[];
}

export interface Ramz extends Service {
  readonly links: readonly Link[];
  /** Whether codes are shown instead of sent. */
  readonly consoleMode: boolean;
  /** Closes the store. Call it when no request is under way any more. */
  close(): Promise<void>;
}

export type Composed =
  | { readonly kind: "composed"; readonly ramz: Ramz }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** What would keep these settings from being composed, besides the problems of the settings themselves. Opens no store. */
export async function findProblems(config: Config, env: Environment): Promise<readonly string[]> {
  const idle = {
    clock: systemClock,
    fetch,
    print: () => {},
    keep: () => {},
    codeLength: config.policy.codeLength,
  };
  const opened = await chainOf(config, env, {}, idle);
  return [...unknownCountries(config), ...(opened.kind === "problems" ? opened.problems : [])];
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
  const telemetry = await startTelemetry({
    env,
    version,
    clock,
    log,
    redact,
    ...(overrides.spanExporter && { spanExporter: overrides.spanExporter }),
  });
  const print = overrides.print ?? ((text: string) => console.log(text));
  const host = {
    clock,
    fetch: telemetry.fetch,
    print,
    keep: inbox.keep,
    codeLength: config.policy.codeLength,
  };
  const opened = await chainOf(config, env, overrides, host);
  const problems = [...unknownCountries(config), ...(opened.kind === "problems" ? opened.problems : [])];
  if (problems.length > 0 || opened.kind === "problems") {
    await telemetry.shutdown();
    return { kind: "problems", problems };
  }

  const secrets = secretsOf(config);
  const chainSecrets = opened.chain.flatMap((one) => one.secrets);
  for (const secret of [...secrets, ...passwordsOf(config.store), ...chainSecrets]) learn(secret);
  const store = overrides.store ?? (await openStore(config.store, clock));
  const consoleMode = opened.chain.some(({ developmentOnly }) => developmentOnly);
  const chain = opened.chain.map(({ provider }) => watched(provider, overrides.watch));
  const service = serviceOf({ config, clock, secrets, store, chain, telemetry, log });
  const ramz: Ramz = {
    ...service,
    consoleMode,
    links: opened.chain.map((one) => linkOf(one, clock, redact)),
    inbox: overrides.inbox ?? (consoleMode ? inbox.list : null),
    async close() {
      await store.close();
      await telemetry.shutdown();
    },
  };
  return { kind: "composed", ramz };
}

/** The providers that come with Ramz, by name. */
export function builtInProviders(): readonly string[] {
  return builtInNames();
}

/** The log of a process that composes nothing and so knows nothing secret: the parent of workers. */
export function openLog(): Promise<Log> {
  return createLog({ redact: (text) => text, terminal: process.stdout.isTTY });
}

/** Opens the store alone. Throws StoreUnavailable when it cannot be opened; Redis is connected to in the background. */
export async function openStore(store: StoreConfig, clock: Clock = systemClock): Promise<Store> {
  if (store.kind === "sqlite") return openSqlite({ path: store.path, clock });
  // Loaded for those who use it: the client is the largest package there is.
  const { openRedis } = await import("../adapters/stores/redis.ts");
  const password = store.password?.reveal() ?? null;
  const sentinelPassword = store.sentinelPassword?.reveal() ?? null;
  return openRedis({ ...store, password, sentinelPassword });
}

/** A stand-in for Kavenegar on this machine, for development: a real server that sends nothing. */
export async function startKavenegarSimulator(options: SimulatorOptions): Promise<KavenegarSimulator> {
  const simulator = await import("../adapters/providers/kavenegar/_simulator.ts");
  return simulator.startKavenegarSimulator(options);
}

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly secrets: readonly [string, ...string[]];
  readonly store: Store;
  readonly chain: readonly Provider[];
  readonly telemetry: Telemetry;
  readonly log: Log;
}

function serviceOf({ config, clock, secrets, store, chain, telemetry, log }: Parts): Omit<Service, "inbox"> {
  const { policy, recipients } = config;
  const proofs = createProofs(secrets);
  const breakers = createBreakers();
  const providers = chain.map((provider) => telemetry.provider(provider));
  const ports = { clock, store, providers, breakers, policy, recipients, proofs, random: systemRandom };
  const keyed = createSecrets(secrets);
  const quotas = createQuotas({ windows: store.windows, secrets: keyed, rules: config.quotas });
  const otp = telemetry.otp(createOtp({ ...ports, quotas, secrets: keyed, numbering: libphonenumber }));
  const resting = (provider: Provider) => breakers.admittedFrom(provider, clock.now()) > clock.now();
  telemetry.breakers(() => chain.map((provider) => [provider.name, resting(provider)]));

  return {
    otp,
    policy,
    jwks: proofs.jwks,
    now: () => clock.now(),
    request: (name, request, work) => telemetry.request(name, request, work),
    metrics: () => telemetry.metrics(),
    canonical(to) {
      const admission = admit(to, recipients, libphonenumber);
      return admission.kind === "admitted" ? admission.recipient : null;
    },
    explain: (name, reason) => chain.find((provider) => provider.name === name)?.explain(reason) ?? null,
    async readiness() {
      const up = await store.ping().then(
        () => true,
        () => false,
      );
      const able = chain.map((provider) => [provider.name, resting(provider) ? "resting" : "able"] as const);
      return { store: up ? "up" : "down", providers: Object.fromEntries(able) };
    },
    report(error, traceId) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log("error", text, { trace_id: traceId });
    },
  };
}

async function chainOf(config: Config, env: Environment, overrides: Overrides, host: ProviderHost) {
  if (overrides.providers !== undefined) {
    const chain = overrides.providers.map((provider): OpenedProvider => ({
      provider,
      developmentOnly: false,
      secrets: [],
      examine: async () => null,
      tools: {},
    }));
    return { kind: "opened", chain } as const;
  }
  const { providers: names, providerOptions: tables, production } = config;
  return openProviders({ names, tables, env, baseDir: process.cwd(), production, host });
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

function unknownCountries({ recipients }: Config): readonly string[] {
  return recipients.countries
    .filter((country) => !isKnownCountry(country))
    .map(
      (country) =>
        `OTP_COUNTRIES: "${country}" is no country with a numbering plan. Use ISO codes such as IR or DE.`,
    );
}
