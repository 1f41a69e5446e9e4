/** The routes of chains as they are now, for people: what is known of each provider at each operator, and the order that follows. */
import type { RateWindows, Sums } from "../rate-limits/sliding-window.ts";
import type { EpochMs } from "../time.ts";
import { type Health, judge, orderOf, type RouteFacts, type RouteReason } from "./order.ts";
import { routeFacts, type RouteQuery, routeReads } from "./route-windows.ts";
import type { RoutingRules } from "./routing.ts";

/** A chain to look up at one operator. `names` are those of `query.providers` without the app. */
export interface RouteLookup {
  readonly query: RouteQuery;
  readonly names: readonly string[];
  readonly rules: RoutingRules;
}

/** A provider at an operator. */
export interface RouteRow extends RouteFacts {
  /** What share comes back in 24 hours, and between which bounds it lies. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly health: Health;
  /** Its place in the order, from 1. */
  readonly place: number;
}

export interface RouteTable {
  /** In the order of the chain. */
  readonly rows: readonly RouteRow[];
  /** Why the order is not the configured one; empty when it is. */
  readonly reasons: readonly RouteReason[];
}

/** Lookups that one call of the store answers, so that a wide query does not hold up a send. */
const LOOKUPS_AT_ONCE = 40;

/** The tables, in the order of the lookups. Reads only. Throws StoreUnavailable. */
export async function readRoutes(
  windows: RateWindows,
  lookups: readonly RouteLookup[],
  now: EpochMs,
): Promise<readonly RouteTable[]> {
  const tables: RouteTable[] = [];
  for (let from = 0; from < lookups.length; from += LOOKUPS_AT_ONCE) {
    const some = lookups.slice(from, from + LOOKUPS_AT_ONCE);
    const reads = some.map(({ query }) => routeReads(query));
    const sums = (await windows.count(reads.flat(), now)).map((answer) => answer.sums);
    let place = 0;
    for (const [index, lookup] of some.entries()) {
      const end = place + (reads[index]?.length ?? 0);
      tables.push(tableOf(lookup, sums.slice(place, end)));
      place = end;
    }
  }
  return tables;
}

function tableOf({ query, names, rules }: RouteLookup, sums: readonly Sums[]): RouteTable {
  const facts = routeFacts({ ...query, providers: names }, sums, (name) => rules.prices[name] ?? null) ?? [];
  const { groups, reasons } = orderOf(facts, 1, rules.prefer);
  const order = groups.flat();
  const rows = judge(facts).map(({ bounds, ...known }) => ({
    ...known,
    ...bounds,
    place: order.indexOf(known.provider) + 1,
  }));
  return { rows, reasons };
}
