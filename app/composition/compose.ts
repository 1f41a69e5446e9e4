/** The composition root: builds Ramz from a configuration, for the process and for tests alike. */
import { libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import type { OpenedProvider } from "../../adapters/providers/_kit/create.ts";
import { createInbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createProofs } from "../../adapters/system/proofs.ts";
import { systemRandom } from "../../adapters/system/random.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import type { Log } from "../../adapters/telemetry/log/log.ts";
import { startTelemetry } from "../../adapters/telemetry/telemetry.ts";
import { version } from "../../package.json";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor, type Redact } from "../../domain/redaction.ts";
import type { Store } from "../../domain/storage/store.ts";
import { servedHosts } from "../access/served-hosts.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import type { InboxMessage } from "../../adapters/providers/_kit/plugin.ts";
import type { Service } from "../service/service.ts";
import { assemble } from "./assemble.ts";
import { openConfiguredParts } from "./configured-parts.ts";
import { openLog, openSecrets, openStore, printLine } from "./open-adapters.ts";
import { type ProviderHandle, providerHandleOf } from "./provider-handles.ts";

/** What a test, or a host of Ramz, may use in place of the real thing. */
export interface Overrides {
  readonly clock?: Clock;
  readonly store?: Store;
  /** The chain of every app, instead of the configured ones. */
  readonly providers?: readonly Provider[];
  readonly print?: (text: string) => void;
  readonly log?: Log;
  /** Called, instead of the log, with the text of each of its errors, without secrets. */
  readonly reportError?: (text: string) => void;
  /** False: no span and no metric leaves the process, whatever its OTEL_* variables say. */
  readonly exportTelemetry?: boolean;
  /** Called with every message before its provider gets it. For development only: the message holds the code. */
  readonly watch?: (message: DeliveryMessage) => void;
  /** Serves these messages as the development inbox. */
  readonly inbox?: (to?: string) => readonly InboxMessage[];
}

export interface Ramz extends Service {
  readonly providers: readonly ProviderHandle[];
  /** Calls that may be under way at once at each vendor account. */
  readonly accountPlaces: readonly number[];
  /** Codes are shown instead of sent. */
  readonly consoleMode: boolean;
  /** Closes the store and sends what telemetry still holds. Call it when no request is under way any more. */
  close(): Promise<void>;
}

export type Composed =
  | { readonly kind: "composed"; readonly ramz: Ramz }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Throws StoreUnavailable when the store cannot be opened. */
export async function compose(
  config: Config,
  env: Environment,
  overrides: Overrides = {},
): Promise<Composed> {
  const { clock = systemClock, print = printLine, watch, exportTelemetry: exports = true } = overrides;
  const inbox = createInbox();
  const redactor = createRedactor();
  const { redact } = redactor;
  const log = overrides.log ?? errorsOnly(overrides, redact) ?? (await openLog(redact));
  const telemetry = await startTelemetry({ version, clock, log, redact, exports });
  const host = { clock, fetch: telemetry.fetch, print, keep: inbox.keep };
  const surroundings = { env, host, redactor, replacements: overrides.providers };
  const parts = await openConfiguredParts(config, surroundings, clock);
  if (parts.kind === "problems") {
    await telemetry.shutdown();
    return parts;
  }

  const { chains, lists } = parts;
  const providers = chains.flatMap(({ opened }) => opened);
  const secrets = openSecrets(config);
  redactor.add(...secrets);
  const store = overrides.store ?? (await openStore(config.store, clock, redactor));
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
  const consoleMode = providers.some(({ developmentOnly }) => developmentOnly);
  const shown = overrides.inbox ?? (consoleMode ? inbox.list : null);
  const ramz: Ramz = {
    ...service,
    accountPlaces: accountPlacesOf(providers, config.bulkheads.callsPerAccount),
    consoleMode,
    providers: chains.flatMap(({ owner, opened }) =>
      opened.map((one) => providerHandleOf(one, owner, clock, redact)),
    ),
    inbox: shown,
    servesHost: shown === null ? null : servedHosts(config.host, config.http.allowedHosts),
    async close() {
      await store.close();
      await telemetry.shutdown();
    },
  };
  return { kind: "composed", ramz };
}

/** A log that reports its errors and nothing else; null without a receiver for them. */
function errorsOnly({ reportError }: Overrides, redact: Redact): Log | null {
  if (reportError === undefined) return null;
  return (level, message) => {
    if (level === "error") reportError(redact(message));
  };
}

/** For each account, the most calls that one of its providers may have under way. */
function accountPlacesOf(providers: readonly OpenedProvider[], callsPerAccount: number): readonly number[] {
  const byAccount = Map.groupBy(providers, ({ provider }) => provider.account);
  return [...byAccount.values()].map((same) =>
    Math.max(...same.map(({ provider }) => provider.maxCalls ?? callsPerAccount)),
  );
}
