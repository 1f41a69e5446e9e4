/** Assembles the service from ports: each app has its own rules; store, secrets and telemetry are shared. */
import type { AccountUsage, Bulkheads } from "../../domain/delivery/bulkhead.ts";
import { exampleNumber } from "../../adapters/numbering/example-number.ts";
import type { ChainRule } from "../../domain/delivery/chain-rules.ts";
import type { Breakers } from "../../domain/delivery/circuit-breaker.ts";
import type { DeliveryObserver } from "../../domain/delivery/observer.ts";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import { createChallengeMaker } from "../../adapters/system/challenges.ts";
import { type Challenges, createChallenges } from "../../domain/use-cases/challenges.ts";
import { createIdempotency } from "../../domain/use-cases/idempotency.ts";
import { type Otp } from "../../domain/otp.ts";
import type { Clock, ProofReader, ProofSigner, Random, Secrets } from "../../domain/ports.ts";
import { createRateLimiter, type RateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import { admit, type Numbering } from "../../domain/recipient/recipient.ts";
import { createRedeem } from "../../domain/use-cases/redeem.ts";
import { encryptedLedgers } from "../../domain/storage/encrypted-ledgers.ts";
import type { Store } from "../../domain/storage/store.ts";
import { callersOf } from "../service/callers.ts";
import { type Chain, labelOf } from "./provider-chains.ts";
import type { AppConfig } from "../config/apps.ts";
import type { Config } from "../config/resolve.ts";
import type { LastingState } from "./lasting-state.ts";
import type { NumberLists } from "./number-lists.ts";
import type { Readiness, Service, WarningTopic } from "../service/service.ts";
import { noFeedback } from "../../domain/use-cases/receipts/feedback.ts";
import {
  type AppReceipts,
  noReceipts,
  type ReceiptObserver,
} from "../../domain/use-cases/receipts/receipts.ts";
import type { AddressOf } from "./receipt-addresses.ts";
import { movesOn, receiptServiceOf } from "./receipt-service.ts";
import { type StoreWatchLog, textOf, watchStore } from "./store-watch.ts";
import { createOtp } from "../../domain/use-cases/create-otp.ts";
import type { App } from "../service/calling-app.ts";

/** Telemetry as the service uses it: it observes deliveries and wraps the other ports. */
interface Tracing extends Pick<Service, "request" | "traceId" | "command" | "metrics"> {
  readonly deliveries: DeliveryObserver;
  readonly receipts: ReceiptObserver;
  otp(otp: Otp): Otp;
  rateLimiter(
    rateLimiter: RateLimiter,
    recording: { readonly recordKey: (app: string, recipient: string) => string; readonly recorded: boolean },
  ): RateLimiter;
  breakers(read: () => Iterable<readonly [provider: string, open: boolean]>): void;
  bulkheads(read: () => Iterable<AccountUsage>): void;
}

export interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly proofs: ProofSigner & ProofReader & Pick<Service, "jwks">;
  readonly numbering: Numbering;
  readonly store: Store;
  readonly chains: readonly Chain[];
  readonly lists: NumberLists;
  readonly lasting: LastingState;
  readonly tracing: Tracing;
  readonly log: StoreWatchLog;
  readonly receiptAddress: AddressOf;
  /** Called with every message before its provider gets it. */
  readonly watch: ((message: DeliveryMessage) => void) | undefined;
}

/** Everything except the inbox, which belongs to the providers that show codes. */
export function assemble(parts: Parts): Omit<Service, "inbox" | "servesHost"> {
  const { config, clock, proofs, tracing, log, store } = parts;
  const chains = [...parts.lasting.breakers(parts.chains)].map(([chain, own]) =>
    withBreakers(chain, own, parts),
  );
  const bulkheads = parts.lasting.bulkheads(config.bulkheads);
  const receipts = config.receipts.enabled ? parts.lasting.receipts : null;
  const challenges = createChallenges(createChallengeMaker(parts.secrets), store.once);
  const shared = { bulkheads, challenges, receipts: receipts ?? noReceipts };
  const apps = new Map(
    chains.flatMap((chain) =>
      chain.apps.map((app): [string, App] => [app.name, appOf(app, { ...chain, ...shared }, parts)]),
    ),
  );
  receipts?.listen(movesOn(config, apps, parts.lasting.background));
  /** Every provider of every chain, with how long its breaker is open. */
  const rests = (): readonly (readonly [label: string, restMs: number])[] =>
    chains.flatMap(({ owner, all, breakers }) =>
      all.map((provider) => {
        const now = clock.now();
        return [labelOf({ owner }, provider.name), breakers.admittedFrom(provider, now) - now];
      }),
    );
  tracing.breakers(() => rests().map(([label, restMs]) => [label, restMs > 0]));
  tracing.bulkheads(() => bulkheads.usage());

  const storeAnswers = watchStore(store, log);

  return {
    apps,
    callers: callersOf(config, apps),
    trustedProxies: config.trustedProxies,
    exemptNetworks: parts.lists.exempt.networks,
    jwks: proofs.jwks,
    idempotency: createIdempotency({ once: store.once, secrets: parts.secrets, clock, random: parts.random }),
    redeem: createRedeem(proofs, store.once, clock),
    receipts:
      receipts &&
      receiptServiceOf({ ...parts, ...config.receipts, receipts, chains, addressOf: parts.receiptAddress }),
    now: () => clock.now(),
    request: (traced, request, work) => tracing.request(traced, request, work),
    traceId: (headers) => tracing.traceId(headers),
    command: (span, work) => tracing.command(span, work),
    metrics: () => tracing.metrics(),
    async readiness() {
      const up = await storeAnswers();
      const all = rests();
      const states = all.map(([label, restMs]) => [label, restMs > 0 ? "resting" : "able"] as const);
      return {
        store: up ? "up" : "down",
        providers: Object.fromEntries(states),
        ableInMs: Math.min(...all.map(([, restMs]) => restMs)),
      } satisfies Readiness;
    },
    warnOnce: createWarnOnce(log),
    report(error, traceId) {
      log("error", textOf(error), { trace_id: traceId });
    },
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

interface ChainWithBreakers extends Pick<Chain, "owner" | "apps"> {
  /** Every provider of its chains. */
  readonly all: readonly Provider[];
  readonly providers: readonly Provider[];
  readonly chains: readonly ChainRule[];
  /** Each chain has its own: one app's wrong template must not pause another app's provider of the same name. */
  readonly breakers: Breakers;
}

function withBreakers(
  { owner, apps, opened, providers, chains }: Chain,
  breakers: Breakers,
  { watch }: Parts,
): ChainWithBreakers {
  const all = opened.map(({ provider }) => (watch === undefined ? provider : watched(provider, watch)));
  const named = (names: readonly string[]) =>
    names.flatMap((name) => all.find((provider) => provider.name === name) ?? []);
  return {
    owner,
    apps,
    all,
    providers: named(providers),
    chains: chains.map((rule) => ({ ...rule, providers: named(rule.providers) })),
    breakers,
  };
}

/** The provider; `watch` is called with each message before it. */
function watched(provider: Provider, watch: (message: DeliveryMessage) => void): Provider {
  return {
    ...provider,
    deliver(message, deadline) {
      watch(message);
      return provider.deliver(message, deadline);
    },
  };
}

interface SharedByApps {
  readonly challenges: Challenges;
  readonly bulkheads: Bulkheads;
  readonly receipts: AppReceipts;
}

function appOf(
  { name, policy, resendOrder, recipients, quotas: configured, origins }: AppConfig,
  { all, providers, chains, breakers, bulkheads, receipts, challenges }: ChainWithBreakers & SharedByApps,
  parts: Parts,
): App {
  const { config, clock, random, secrets, proofs, numbering, store, tracing, lists, lasting } = parts;
  const testNumbers = lists.testNumbers.get(name) ?? {};
  const rules = { ...configured, exempt: lists.exempt.numbers };
  const rateLimiter = tracing.rateLimiter(createRateLimiter({ windows: store.windows, secrets, rules }), {
    recordKey: (app, recipient) => secrets.windowKey(`record\n${app}\n${recipient}`),
    recorded: rules.guard.mode !== "off",
  });
  const ledgers = encryptedLedgers(store, { secrets, clock, numbersAtRest: config.numbersAtRest });
  const observer = tracing.deliveries;
  const named = (provider: string) => all.find(({ name: own }) => own === provider);
  const ports = { clock, random, secrets, proofs, numbering, observer, challenges, store: ledgers };
  const { sendsInFlight } = lasting;
  const feedback = config.receipts.feedback ? lasting.feedback : noFeedback;
  const background = (work: Promise<unknown>) => lasting.background.run(() => work);
  const rulesOfApp = {
    policy,
    recipients,
    rateLimiter,
    testNumbers,
    resendOrder,
    receipts,
    feedback,
    background,
  };
  return {
    name,
    policy,
    origins,
    callerLimits: Object.keys(rules.caller),
    otp: tracing.otp(
      createOtp({ ...ports, ...rulesOfApp, sendsInFlight, providers, chains, breakers, bulkheads }),
    ),
    exampleNumber: exampleNumber(recipients.countries[0]),
    canonical(to) {
      const admission = admit(to, recipients, numbering);
      return admission.kind === "admitted" ? admission.recipient : null;
    },
    explain: (provider, reason) => named(provider)?.explain(reason) ?? null,
    messenger: (provider) => named(provider)?.messenger ?? null,
  };
}
