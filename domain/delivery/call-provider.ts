import { type DeliveryResult, type Provider, type DeliveryMessage, readDeliveryResult } from "./provider.ts";
import type { EpochMs } from "../time.ts";
import type { Clock, Timer } from "../ports.ts";

/** Time a provider gets to answer on its own after its deadline, before the domain stops waiting. */
export const GRACE_MS = 250;

/** What is known of a call without an answer that can be used: the message may have gone out. */
export const NO_RESULT: Readonly<Record<"nonsense" | "threw" | "overdue" | "stopped", DeliveryResult>> = {
  nonsense: { outcome: "unknown", reason: "provider_answered_nonsense" },
  threw: { outcome: "unknown", reason: "provider_failed" },
  overdue: { outcome: "unknown", reason: "timeout" },
  stopped: { outcome: "unknown", reason: "stopped" },
};

/**
 * Calls the provider once. Never rejects and never waits past the deadline: a provider that hangs, throws or answers
 * nonsense is `unknown`, because the message may have gone out. "stopped" when `stopped` came first.
 */
export async function callProvider(
  provider: Provider,
  message: DeliveryMessage,
  deadline: EpochMs,
  clock: Clock,
  stopped: Promise<void>,
): Promise<DeliveryResult | "stopped"> {
  const timer = clock.timer(Math.max(0, deadline - clock.now()) + GRACE_MS);
  try {
    return await Promise.race([
      ask(provider, message, deadline),
      timeOut(timer),
      stopped.then(() => "stopped" as const),
    ]);
  } finally {
    timer.cancel();
  }
}

async function ask(provider: Provider, message: DeliveryMessage, deadline: EpochMs): Promise<DeliveryResult> {
  try {
    const answer: unknown = await provider.deliver(message, deadline);
    return readDeliveryResult(answer, message.code) ?? NO_RESULT.nonsense;
  } catch {
    return NO_RESULT.threw;
  }
}

async function timeOut(timer: Timer): Promise<DeliveryResult> {
  await timer.elapsed;
  return NO_RESULT.overdue;
}
