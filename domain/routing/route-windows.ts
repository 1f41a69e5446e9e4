/**
 * What the order of a chain is learned from: first sends and their approvals, by operator, chain and provider, in sliding windows. A send is
 * counted in half points when it goes out, and its approval at the time of the send, so the sums need no sweep and survive a crash.
 *
 * Chains are counted apart. Codes for payments come back more often than codes for log-ins, and a provider must not look better because
 * it carries other codes.
 */
import type { Count, Sums } from "../rate-limits/sliding-window.ts";
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from "../time.ts";
import type { Evidence, RouteFacts } from "./order.ts";

/** Where sends are comparable: the same chain, as a hash, and the same operator. */
export interface RoutePlace {
  readonly operator: string;
  readonly chain: string;
}

/** A first send at a provider. */
export interface FirstSend extends RoutePlace {
  readonly provider: string;
  readonly send: EpochMs;
}

/** What a send counts, and what its approval counts: in time, and after the person could ask again. */
export const POINTS = { send: 2, inTime: 2, late: 1 } as const;

/**
 * The sends of the last minute are too young to judge. They are taken out of the sums, because a provider that has just become the first
 * would otherwise look sick until its first codes come back.
 */
const YOUNG_MS = MINUTE_MS;

const WINDOWS = [DAY_MS, HOUR_MS, YOUNG_MS] as const;

/** The counts of a first send that went out: `amount` in half points. */
export function routeCounts(
  { operator, chain, provider, send }: FirstSend,
  counter: Count["counter"],
  amount: number,
  now: EpochMs,
): readonly Count[] {
  const isYoung = now - send < YOUNG_MS;
  return WINDOWS.filter((windowMs) => isYoung || windowMs !== YOUNG_MS).map((windowMs) => ({
    key: keyOf({ operator, chain }, provider),
    windowMs,
    counter,
    amount,
    limit: null,
  }));
}

/** The count of its price. */
export function priceCounts(first: FirstSend, rial: number): readonly Count[] {
  const count = (counter: Count["counter"], amount: number): Count => ({
    ...priceRead(first, first.provider),
    counter,
    amount,
  });
  return [count("used", rial), count("approved", 1)];
}

/** How a chain is looked up. Names are labels, which are unique among all chains. */
export interface RouteQuery extends RoutePlace {
  readonly providers: readonly string[];
  /** Whether prices count. */
  readonly priced: boolean;
}

/** Reads what is known of each provider. */
export function routeReads(query: RouteQuery): readonly Count[] {
  const { providers, priced } = query;
  return providers.flatMap((provider) => [
    ...WINDOWS.map((windowMs) => ({
      key: keyOf(query, provider),
      windowMs,
      counter: "used" as const,
      amount: 0,
      limit: null,
    })),
    ...(priced ? [priceRead(query, provider)] : []),
  ]);
}

/** What the answers to `routeReads` say; null when they are not all there. `rialOf` is the configured price. */
export function routeFacts(
  { providers, priced }: Pick<RouteQuery, "providers" | "priced">,
  sums: readonly Sums[],
  rialOf: (provider: string) => number | null,
): readonly RouteFacts[] | null {
  const each = WINDOWS.length + (priced ? 1 : 0);
  if (sums.length !== providers.length * each) return null;
  return providers.map((provider, index) => {
    const [day = NONE, hour = NONE, young = NONE, price = NONE] = sums.slice(index * each);
    const measured = priced && price.approved > 0 ? price.used / price.approved : null;
    return {
      provider,
      day: evidenceOf(day, young),
      hour: evidenceOf(hour, young),
      rial: rialOf(provider) ?? measured,
    };
  });
}

const NONE: Sums = { used: 0, approved: 0 };

function evidenceOf(all: Sums, young: Sums): Evidence {
  const sends = Math.max(0, all.used - young.used) / POINTS.send;
  const score = Math.max(0, all.approved - young.approved) / POINTS.send;
  return { sends, score: Math.min(score, sends) };
}

function keyOf({ operator, chain }: RoutePlace, provider: string): string {
  return `route:${operator}:${chain}:${provider}`;
}

function priceRead({ operator, chain }: RoutePlace, provider: string): Count {
  const key = `route-price:${operator}:${chain}:${provider}`;
  return { key, windowMs: DAY_MS, counter: "used", amount: 0, limit: null };
}
