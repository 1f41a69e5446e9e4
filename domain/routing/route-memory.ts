/** Ranked chains of this process that are hardly a second old, so that a busy server reads and ranks once a second and not for every send. */
import { type EpochMs, SECOND_MS } from "../time.ts";
import type { Ranking, RouteFacts } from "./order.ts";
import type { RoutePlace } from "./route-windows.ts";

/** A chain at an operator, ranked by its sums. */
export interface RankedChain extends RoutePlace {
  readonly facts: readonly RouteFacts[];
  readonly ranking: Ranking;
}

/** Names are of a chain at an operator, in words of the caller. */
export interface RouteMemory {
  /** What was kept under this name within a second of `now`; null when it must be read. */
  recent(name: string, now: EpochMs): RankedChain | null;
  keep(name: string, ranked: RankedChain, now: EpochMs): void;
}

/** Holds one ranking for each operator and chain, of which there are few. */
export function createRouteMemory(): RouteMemory {
  const kept = new Map<string, { readonly at: EpochMs; readonly ranked: RankedChain }>();
  return {
    recent(name, now) {
      const one = kept.get(name);
      // A clock that was set back must not keep it for longer.
      return one === undefined || Math.abs(now - one.at) >= SECOND_MS ? null : one.ranked;
    },
    keep(name, ranked, now) {
      kept.set(name, { at: now, ranked });
    },
  };
}

/** Remembers nothing. */
export const noRouteMemory: RouteMemory = { recent: () => null, keep() {} };
