/** Orders are a fold of the trail: each holds until its end, a day at most, and a later one replaces an earlier one. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  liftedUntil,
  LONGEST_ORDER_MS,
  NO_ORDERS,
  type Order,
  type Orders,
  restedUntil,
  withOrder,
} from "../../../domain/orders/orders.ts";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";

const AT = 1_700_000_000_000;
const VERIFY = "kavenegar/verify";

interface Given {
  readonly order: Order;
  readonly at: number;
}
const fold = (given: readonly Given[], from: Orders = NO_ORDERS) =>
  given.reduce((orders, { order, at }) => withOrder(orders, order, at), from);
const rest = (hours: number, at = AT): Given => ({
  order: { kind: "provider_rested", provider: VERIFY, until: at + hours * HOUR_MS },
  at,
});
const wake = (at: number): Given => ({ order: { kind: "provider_woken", provider: VERIFY }, at });

describe("an order", () => {
  test("holds until its end", () => {
    const orders = fold([rest(2)]);
    expect(restedUntil(orders, VERIFY, AT + HOUR_MS)).toBe(AT + 2 * HOUR_MS);
    expect(restedUntil(orders, VERIFY, AT + 2 * HOUR_MS)).toBe(0);
    expect(restedUntil(orders, "kavenegar/sms", AT)).toBe(0);
  });

  test("lives a day at most, whatever its entry says", () => {
    expect(restedUntil(fold([rest(1_000)]), VERIFY, AT + HOUR_MS)).toBe(AT + DAY_MS);
  });

  test("is replaced by a later one, also by a shorter one", () => {
    const later = AT + HOUR_MS;
    expect(restedUntil(fold([rest(20), rest(1, later)]), VERIFY, later)).toBe(later + HOUR_MS);
    expect(restedUntil(fold([rest(20), wake(later)]), VERIFY, later)).toBe(0);
  });

  test("lifts one place and no other of the same name", () => {
    const order: Order = {
      kind: "suspicion_lifted",
      dimension: "block",
      place: "+98912",
      until: AT + HOUR_MS,
    };
    const orders = fold([{ order, at: AT }]);
    expect(liftedUntil(orders, "block", "+98912", AT)).toBe(AT + HOUR_MS);
    expect(liftedUntil(orders, "operator", "+98912", AT)).toBe(0);
    expect(
      liftedUntil(fold([{ order: { ...order, until: AT }, at: AT + 1 }], orders), "block", "+98912", AT + 2),
    ).toBe(0);
  });

  test("that a clock far ahead gave holds nothing", () => {
    expect(restedUntil(fold([rest(24, AT + 30 * DAY_MS)]), VERIFY, AT)).toBe(0);
  });
});

const anyOrder: fc.Arbitrary<Order> = fc.oneof(
  fc.record({
    kind: fc.constant("provider_rested" as const),
    provider: fc.constantFrom("a", "b", "c"),
    until: fc.integer({ min: AT, max: AT + 3 * DAY_MS }),
  }),
  fc.record({ kind: fc.constant("provider_woken" as const), provider: fc.constantFrom("a", "b", "c") }),
  fc.record({
    kind: fc.constant("suspicion_lifted" as const),
    dimension: fc.constantFrom("block" as const, "operator" as const, "address" as const),
    place: fc.constantFrom("a", "b"),
    until: fc.integer({ min: AT, max: AT + 3 * DAY_MS }),
  }),
);
/** A trail over three days, in its order. */
const anyTrail = fc
  .array(fc.record({ order: anyOrder, at: fc.integer({ min: AT, max: AT + 3 * DAY_MS }) }), { maxLength: 30 })
  .map((trail) => trail.toSorted((a, b) => a.at - b.at));
const asked = (orders: Orders, now: number) => [
  ...["a", "b", "c"].map((provider) => restedUntil(orders, provider, now)),
  ...(["block", "operator", "address"] as const).flatMap((dimension) =>
    ["a", "b"].map((place) => liftedUntil(orders, dimension, place, now)),
  ),
];

describe("a fold of the trail", () => {
  test("is the same whether a process followed from the beginning or began with the last day", () => {
    fc.assert(
      fc.property(anyTrail, fc.integer({ min: 0, max: HOUR_MS }), (trail, later) => {
        const now = (trail.at(-1)?.at ?? AT) + later;
        const lastDay = trail.filter(({ at }) => at > now - LONGEST_ORDER_MS);
        expect(asked(fold(lastDay), now)).toEqual(asked(fold(trail), now));
      }),
    );
  });

  test("has one answer however the trail was cut while it was followed, and holds nothing for more than a day", () => {
    fc.assert(
      fc.property(anyTrail, fc.nat({ max: 30 }), (trail, cut) => {
        const now = trail.at(-1)?.at ?? AT;
        const followed = fold(trail.slice(cut), fold(trail.slice(0, cut)));
        expect(followed).toEqual(fold(trail));
        for (const until of asked(followed, now)) expect(until).toBeLessThanOrEqual(now + LONGEST_ORDER_MS);
      }),
    );
  });

  test("keeps no order that ended before the last one was given", () => {
    fc.assert(
      fc.property(anyTrail, (trail) => {
        const { rests, lifts } = fold(trail);
        const lastOf = (kind: readonly string[]) =>
          trail.findLast(({ order }) => kind.includes(order.kind))?.at ?? 0;
        for (const end of rests.values())
          expect(end).toBeGreaterThan(lastOf(["provider_rested", "provider_woken"]));
        for (const end of lifts.values()) expect(end).toBeGreaterThan(lastOf(["suspicion_lifted"]));
      }),
    );
  });
});
