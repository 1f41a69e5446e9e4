/** How deliveries are watched from outside: the domain reports each attempt as the ledger will have it, and has no telemetry itself. */
import type { Attempt } from "./attempt.ts";
import type { DeliveryMessage, DeliveryResult, Provider } from "./provider.ts";

/** How one call of a provider ended. `result` is what the ledger keeps; what the provider says later counts for nothing. */
export type CallEnd =
  | { readonly kind: "answered"; readonly result: DeliveryResult }
  | { readonly kind: "threw"; readonly result: DeliveryResult; readonly error: unknown }
  /** `stopped`: the verification was settled while the provider was working. */
  | { readonly kind: "timed_out" | "stopped"; readonly result: DeliveryResult };

/** Methods of observers are called at once, in order, and must not throw. */
export interface DeliveryObserver {
  /** A reserved send begins to walk its chain, or walks on since the message of the provider `lostBy` did not arrive. */
  sendStarted(purpose: string, lostBy?: string): SendObserver;
}

export interface SendObserver {
  /** A provider is about to be called. `attemptEnded` of what is returned follows, exactly once. */
  attemptStarted(provider: Provider, message: DeliveryMessage): AttemptObserver;
  /** The wait for a place at the provider's account has ended; without one the provider is not called. */
  placeWaited(provider: Provider, waitedMs: number, isGiven: boolean): void;
  /** The send has walked its chain. `attempts` are all of this walk, skipped ones among them. */
  sendEnded(attempts: readonly Attempt[]): void;
}

export interface AttemptObserver {
  /** Runs the call of the provider and returns what it returns, so that outgoing requests can be attributed to the attempt. */
  run<T>(call: () => T): T;
  /** The attempt has ended; nothing waits for the provider any more. */
  attemptEnded(end: CallEnd): void;
}

const UNOBSERVED: SendObserver = {
  attemptStarted: () => ({ run: (call) => call(), attemptEnded() {} }),
  placeWaited() {},
  sendEnded() {},
};

/** Reports to nothing. */
export const noDeliveryObserver: DeliveryObserver = { sendStarted: () => UNOBSERVED };
