/**
 * Numbers for tests: nothing is ever sent to them, and everything else is real: ledger, chain, limits of guesses, timeline. Some have a
 * fixed code, some fail in a way that is otherwise hard to meet.
 */
import { createBreakers } from "../delivery/circuit-breaker.ts";
import { codeOf } from "../ledger/code.ts";
import type { DeliveryResult, Provider } from "../delivery/provider.ts";
import type { Clock } from "../ports.ts";
import { noRateLimits } from "../rate-limits/rate-limiter.ts";
import type { PendingVerification } from "../ledger/verification.ts";
import type { EpochMs } from "../time.ts";
import type { TestNumber, Behavior, TestNumbers } from "../recipient/test-number.ts";
import type { OtpContext } from "./context.ts";

/** Tests ask again at once and often. Bounded, since a ledger remembers every send of a day. */
const OFTEN = { resendWaitMs: 0, sendsPerHour: 1_000, sendsPerDay: 1_000, guessesPerDay: 1_000 };

/** The parts as they are for this recipient. What a test number does costs nobody a share of a limit and opens no breaker. */
export function contextFor(parts: OtpContext, recipient: string): OtpContext {
  const test = activeAt(parts.testNumbers, recipient, parts.clock.now());
  if (test === null) return parts;
  return {
    ...parts,
    policy: { ...parts.policy, ...OFTEN },
    rateLimiter: noRateLimits,
    breakers: createBreakers(),
  };
}

/** The code of a verification of this recipient. */
export function codeFor(
  { secrets, testNumbers, clock }: OtpContext,
  recipient: string,
  pending: PendingVerification,
): string {
  return activeAt(testNumbers, recipient, clock.now())?.code ?? codeOf(pending, secrets);
}

/** The provider, which is never asked to carry anything to a test number. */
export function withTestNumbers(provider: Provider, testNumbers: TestNumbers, clock: Clock): Provider {
  return {
    ...provider,
    deliver(message, deadline) {
      const test = activeAt(testNumbers, message.recipient, clock.now());
      return test === null ? provider.deliver(message, deadline) : behave(test.behavior, clock);
    },
  };
}

/** Longer than a person likes to wait, shorter than any time-out. */
const SLOW_MS = 5_000;
const ACCEPTED: DeliveryResult = { outcome: "accepted", messageId: "test-number" };
const reason = "test_number";

async function behave(behavior: Behavior, clock: Clock): Promise<DeliveryResult> {
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

function activeAt(testNumbers: TestNumbers, recipient: string, now: EpochMs): TestNumber | null {
  const test = testNumbers[recipient];
  return test === undefined || (test.until !== null && now >= test.until) ? null : test;
}
