/** The use cases of an app for a test of its chain: over a ledger that is forgotten, with budgets as the only limits. */
import { createOtp } from "../../domain/use-cases/create-otp.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { Otp } from "../../domain/otp.ts";
import { createRateLimiter } from "../../domain/rate-limits/rate-limiter.ts";
import type { RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import type { LedgerStore, StoredLedger } from "../../domain/storage/store.ts";
import type { AppConfig } from "../config/apps.ts";
import type { AppParts, SharedByApps } from "./app-of.ts";
import type { ChainWithBreakers } from "./chain-breakers.ts";
import { labelOf } from "./provider-chains.ts";

/**
 * `only` is called also while it rests or its breaker is open, because that is what a test is for. Without it the chain is walked as a
 * start would walk it. The number's own ledger does not learn of the message.
 */
export function testOtp(
  { policy, recipients, resendOrder, quotas }: AppConfig,
  { owner, providers, chains, breakers, ...shared }: ChainWithBreakers & SharedByApps,
  only: Provider | null,
  parts: AppParts,
): Otp {
  const { clock, random, secrets, proofs, numbering, store, tracing } = parts;
  const rules = budgetsOf(quotas);
  const rateLimiter = createRateLimiter({ windows: store.windows, secrets, rules });
  return tracing.otp(
    createOtp({
      clock,
      random,
      secrets,
      proofs,
      numbering,
      policy,
      recipients,
      resendOrder,
      challenges: shared.challenges,
      bulkheads: shared.bulkheads,
      observer: tracing.deliveries((provider) => labelOf({ owner }, provider)),
      rateLimiter: tracing.rateLimiter(rateLimiter, { recordKey: () => "", recorded: false }),
      store: oneLedger(),
      ...(only === null ? { providers, chains, breakers } : { providers: [only] }),
    }),
  );
}

/** The operator's word stands for the person, so the guard and the limits of senders have nothing to say. */
function budgetsOf(rules: RateLimitRules): RateLimitRules {
  return { ...rules, ip: [], caller: {}, guard: { ...rules.guard, mode: "off" } };
}

/** Remembers one ledger, for as long as it is referred to. */
function oneLedger(): LedgerStore {
  let stored: StoredLedger | null = null;
  return {
    load: async () => stored,
    async save(_key, ledger, revision) {
      if ((stored?.revision ?? 0) !== revision) return "conflict";
      stored = { ledger, revision: revision + 1 };
      return "saved";
    },
    async ping() {},
    async close() {},
  };
}
