/** The properties of the rule, and what it says of a few plain cases. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Evidence, orderOf, type RouteFacts } from "../../../domain/routing/order.ts";

const NONE: Evidence = { sends: 0, score: 0 };
const evidence = (sends: number, score: number): Evidence => ({ sends, score });

function facts(provider: string, day = NONE, hour = NONE, rial: number | null = null): RouteFacts {
  return { provider, day, hour, rial };
}

const order = (chain: readonly RouteFacts[], u = 1, prefer: "configured" | "cheapest" = "configured") =>
  orderOf(chain, u, prefer).groups.flat();
const names = (chain: readonly RouteFacts[]) => chain.map(({ provider }) => provider);

/** Sends with a score of at most one each, in half points. */
const anyEvidence = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([sends, share]) => evidence(sends, Math.round(2 * sends * share) / 2));
const anyFacts = fc.tuple(
  anyEvidence(3_000),
  anyEvidence(400),
  fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: null }),
);
/** Where at least a tenth comes back over the day. With less, nothing is proven of any provider, and the order is the configured one. */
const answered = fc
  .tuple(fc.integer({ min: 0, max: 3_000 }), fc.double({ min: 0.1, max: 1, noNaN: true }))
  .map(([sends, share]) => evidence(sends, Math.ceil(2 * sends * share) / 2));
const anyAnswered = fc
  .array(fc.tuple(answered, anyEvidence(400)), { minLength: 1, maxLength: 5 })
  .map((all) =>
    all.map(([earlier, hour], index) => {
      // The hour belongs to the day.
      const day = evidence(earlier.sends + hour.sends, earlier.score + hour.score);
      return facts(`p${index}`, day, hour);
    }),
  );
const anyChain = fc
  .array(anyFacts, { minLength: 1, maxLength: 5 })
  .map((all) => all.map(([day, hour, rial], index) => facts(`p${index}`, day, hour, rial)));
const anyU = fc.double({ min: 0, max: 1, noNaN: true });
const anyPreference = fc.constantFrom("configured" as const, "cheapest" as const);

test("an order is a permutation of the chain", () => {
  fc.assert(
    fc.property(anyChain, anyU, anyPreference, (chain, u, prefer) => {
      expect(order(chain, u, prefer).toSorted()).toEqual(names(chain).toSorted());
    }),
  );
});

test("the same facts and draw give the same order and reasons", () => {
  fc.assert(
    fc.property(anyChain, anyU, (chain, u) => {
      expect(orderOf(chain, u, "configured")).toEqual(orderOf(structuredClone(chain), u, "configured"));
    }),
  );
});

test("without data, with equal data, and with all sick, the order is the configured one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), anyFacts, (length, [day, hour]) => {
      const chain = Array.from({ length }, (_, index) => facts(`p${index}`, day, hour));
      expect(orderOf(chain, 1, "configured").groups.flat()).toEqual(names(chain));
    }),
  );
  const outage = [0.9, 0.8, 0.7].map((share, index) =>
    facts(`p${index}`, evidence(500, 500 * share), evidence(60, index)),
  );
  expect(orderOf(outage, 1, "configured")).toEqual({ groups: [["p0", "p1", "p2"], [], []], reasons: [] });
});

test("more failures never move a provider up, and more approvals of as many sends never down", () => {
  fc.assert(
    fc.property(anyAnswered, fc.nat(4), fc.integer({ min: 1, max: 200 }), (chain, which, amount) => {
      const index = which % chain.length;
      const worse = chain.map((one, place) => {
        if (place !== index) return one;
        const { day, hour } = one;
        const by = Math.min(amount, hour.score, Math.max(0, Math.floor(day.score - day.sends / 10)));
        return {
          ...one,
          day: evidence(day.sends, day.score - by),
          hour: evidence(hour.sends, hour.score - by),
        };
      });
      const place = (of: readonly RouteFacts[]) => order(of).indexOf(`p${index}`);
      // An outage of everything restores the configured order, which is no judgement of one of them.
      const isOutage = (of: readonly RouteFacts[]) =>
        orderOf(of, 1, "configured").reasons.length === 0 && place(of) === index;
      if (isOutage(worse) || isOutage(chain)) return;
      expect(place(worse)).toBeGreaterThanOrEqual(place(chain));
    }),
    { numRuns: 2_000 },
  );
});

test("ten times the sends with the same shares undo no demotion that the sends themselves bear out", () => {
  fc.assert(
    fc.property(anyAnswered, (chain) => {
      const scaled = chain.map(({ day, hour, ...one }) => ({
        ...one,
        day: evidence(day.sends * 10, day.score * 10),
        hour: evidence(hour.sends * 10, hour.score * 10),
      }));
      const after = demoted(scaled);
      // All of them sick is an outage, and no demotion.
      if (after.length === 0 && order(scaled).join() === names(chain).join()) return;
      // With few sends, the share of the operator counts for more than its own, which may be better.
      const base = total(chain, "score") / total(chain, "sends");
      const borneOut = chain.filter(
        ({ day, hour }) => day.score <= base * day.sends && hour.score <= base * hour.sends,
      );
      const before = demoted(chain).filter((provider) => borneOut.some((one) => one.provider === provider));
      expect(after).toEqual(expect.arrayContaining(before));
    }),
    { numRuns: 2_000 },
  );
});

function demoted(chain: readonly RouteFacts[]): readonly string[] {
  return orderOf(chain, 1, "configured").reasons.map(({ provider }) => provider);
}

function total(chain: readonly RouteFacts[], what: keyof Evidence): number {
  return chain.reduce((sum, { day }) => sum + day[what], 0);
}

test("one that is proven to be weaker goes behind, with its counts as the reason", () => {
  const chain = [facts("ippanel", evidence(120, 41)), facts("smsir", evidence(200, 180))];
  expect(orderOf(chain, 1, "configured")).toEqual({
    groups: [["smsir"], ["ippanel"], []],
    reasons: [{ why: "weak", provider: "ippanel", evidence: evidence(120, 41) }],
  });
});

test("one that swallows the last hour goes to the end, whatever its day was", () => {
  const chain = [
    facts("a", evidence(500, 450), evidence(25, 1)),
    facts("b", evidence(400, 280), evidence(20, 14)),
    facts("c", evidence(100, 90), evidence(8, 7)),
  ];
  expect(orderOf(chain, 1, "configured").groups).toEqual([["c"], ["b"], ["a"]]);
});

test("a send that draws low measures the other with the fewest sends", () => {
  const chain = [facts("a", evidence(500, 450)), facts("b", evidence(20, 18)), facts("c", evidence(10, 9))];
  expect(order(chain, 0.039)).toEqual(["c", "a", "b"]);
  expect(orderOf(chain, 0.039, "configured").reasons).toEqual([{ why: "exploring", provider: "c" }]);
  expect(order(chain, 0.04)).toEqual(["a", "b", "c"]);
  const known = chain.map((one) => ({ ...one, day: evidence(500, 450) }));
  expect(order(known, 0.0099)).toEqual(["b", "a", "c"]);
  expect(order(known, 0.01)).toEqual(["a", "b", "c"]);
});

test("a cheaper one passes a dearer one only when it is proven to be as good", () => {
  const dear = facts("dear", evidence(2_000, 1_700), NONE, 3_000);
  const cheap = (sends: number, share: number, rial: number | null = 1_000) =>
    facts("cheap", evidence(sends, sends * share), NONE, rial);
  expect(order([dear, cheap(1_000, 0.85)], 1, "cheapest")).toEqual(["cheap", "dear"]);
  expect(order([dear, cheap(1_000, 0.85)])).toEqual(["dear", "cheap"]);
  expect(order([dear, cheap(20, 0.85)], 1, "cheapest")).toEqual(["dear", "cheap"]);
  expect(order([dear, cheap(1_000, 0.7)], 1, "cheapest")).toEqual(["dear", "cheap"]);
  expect(order([dear, cheap(1_000, 0.85, null)], 1, "cheapest")).toEqual(["dear", "cheap"]);
});
