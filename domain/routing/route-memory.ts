/** Sums of this process that are hardly a second old, so that a busy server reads them once a second and not for every send. */
import type { Sums } from "../rate-limits/sliding-window.ts";
import { type EpochMs, SECOND_MS } from "../time.ts";
import type { RoutePlace } from "./route-windows.ts";

export interface RouteMemory {
  /** What was read for this place within a second of `now`; null when it must be read. */
  recent(place: RoutePlace, now: EpochMs): readonly Sums[] | null;
  keep(place: RoutePlace, sums: readonly Sums[], now: EpochMs): void;
}

/** Holds one reading for each operator and chain, of which there are few. */
export function createRouteMemory(): RouteMemory {
  const kept = new Map<string, { readonly at: EpochMs; readonly sums: readonly Sums[] }>();
  return {
    recent(place, now) {
      const one = kept.get(nameOf(place));
      // Also what a later send has read meanwhile, so that a send under way finds what it counted on.
      return one === undefined || Math.abs(now - one.at) >= SECOND_MS ? null : one.sums;
    },
    keep(place, sums, now) {
      kept.set(nameOf(place), { at: now, sums });
    },
  };
}

function nameOf({ operator, chain }: RoutePlace): string {
  return `${operator} ${chain}`;
}

/** Remembers nothing. */
export const noRouteMemory: RouteMemory = { recent: () => null, keep() {} };
