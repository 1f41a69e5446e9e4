/**
 * Test numbers (decision 0020): nothing is ever sent to them. Ledger, chain, guess limits and timeline are real; providers, code source,
 * send limits and breakers are replaced here and nowhere else.
 */
import { noBulkheads } from "../delivery/bulkhead.ts";
import { createBreakers } from "../delivery/circuit-breaker.ts";
import type { DeliveryResult, Provider } from "../delivery/provider.ts";
import type { Clock } from "../ports.ts";
import { noRateLimits } from "../rate-limits/rate-limiter.ts";
import type { Behavior } from "../recipient/test-number.ts";
import { noOutcomes } from "../routing/outcomes.ts";
import { fixedRouting } from "../routing/routing.ts";
import type { EpochMs } from "../time.ts";
import { noFeedback } from "./receipts/feedback.ts";
import { noReceipts } from "./receipts/receipts.ts";
import type { OtpContext } from "./context.ts";

/** Tests send again at once and often. Still bounded, because a ledger remembers every send of a day. */
const TEST_LIMITS = { resendWaitMs: 0, deliveryResendWaitMs: 0, sendsPerHour: 1_000, sendsPerDay: 1_000 };

/**
 * The context for one recipient at `now`: the given one, or that of a test number. A test number uses up no limit of the app and opens
 * none of its breakers.
 */
export function forRecipient(context: OtpContext, recipient: string, now: EpochMs): OtpContext {
  const { testNumbers, clock, policy, providers, chains, codeOf } = context;
  const test = testNumbers[recipient];
  if (test === undefined || (test.until !== null && now >= test.until)) return context;
  const { code, behavior } = test;
  const simulatedAll = (chain: readonly Provider[]) =>
    chain.map((provider) => simulated(provider, behavior, clock));
  return {
    ...context,
    policy: { ...policy, ...TEST_LIMITS },
    isTestNumber: true,
    rateLimiter: noRateLimits,
    breakers: createBreakers(),
    bulkheads: noBulkheads,
    receipts: noReceipts,
    feedback: noFeedback,
    outcomes: noOutcomes,
    routing: fixedRouting,
    providers: simulatedAll(providers),
    chains: chains.map((rule) => ({ ...rule, providers: simulatedAll(rule.providers) })),
    codeOf: code === null ? codeOf : () => code,
  };
}

/** Longer than a person likes to wait, shorter than the default time-out of an attempt. */
const SLOW_MS = 5_000;
const ACCEPTED: DeliveryResult = { outcome: "accepted", messageId: "test-number" };
const reason = "test_number";

/** The provider under its own name, with a made-up answer. */
function simulated(provider: Provider, behavior: Behavior, clock: Clock): Provider {
  return { ...provider, deliver: () => resultOf(behavior, clock) };
}

async function resultOf(behavior: Behavior, clock: Clock): Promise<DeliveryResult> {
  switch (behavior) {
    case "accepted":
      return ACCEPTED;
    case "slow":
      await clock.timer(SLOW_MS).elapsed;
      return ACCEPTED;
    case "refused":
      return { outcome: "refused", fault: "recipient", reason };
    case "no_credit":
      return { outcome: "refused", fault: "account", reason };
    case "undelivered":
      return { outcome: "unavailable", reason };
    case "timeout":
      return Promise.withResolvers<never>().promise;
  }
}
