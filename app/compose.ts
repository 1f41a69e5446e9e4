/** The composition root: the only file that knows which adapters exist. The process and the tests build Ramz here. */
import { dirname, join } from "node:path";
import { isKnownCountry, libphonenumber } from "../adapters/numbering/libphonenumber.ts";
import { createInbox } from "../adapters/providers/_inbox.ts";
import { type OpenedProvider, openProviders } from "../adapters/providers/_open.ts";
import { openSqlite } from "../adapters/stores/sqlite.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { createProofs } from "../adapters/system/proofs.ts";
import { systemRandom } from "../adapters/system/random.ts";
import { keptSecret } from "../adapters/system/secret-file.ts";
import { createSecrets } from "../adapters/system/secrets.ts";
import { createBreakers } from "../domain/breaker.ts";
import type { Provider } from "../domain/delivery.ts";
import { createOtp } from "../domain/otp.ts";
import type { Clock } from "../domain/ports.ts";
import { admit } from "../domain/recipient.ts";
import type { LedgerStore } from "../domain/store.ts";
import type { Environment } from "./config/read.ts";
import type { Config } from "./config/settle.ts";
import type { Service } from "./service.ts";

/** What a test, or a host of Ramz, may put in the place of the real thing. */
export interface Overrides {
  readonly clock?: Clock;
  readonly store?: LedgerStore;
  /** The whole chain, instead of the configured one. */
  readonly providers?: readonly Provider[];
  readonly print?: (text: string) => void;
  readonly report?: Service["report"];
}

export interface Ramz extends Service {
  /** Whether codes are shown instead of sent. */
  readonly consoleMode: boolean;
  /** Closes the store. Call it when no request is under way any more. */
  close(): Promise<void>;
}

export type Composed =
  | { readonly kind: "composed"; readonly ramz: Ramz }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export async function compose(
  config: Config,
  env: Environment,
  overrides: Overrides = {},
): Promise<Composed> {
  const clock = overrides.clock ?? systemClock;
  const inbox = createInbox();
  const opened = await chainOf(config, env, overrides, clock, inbox.keep);
  const problems = [...unknownCountries(config), ...(opened.kind === "problems" ? opened.problems : [])];
  if (problems.length > 0 || opened.kind === "problems") return { kind: "problems", problems };

  const secrets = secretsOf(config);
  const proofs = createProofs(secrets);
  const store = overrides.store ?? openSqlite({ path: config.store.path, clock });
  const providers = opened.chain.map(({ provider }) => provider);
  const breakers = createBreakers();
  const { policy, recipients } = config;
  const ports = { clock, store, providers, breakers, policy, recipients, proofs, random: systemRandom };
  const otp = createOtp({ ...ports, secrets: createSecrets(secrets), numbering: libphonenumber });
  const consoleMode = opened.chain.some(({ developmentOnly }) => developmentOnly);

  const ramz: Ramz = {
    otp,
    policy,
    consoleMode,
    jwks: proofs.jwks,
    inbox: consoleMode ? inbox.list : null,
    canonical(to) {
      const admission = admit(to, recipients, libphonenumber);
      return admission.kind === "admitted" ? admission.recipient : null;
    },
    explain: (name, reason) => providers.find((provider) => provider.name === name)?.explain(reason) ?? null,
    async readiness() {
      const now = clock.now();
      const state = (provider: Provider) => (breakers.admittedFrom(provider, now) > now ? "resting" : "able");
      return {
        store: await store.ping().then(
          () => "up" as const,
          () => "down" as const,
        ),
        providers: Object.fromEntries(providers.map((provider) => [provider.name, state(provider)])),
      };
    },
    report: overrides.report ?? reportToConsole,
    close: () => store.close(),
  };
  return { kind: "composed", ramz };
}

async function chainOf(
  config: Config,
  env: Environment,
  overrides: Overrides,
  clock: Clock,
  keep: ReturnType<typeof createInbox>["keep"],
) {
  if (overrides.providers !== undefined) {
    const chain: readonly OpenedProvider[] = overrides.providers.map((provider) => ({
      provider,
      developmentOnly: false,
    }));
    return { kind: "opened", chain } as const;
  }
  const print = overrides.print ?? ((text: string) => console.log(text));
  return openProviders({
    names: config.providers,
    tables: config.providerOptions,
    env,
    baseDir: process.cwd(),
    production: config.production,
    host: { clock, fetch, print, keep },
  });
}

/** The configured secrets; else one of this process for a store in memory, or one kept beside the store's file. */
function secretsOf({ secrets, store }: Config): readonly [string, ...string[]] {
  if (secrets !== null) {
    const [current, ...older] = secrets;
    return [current.reveal(), ...older.map((secret) => secret.reveal())];
  }
  if (store.path === ":memory:") return [systemRandom.token(48)];
  return [keptSecret(join(dirname(store.path), "ramz.secret"))];
}

function unknownCountries({ recipients }: Config): readonly string[] {
  return recipients.countries
    .filter((country) => !isKnownCountry(country))
    .map(
      (country) =>
        `OTP_COUNTRIES: "${country}" is no country with a numbering plan. Use ISO codes such as IR or DE.`,
    );
}

function reportToConsole(error: unknown, traceId: string): void {
  console.error(`[ramz] trace ${traceId}:`, error);
}
