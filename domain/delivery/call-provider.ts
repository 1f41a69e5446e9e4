/**
 * One call of one provider under one deadline. The provider gets the deadline and is expected to keep it (adapters abort their requests
 * at it); a grace later the domain stops waiting. Nothing else times an attempt.
 */
import type { Clock } from "../ports.ts";
import { type EpochMs, withTimeout } from "../time.ts";
import type { Place } from "./bulkhead.ts";
import type { CallEnd, SendObserver } from "./observer.ts";
import { type DeliveryMessage, type DeliveryResult, type Provider, readDeliveryResult } from "./provider.ts";

/** Time a provider gets to answer by itself after its deadline, before the domain stops waiting. */
export const GRACE_MS = 250;

export interface ProviderCall {
  readonly provider: Provider;
  readonly message: DeliveryMessage;
  /** By when the provider must have answered. */
  readonly deadline: EpochMs;
  /** Resolves when the answer is not needed any more. */
  readonly stopped: Promise<void>;
  /** Its place at the provider's account. It is left when the call is over, also after a stop. */
  readonly place: Place;
}

/**
 * Calls the provider once, and reports start and end to `observer`. Never rejects. A provider that hangs, throws or returns an invalid
 * result ends as `unknown`, because the message may have gone out.
 */
export async function callProvider(
  { provider, message, deadline, stopped, place }: ProviderCall,
  clock: Clock,
  observer: SendObserver,
): Promise<CallEnd> {
  const attempt = observer.attemptStarted(provider, message);
  const untilOver = () => clock.timer(Math.max(0, deadline - clock.now()) + GRACE_MS);
  const answer = attempt.run(() => answerOf(provider, message, deadline));
  const first = await withTimeout(
    untilOver(),
    answer,
    stopped.then(() => STOPPED),
  );
  const end = first === "timed_out" ? TIMED_OUT : first;
  attempt.attemptEnded(end);
  if (end.kind !== "stopped") place.leave();
  // A stopped call goes on at the vendor, so it keeps its place until it would have been over.
  else void withTimeout(untilOver(), answer).then(() => place.leave());
  return end;
}

async function answerOf(provider: Provider, message: DeliveryMessage, deadline: EpochMs): Promise<CallEnd> {
  try {
    const answer: unknown = await provider.deliver(message, deadline);
    return { kind: "answered", result: readDeliveryResult(answer, message.code) ?? INVALID_RESULT };
  } catch (error) {
    return { kind: "threw", result: unknown("provider_failed"), error };
  }
}

function unknown(reason: string): DeliveryResult {
  return { outcome: "unknown", reason };
}

const INVALID_RESULT = unknown("provider_answered_nonsense");
const TIMED_OUT: CallEnd = { kind: "timed_out", result: unknown("timeout") };
const STOPPED: CallEnd = { kind: "stopped", result: unknown("stopped") };
