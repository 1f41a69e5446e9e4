/** The state of this process: what it calls and what rests, how full its bulkheads are, and whether its store answers. */
import type { Bulkheads } from "../../domain/delivery/bulkhead.ts";
import { admittedFrom, type Breakers } from "../../domain/delivery/circuit-breaker.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import { type Orders, restedUntil } from "../../domain/orders/orders.ts";
import type { EpochMs } from "../../domain/time.ts";
import type { ProcessHealth, ProviderHealth } from "../service/process-health.ts";

/** A provider of a chain, with the breakers of that chain. */
export interface LabelledProvider {
  readonly label: string;
  readonly provider: Provider;
  readonly breakers: Breakers;
}

/** An operator's rest before a breaker: it is what holds, whatever the breaker says. */
export function providerHealth(
  { label, provider, breakers }: LabelledProvider,
  orders: Orders,
  now: EpochMs,
): ProviderHealth {
  const { account } = provider;
  const states = breakers.states(provider);
  const open = (["account", "provider"] as const).filter((cause) => states[cause].state !== "closed");
  const cause =
    open.toSorted((a, b) => admittedFrom(states[b], now) - admittedFrom(states[a], now))[0] ?? null;
  const restsUntil = restedUntil(orders, label, now);
  if (restsUntil > now) return { label, account, cause, state: "resting", until: restsUntil };
  if (cause === null) return { label, account, cause, state: "able", until: null };
  const until = admittedFrom(states[cause], now);
  if (until <= now) return { label, account, cause, state: "probing", until: null };
  return { label, account, cause, state: states[cause].state === "open" ? "open" : "probing", until };
}

/** Every account of these providers, also one that was not called yet. */
export function accountsHealth(
  providers: readonly LabelledProvider[],
  bulkheads: Bulkheads,
  callsPerAccount: number,
): ProcessHealth["accounts"] {
  const usage = new Map(bulkheads.usage().map((one) => [one.account, one]));
  const places = new Map<string, number>();
  for (const { provider } of providers) {
    const { account, maxCalls = callsPerAccount } = provider;
    places.set(account, Math.max(places.get(account) ?? 0, maxCalls));
  }
  return [...places].map(([account, most]) => {
    const { inUse = 0, waiting = 0 } = usage.get(account) ?? {};
    return { account, inUse, places: most, waiting };
  });
}
