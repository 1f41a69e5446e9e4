/** One calling application: its use cases over the shared store, with its own rules and chain. */
import { exampleNumber } from "../../adapters/numbering/example-number.ts";
import type { Telemetry } from "../../adapters/telemetry/telemetry.ts";
import type { Bulkheads } from "../../domain/delivery/bulkhead.ts";
import type { Clock, ProofSigner, Random, Secrets } from "../../domain/ports.ts";
import { liftedUntil } from "../../domain/orders/orders.ts";
import {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterParts,
} from "../../domain/rate-limits/rate-limiter.ts";
import { admit, type Numbering } from "../../domain/recipient/recipient.ts";
import type { Outcomes } from "../../domain/routing/outcomes.ts";
import { encryptedLedgers } from "../../domain/storage/encrypted-ledgers.ts";
import type { Store } from "../../domain/storage/store.ts";
import type { Aliases } from "../../domain/use-cases/aliases.ts";
import type { Challenges } from "../../domain/use-cases/challenges.ts";
import { createOtp } from "../../domain/use-cases/create-otp.ts";
import { createUnblock } from "../../domain/use-cases/unblock.ts";
import { noFeedback } from "../../domain/use-cases/receipts/feedback.ts";
import type { Carriers } from "../../domain/use-cases/receipts/carriers.ts";
import type { AppReceipts } from "../../domain/use-cases/receipts/receipts.ts";
import type { AppConfig } from "../config/apps.ts";
import type { Config } from "../config/resolve.ts";
import type { App } from "../service/calling-app.ts";
import type { ChainWithBreakers } from "./chain-breakers.ts";
import type { LastingState } from "./lasting-state.ts";
import type { NumberLists } from "./number-lists.ts";
import { noticingSuspicions } from "./noticed-suspicions.ts";
import type { Routing, RoutingRules } from "../../domain/routing/routing.ts";
import { createRouteMemory } from "../../domain/routing/route-memory.ts";
import type { OpenedHooks } from "./open-hooks.ts";
import { labelOf } from "./provider-chains.ts";
import type { Operators } from "./operators.ts";

/** The ports of the service that an app uses. */
export interface AppParts {
  readonly config: Pick<Config, "numbersAtRest" | "receipts">;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly proofs: ProofSigner;
  readonly numbering: Numbering;
  readonly store: Store;
  readonly lists: NumberLists;
  readonly hooks: OpenedHooks;
  readonly lasting: LastingState;
  readonly tracing: Pick<Telemetry, "deliveries" | "otp" | "rateLimiter" | "command">;
  /** Null where the console is not served. */
  readonly operators: Operators | null;
}

/** What apps share, whichever chain they have. */
export interface SharedByApps {
  readonly challenges: Challenges;
  readonly bulkheads: Bulkheads;
  readonly receipts: AppReceipts;
  readonly carriers: Carriers;
  readonly aliases: Aliases;
}

/** What the apps of one chain share. */
export interface OfChain extends ChainWithBreakers {
  readonly outcomes: Outcomes;
}

export function appOf(
  { name, policy, resendOrder, routing, recipients, quotas: configured, origins, twilio, hosted }: AppConfig,
  {
    owner,
    all,
    providers,
    chains,
    breakers,
    bulkheads,
    receipts,
    carriers,
    challenges,
    aliases,
    outcomes,
  }: OfChain & SharedByApps,
  parts: AppParts,
): App {
  const { config, clock, random, secrets, proofs, numbering, store, tracing, lists, lasting } = parts;
  const testNumbers = lists.testNumbers.get(name) ?? {};
  const rules = { ...configured, exempt: lists.exempt.numbers };
  const rateLimiter = tracing.rateLimiter(
    operatedLimiter({ windows: store.windows, secrets, rules }, parts.operators),
    {
      recordKey: (app, recipient) => secrets.windowKey(`record\n${app}\n${recipient}`),
      recorded: rules.guard.mode !== "off",
    },
  );
  const ledgers = encryptedLedgers(store, { secrets, clock, numbersAtRest: config.numbersAtRest });
  const observer = tracing.deliveries((provider) => labelOf({ owner }, provider));
  const named = (provider: string) => all.find(({ name: own }) => own === provider);
  const ports = { clock, random, secrets, proofs, numbering, observer, challenges, aliases, store: ledgers };
  const { sendsInFlight } = lasting;
  const feedback = config.receipts.feedback ? lasting.feedback : noFeedback;
  const background = (work: Promise<unknown>) => lasting.background.run(() => work);
  const rulesOfApp = {
    policy,
    recipients,
    rateLimiter,
    testNumbers,
    resendOrder,
    routing: routingOf(routing, owner),
    receipts,
    carriers,
    feedback,
    outcomes,
    background,
  };
  return {
    name,
    policy,
    origins,
    testNumbers,
    twilio,
    hosted,
    canCall: all.some(({ channels }) => channels.includes("call")),
    hooks: parts.hooks.get(name) ?? new Map(),
    callerLimits: Object.keys(rules.caller),
    otp: tracing.otp(
      createOtp({ ...ports, ...rulesOfApp, sendsInFlight, providers, chains, breakers, bulkheads }),
    ),
    exampleNumber: exampleNumber(recipients.countries[0]),
    unblock: createUnblock({ clock, secrets, recipients, numbering, store: ledgers, once: store.once }),
    canonical(to) {
      const admission = admit(to, recipients, numbering);
      return admission.kind === "admitted" ? admission.recipient : null;
    },
    explain: (provider, reason) => named(provider)?.explain(reason) ?? null,
    messenger: (provider) => named(provider)?.messenger ?? null,
  };
}

function routingOf(rules: RoutingRules, owner: string | null): Routing {
  return {
    ...rules,
    labelOf: (provider) => labelOf({ owner }, provider),
    memory: createRouteMemory(),
  };
}

/** The rate limiter of an app; with operators, it obeys their orders and notes suspicions for them. */
function operatedLimiter(parts: RateLimiterParts, operators: Operators | null): RateLimiter {
  if (operators === null) return createRateLimiter(parts);
  const { orders, suspicions } = operators;
  const isLifted: RateLimiterParts["isLifted"] = (dimension, place, at) =>
    liftedUntil(orders.current(), dimension, place, at) > at;
  return noticingSuspicions(createRateLimiter({ ...parts, isLifted }), suspicions);
}
