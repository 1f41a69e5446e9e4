/** Assembles the service from ports: each app has its own rules; store, secrets and telemetry are shared. */
import { createChallengeMaker } from "../../adapters/system/challenges.ts";
import { createAuditObserver } from "../../adapters/telemetry/observers/observe-audit.ts";
import type { Telemetry } from "../../adapters/telemetry/telemetry.ts";
import { createAuditTrail } from "../../domain/audit/trail.ts";
import type { ProofReader, ProofSigner } from "../../domain/ports.ts";
import { ableFrom, admittedFromBreakers, withRests } from "../../domain/delivery/circuit-breaker.ts";
import { restedUntil } from "../../domain/orders/orders.ts";
import type { EpochMs } from "../../domain/time.ts";
import { createAliases } from "../../domain/use-cases/aliases.ts";
import { createCarriers } from "../../domain/use-cases/receipts/carriers.ts";
import { createChallenges } from "../../domain/use-cases/challenges.ts";
import { createIdempotency } from "../../domain/use-cases/idempotency.ts";
import { noReceipts } from "../../domain/use-cases/receipts/receipts.ts";
import { createRedeem } from "../../domain/use-cases/redeem.ts";
import { createSealedProofs } from "../../domain/use-cases/sealed-proofs.ts";
import type { Config } from "../config/resolve.ts";
import { adminServiceOf } from "../service/admin-service.ts";
import type { App } from "../service/calling-app.ts";
import { callersOf } from "../service/callers.ts";
import type { Readiness, Service, WarningTopic } from "../service/service.ts";
import { appOf, type AppParts } from "./app-of.ts";
import { type ChainWithBreakers, type Watch, withBreakers } from "./chain-breakers.ts";
import { funnelOf, notesReceipts, outcomesOf } from "./outcomes.ts";
import { createOperations } from "./operations.ts";
import type { Operators } from "./operators.ts";
import { type Chain, labelOf } from "./provider-chains.ts";
import type { ProviderHandle } from "./provider-handles.ts";
import type { AddressOf } from "./receipt-addresses.ts";
import { movesOn, receiptServiceOf } from "./receipt-service.ts";
import { routesOf } from "./routes.ts";
import { type StoreWatchLog, textOf, watchStore } from "./store-watch.ts";

export interface Parts extends Omit<AppParts, "operators"> {
  readonly config: Config;
  readonly proofs: ProofSigner & ProofReader & Pick<Service, "jwks">;
  readonly chains: readonly Chain[];
  readonly tracing: Telemetry;
  readonly log: StoreWatchLog;
  readonly receiptAddress: AddressOf;
  /** The providers of all chains, as operators examine them. */
  readonly handles: readonly ProviderHandle[];
  /** Called with every message before its provider gets it. */
  readonly watch: Watch | undefined;
}

/** Everything except the inbox, which belongs to the providers that show codes. */
export function assemble(parts: Parts): Omit<Service, "inbox" | "servesHost"> {
  const { config, clock, proofs, tracing, log, store } = parts;
  const operators = config.admin !== null ? parts.lasting.operators() : null;
  const chains = runningChains(parts, operators);
  const bulkheads = parts.lasting.bulkheads(config.bulkheads);
  const receipts = config.receipts.enabled ? parts.lasting.receipts : null;
  const challenges = createChallenges(createChallengeMaker(parts.secrets), store.once);
  const aliases = createAliases(store.notes, parts.secrets);
  const sealedProofs = createSealedProofs(parts.secrets);
  const carriers = createCarriers({ notes: store.notes, secrets: parts.secrets });
  const shared = { bulkheads, challenges, aliases, carriers, receipts: receipts ?? noReceipts };
  const apps = new Map(
    chains.flatMap((chain) =>
      chain.apps.map((app): [string, App] => [
        app.name,
        appOf(app, { ...chain, ...shared }, { ...parts, operators }),
      ]),
    ),
  );
  const listeners = [notesReceipts(chains), movesOn(config, apps, parts.lasting.background)];
  receipts?.listen((receipt) => {
    for (const listener of listeners) listener(receipt);
  });
  const rests = () => restsOf(chains, clock.now());
  tracing.breakers(() => rests().map(({ label, restMs }) => [label, restMs > 0]));
  tracing.bulkheads(() => bulkheads.usage());
  tracing.examinations(() => parts.lasting.examinations.findings());

  const audit = createAuditTrail({ ...parts, store: store.audit, observer: createAuditObserver(log) });
  const storeAnswers = watchStore(store, log);

  return {
    apps,
    callers: callersOf(config, apps),
    operations:
      operators && createOperations({ ...parts, operators, chains, apps, shared, storeAnswers, receipts }),
    trustedProxies: config.trustedProxies,
    exemptNetworks: parts.lists.exempt.networks,
    publicUrl: config.receipts.publicUrl,
    whyLinkTtlMs: config.whyLinkTtlMs,
    jwks: proofs.jwks,
    audit,
    admin: config.admin && adminServiceOf(config.admin, { ...parts, audit }),
    aliases,
    idempotency: createIdempotency({ once: store.once, secrets: parts.secrets, clock, random: parts.random }),
    redeem: createRedeem(sealedProofs.reader(proofs), store.once, clock),
    sealedProofs,
    sealing: parts.secrets,
    receipts:
      receipts &&
      receiptServiceOf({ ...parts, ...config.receipts, receipts, chains, addressOf: parts.receiptAddress }),
    compat: config.compat,
    now: () => clock.now(),
    request: (traced, request, work) => tracing.request(traced, request, work),
    traceId: (headers) => tracing.traceId(headers),
    command: (span, work) => tracing.command(span, work),
    metrics: () => tracing.metrics(),
    // A server that listens has a signal of its own.
    stopping: new AbortController().signal,
    readiness: async () => readinessOf(await storeAnswers(), rests()),
    funnel: funnelOf({ ...config.recipients, chains, windows: store.windows, clock }),
    routes: routesOf({ ...config.recipients, chains, windows: store.windows, secrets: parts.secrets, clock }),
    warnOnce: createWarnOnce(log),
    report(error, traceId) {
      log("error", textOf(error), { trace_id: traceId });
    },
  };
}

/** The chains with their breakers and outcomes. With operators, what is rested is not called. */
function runningChains({ lasting, watch, clock, store, ...parts }: Parts, operators: Operators | null) {
  const ofOutcomes = { ...parts, ...lasting, clock, windows: store.windows, isRead: operators !== null };
  return [...lasting.breakers(parts.chains)].map(([chain, own]) => {
    const breakers =
      operators === null
        ? own
        : withRests(own, ({ name }) =>
            restedUntil(operators.orders.current(), labelOf(chain, name), clock.now()),
          );
    const running = withBreakers(chain, breakers, watch);
    for (const { name } of chain.apps) lasting.owners.set(name, chain.owner);
    for (const provider of running.all) lasting.labels.set(provider, labelOf(chain, provider.name));
    return { ...running, outcomes: outcomesOf(chain, ofOutcomes) };
  });
}

/** A provider, and how long it is not called. */
interface Rest {
  readonly label: string;
  readonly restMs: number;
  /** By its breakers alone. */
  readonly failingMs: number;
}

/** Every provider of every chain, with how long it is not called. */
function restsOf(chains: readonly ChainWithBreakers[], now: EpochMs): readonly Rest[] {
  return chains.flatMap(({ owner, all, breakers }) =>
    all.map((provider) => ({
      label: labelOf({ owner }, provider.name),
      restMs: ableFrom(breakers, provider, now) - now,
      failingMs: admittedFromBreakers(breakers, provider, now) - now,
    })),
  );
}

function readinessOf(isUp: boolean, rests: readonly Rest[]): Readiness {
  const states = rests.map(({ label, restMs }) => [label, restMs > 0 ? "resting" : "able"] as const);
  return {
    store: isUp ? "up" : "down",
    providers: Object.fromEntries(states),
    // What an operator rests, an operator wakes, in the console. No balancer must take it away meanwhile.
    ableInMs: Math.min(...rests.map(({ failingMs }) => failingMs)),
  };
}

function createWarnOnce(log: StoreWatchLog): Service["warnOnce"] {
  const warned = new Set<WarningTopic>();
  return (topic, text) => {
    if (warned.has(topic)) return;
    warned.add(topic);
    log("warn", text);
  };
}
