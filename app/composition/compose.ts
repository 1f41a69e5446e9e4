/** The composition root: builds Ramz from a configuration, for the process and for tests alike. */
import { libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import { createInbox, type Inbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createProofs } from "../../adapters/system/proofs.ts";
import { systemRandom } from "../../adapters/system/random.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import type { Log } from "../../adapters/telemetry/log/log.ts";
import type { ProcessMetrics } from "../../adapters/telemetry/sdk/added-metrics.ts";
import { startTelemetry, type Telemetry } from "../../adapters/telemetry/telemetry.ts";
import { version } from "../../package.json";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor, type Redact } from "../../domain/redaction.ts";
import type { Store } from "../../domain/storage/store.ts";
import { servedHosts } from "../access/served-hosts.ts";
import { createReceipts } from "../../domain/use-cases/receipts/receipts.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import type { Service } from "../service/service.ts";
import { assemble } from "./assemble.ts";
import {
  type ConfigFacts,
  type ExamineFacts,
  openConfiguredParts,
  type OpenedParts,
} from "./configured-parts.ts";
import { withDevTestNumbers } from "./dev-test-numbers.ts";
import { labelOf } from "./provider-chains.ts";
import { createLastingState, type LastingParts, type LastingState } from "./lasting-state.ts";
import { textOf } from "./store-watch.ts";
import { type AddressOf, receiptAddresses } from "./receipt-addresses.ts";
import { withReceiptTools } from "./receipt-tool.ts";
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
  /** Makes the calls of providers, e.g. to a simulator instead of the vendor's own hosts. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Called with every message before its provider gets it. For development only: the message holds the code. */
  readonly watch?: (message: DeliveryMessage) => void;
  /** Serves this development inbox, whichever providers there are. */
  readonly inbox?: Inbox;
  /** Problems of the process with what was composed, besides those of the configuration. */
  readonly examine?: ExamineFacts;
}

export interface Ramz extends Service, ConfigFacts {
  readonly providers: readonly ProviderHandle[];
  /**
   * Ramz with other settings over the same store, secret, telemetry and inbox, of which `config` must say the same. Takes over the gauges;
   * requests under way may end with the old one. There is nothing to close of the old one.
   */
  recompose(config: Config): Promise<Composed>;
  /** The metrics of this process, to be added to those of others. */
  collectMetrics(): Promise<ProcessMetrics>;
  /** Examines providers at the configured interval, until it is closed. A recomposed one goes on with it. */
  startExaminations(): void;
  /** Stops what repeats. Resolves when no work is under way that requests do not wait for. */
  settle(): Promise<void>;
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
  const { clock = systemClock, print = printLine, watch, fetch, exportTelemetry: exports = true } = overrides;
  const inbox = overrides.inbox ?? createInbox();
  const redactor = createRedactor();
  const { redact } = redactor;
  const log = overrides.log ?? errorsOnly(overrides, redact) ?? (await openLog(redact));
  const telemetry = await startTelemetry({ version, clock, log, redact, exports, fetch });
  const host = { clock, fetch: telemetry.fetch, print, keep: inbox.keep };
  const surroundings = { env, host, redactor, replacements: overrides.providers };
  const readSecrets = lazily(() => openSecrets(config));
  const addressesOf = (wanted: Config) => receiptAddresses(wanted.receipts, readSecrets, redactor);

  const open = (wanted: Config) => {
    const callbackOf = callbacksOf(wanted, addressesOf(wanted));
    return openConfiguredParts(wanted, { ...surroundings, ...callbackOf }, clock, overrides.examine);
  };
  const first = await open(config);
  if (first.kind === "problems") {
    await telemetry.shutdown();
    return first;
  }
  const secrets = readSecrets();
  redactor.add(...secrets);
  const store = overrides.store ?? (await openStore(config.store, clock, redactor));
  const ports = {
    store: telemetry.store(store),
    clock,
    random: systemRandom,
    secrets: createSecrets(secrets),
  };
  const lasting = lastingOf(ports, telemetry, log);

  function ramzOf(parts: OpenedParts): Ramz {
    const { config: current, lists, accountPlaces, consoleMode } = parts;
    const receiptAddress = addressesOf(current);
    const handles = handlesOf(parts, receiptAddress, clock, redact);
    lasting.examinations.examine(handles, current.examineEveryMs);
    const shown = consoleMode || overrides.inbox !== undefined ? inbox : null;
    return {
      ...assemble({
        ...ports,
        ...parts,
        proofs: createProofs(secrets, current.proofPhone),
        numbering: libphonenumber,
        lists: consoleMode ? withDevTestNumbers(lists, current) : lists,
        lasting,
        handles,
        receiptAddress,
        tracing: telemetry,
        log,
        watch,
      }),
      accountPlaces,
      consoleMode,
      providers: handles,
      inbox: shown,
      servesHost: shown === null ? null : servedHosts(current.host, current.http.allowedHosts),
      async recompose(next) {
        const opened = await open(next);
        return opened.kind === "problems" ? opened : { kind: "composed", ramz: ramzOf(opened) };
      },
      ...lifecycleOf(telemetry, lasting, store),
    };
  }
  return { kind: "composed", ramz: ramzOf(first) };
}

/** What outlives a change of the configuration. Its receipts count by names that `assemble` fills in for every chain. */
function lastingOf(
  ports: Omit<LastingParts, "receipts" | "labels" | "owners" | "report">,
  telemetry: Telemetry,
  log: Log,
) {
  const labels: LastingState["labels"] = new WeakMap();
  const owners: LastingState["owners"] = new Map();
  const observer = telemetry.receipts({
    provider: (provider) => labels.get(provider) ?? provider.name,
    message: ({ app, provider }) => labelOf({ owner: owners.get(app) ?? null }, provider),
  });
  const receipts = createReceipts({ ...ports, observer });
  const report = (error: unknown) => log("error", textOf(error));
  return createLastingState({ ...ports, receipts, labels, owners, report });
}

/** What belongs to the process, whatever the configuration says. */
function lifecycleOf(
  telemetry: Telemetry,
  { examinations, settle }: LastingState,
  store: Store,
): Pick<Ramz, "collectMetrics" | "startExaminations" | "settle" | "close"> {
  return {
    collectMetrics: () => telemetry.collectMetrics(),
    startExaminations: () => examinations.start(),
    settle,
    async close() {
      await settle();
      await store.close();
      await telemetry.shutdown();
    },
  };
}

function handlesOf(
  { config, chains }: OpenedParts,
  addressOf: AddressOf,
  clock: Clock,
  redact: Redact,
): readonly ProviderHandle[] {
  return chains.flatMap(({ owner, opened }) =>
    withReceiptTools(opened, owner, config, addressOf).map((one) =>
      providerHandleOf(one, owner, clock, redact),
    ),
  );
}

/** Vendors can call only where receipts are on and Ramz knows the address at which they reach it. */
function callbacksOf({ receipts }: Config, addressOf: AddressOf) {
  return receipts.enabled && receipts.publicUrl !== null
    ? { callbackOf: (label: string) => addressOf(label).url }
    : {};
}

/** `make`, called at most once, when its result is first needed. */
function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A log that reports its errors and nothing else; null without a receiver for them. */
function errorsOnly({ reportError }: Overrides, redact: Redact): Log | null {
  if (reportError === undefined) return null;
  return (level, message) => {
    if (level === "error") reportError(redact(message));
  };
}
