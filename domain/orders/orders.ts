/**
 * What operators ordered, as it holds now. An order is an entry of the audit trail, so it needs no store of its own: every process folds
 * the entries of the last day (decision 0047). Pure functions.
 */
import type { Dimension } from "../rate-limits/rule.ts";
import { CLOCK_SKEW_MS, DAY_MS, type EpochMs } from "../time.ts";

/** An order lives no longer than this, whatever its entry says: what is forgotten by people ends by itself. */
export const LONGEST_ORDER_MS: number = DAY_MS;

/** What an operator orders. A later order about the same thing replaces an earlier one. */
export type Order =
  /** The provider is not called until then. */
  | { readonly kind: "provider_rested"; readonly provider: string; readonly until: EpochMs }
  /** The provider is called again, and its breakers are closed. */
  | { readonly kind: "provider_woken"; readonly provider: string }
  /** The guard does not take the place, or the source, as suspicious until then. A time that has passed ends it. */
  | {
      readonly kind: "suspicion_lifted";
      readonly dimension: Dimension;
      readonly place: string;
      /** The network of a source, for people. */
      readonly network?: string;
      readonly until: EpochMs;
    };

/** Ends of the orders in force, by what they are about. Times that have passed mean nothing. */
export interface Orders {
  /** By the label of a provider, e.g. `shop:kavenegar/verify`. */
  readonly rests: ReadonlyMap<string, EpochMs>;
  readonly lifts: ReadonlyMap<string, EpochMs>;
}

export const NO_ORDERS: Orders = { rests: new Map(), lifts: new Map() };

/** The orders after one more, given at `at`. Orders must come in the order of the trail. */
export function withOrder({ rests, lifts }: Orders, order: Order, at: EpochMs): Orders {
  switch (order.kind) {
    case "provider_rested":
      return { rests: withEnd(rests, order.provider, order.until, at), lifts };
    case "provider_woken":
      return { rests: withEnd(rests, order.provider, at, at), lifts };
    case "suspicion_lifted":
      return { rests, lifts: withEnd(lifts, liftKey(order.dimension, order.place), order.until, at) };
  }
}

/** Until when the provider rests; 0 when it does not. */
export function restedUntil({ rests }: Orders, provider: string, now: EpochMs): EpochMs {
  return heldUntil(rests.get(provider), now);
}

/** Until when the guard takes the place as not suspicious; 0 when nothing says so. */
export function liftedUntil({ lifts }: Orders, dimension: Dimension, place: string, now: EpochMs): EpochMs {
  return heldUntil(lifts.get(liftKey(dimension, place)), now);
}

/** What was ended before this order is left out, so that the maps hold no more than a day of orders. */
function withEnd(
  ends: ReadonlyMap<string, EpochMs>,
  key: string,
  until: EpochMs,
  at: EpochMs,
): ReadonlyMap<string, EpochMs> {
  const others = [...ends].filter(([other, end]) => other !== key && end > at);
  const end = Math.min(until, at + LONGEST_ORDER_MS);
  return new Map(end > at ? [...others, [key, end]] : others);
}

/** An end further ahead than an order can hold comes from a wrong clock, and holds no more. */
function heldUntil(end: EpochMs | undefined, now: EpochMs): EpochMs {
  return end === undefined || end <= now || end - now > LONGEST_ORDER_MS + CLOCK_SKEW_MS ? 0 : end;
}

function liftKey(dimension: Dimension, place: string): string {
  return `${dimension} ${place}`;
}
