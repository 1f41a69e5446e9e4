/**
 * Bulkheads: each vendor account has a bounded number of places for calls, shared with no other account, so that one slow vendor cannot
 * hold up the rest. Waiting for a place is bounded, is not the vendor's time and says nothing about the vendor.
 */
import type { Clock } from "../ports.ts";
import { type EpochMs, withTimeout } from "../time.ts";
import type { Provider } from "./provider.ts";

/** A place in use. `leave` gives it back; a second call of it changes nothing. */
export interface Place {
  leave(): void;
}

export type PlaceResult =
  | { readonly kind: "place"; readonly place: Place; readonly waitedMs: number }
  /** None became free in time. Nothing was sent. */
  | { readonly kind: "none"; readonly waitedMs: number };

export interface AccountUsage {
  readonly account: string;
  readonly inUse: number;
  readonly waiting: number;
}

export interface Bulkheads {
  /** A place at the provider's account, in the order of asking; waits no longer than the rules allow, nor past `deadline` or `stopped`. */
  enter(provider: Provider, deadline: EpochMs, stopped: Promise<void>): Promise<PlaceResult>;
  /** Accounts that were ever called. */
  usage(): readonly AccountUsage[];
}

export interface BulkheadRules {
  /** Calls under way at once at one account; a provider's own `maxCalls` wins. */
  readonly callsPerAccount: number;
  readonly waitMs: number;
}

export const DEFAULT_BULKHEAD_RULES: BulkheadRules = { callsPerAccount: 500, waitMs: 5_000 };

interface Account {
  inUse: number;
  /** Calls that wait, in the order of asking. Each returns whether it took the place. */
  readonly waiting: Set<() => boolean>;
}

/** Bulkheads of this process. */
export function createBulkheads(
  { callsPerAccount, waitMs }: BulkheadRules,
  clock: Pick<Clock, "now" | "timer">,
): Bulkheads {
  const accounts = new Map<string, Account>();
  const accountOf = (name: string): Account => {
    const account = accounts.get(name) ?? { inUse: 0, waiting: new Set() };
    accounts.set(name, account);
    return account;
  };

  /** A place that was given to the next who waits stays in use. */
  const placeAt = (account: Account): Place => {
    let isLeft = false;
    return {
      leave() {
        if (isLeft) return;
        isLeft = true;
        account.inUse -= 1;
        // A provider with a smaller bound of its own may have to wait on while another of the account can go.
        for (const admit of account.waiting) if (admit()) break;
      },
    };
  };

  return {
    async enter({ account: name, maxCalls = callsPerAccount }, deadline, stopped) {
      const account = accountOf(name);
      const from = clock.now();
      const take = (): PlaceResult => {
        account.inUse += 1;
        return { kind: "place", place: placeAt(account), waitedMs: Math.max(0, clock.now() - from) };
      };
      if (account.inUse < maxCalls) return take();

      const { promise, resolve } = Promise.withResolvers<PlaceResult>();
      const giveUpMs = Math.max(0, Math.min(waitMs, deadline - from));
      const admit = () => {
        if (account.inUse >= maxCalls) return false;
        account.waiting.delete(admit);
        resolve(take());
        return true;
      };
      account.waiting.add(admit);
      const first = await withTimeout(
        clock.timer(giveUpMs),
        promise,
        stopped.then(() => "stopped" as const),
      );
      // A place may become free just as the wait ends. Use it, because it would be lost otherwise.
      if (typeof first === "object" || !account.waiting.delete(admit)) return promise;
      return { kind: "none", waitedMs: Math.max(0, clock.now() - from) };
    },
    usage: () =>
      [...accounts].map(([account, { inUse, waiting }]) => ({ account, inUse, waiting: waiting.size })),
  };
}

/** No bounds, for calls that reach no vendor. */
export const noBulkheads: Bulkheads = {
  enter: async () => ({ kind: "place", place: { leave() {} }, waitedMs: 0 }),
  usage: () => [],
};
