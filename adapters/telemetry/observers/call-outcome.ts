/** How one call of a provider ends for the one who made it: exactly once, in agreement with what the ledger will say. */
import {
  type DeliveryMessage,
  type DeliveryResult,
  type Provider,
  readDeliveryResult,
} from "../../../domain/delivery/provider.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { EpochMs } from "../../../domain/time.ts";
import { GRACE_MS, NO_RESULT } from "../../../domain/delivery/call-provider.ts";

/** Once there is one, what the provider says later counts for nothing. */
export type Ending =
  | { readonly kind: "answered"; readonly result: DeliveryResult }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "overdue" }
  /** The verification was settled meanwhile, so nobody waits for the answer. */
  | { readonly kind: "stopped" };

/** Waits a little less than the domain does, so that it learns from here that time was up. */
const PATIENCE_MS = GRACE_MS - 50;

/** Calls the provider, and waits until it has answered, its time is up or `stopped` resolves. Never rejects. */
export async function callUntilEnded(
  provider: Provider,
  message: DeliveryMessage,
  deadline: EpochMs,
  clock: Clock,
  stopped: Promise<void>,
): Promise<Ending> {
  const timer = clock.timer(Math.max(0, deadline - clock.now()) + PATIENCE_MS);
  try {
    return await Promise.race([
      ask(provider, message, deadline),
      timer.elapsed.then(() => ({ kind: "overdue" }) as const),
      stopped.then(() => ({ kind: "stopped" }) as const),
    ]);
  } finally {
    timer.cancel();
  }
}

async function ask(provider: Provider, message: DeliveryMessage, deadline: EpochMs): Promise<Ending> {
  try {
    const answer: unknown = await provider.deliver(message, deadline);
    return { kind: "answered", result: readDeliveryResult(answer, message.code) ?? NO_RESULT.nonsense };
  } catch (error) {
    return { kind: "threw", error };
  }
}

/** The result, in the domain's words. */
export function resultOf(ending: Ending): DeliveryResult {
  switch (ending.kind) {
    case "answered":
      return ending.result;
    case "threw":
    case "overdue":
    case "stopped":
      return NO_RESULT[ending.kind];
  }
}
