/** A store of windows answers every sequence of counts as the domain's rule does. Needs the package fast-check. */
import * as fc from "fast-check";
import { type Change, type Count, type Counted, countIn } from "../../domain/rate-limits/sliding-window.ts";
import type { Contract } from "./runner.ts";
import { clockOf } from "./store-subject.ts";
import { BUCKET_MS, HOUR_MS, type WindowsSubject } from "./windows-subject.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -5, max: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e12, -1e12, 999_999_999_999) },
);
const limit = fc.oneof(fc.constant(null), fc.nat({ max: 40 }), fc.constantFrom(1e12, 3e12 + 7));
const count: fc.Arbitrary<Count> = fc.record({
  key: fc.constantFrom("a", "b", "a:b"),
  windowMs: fc.constantFrom(MINUTE_MS, HOUR_MS, DAY_MS),
  counter: fc.constantFrom("used", "approved"),
  amount,
  limit,
});
const call = fc.uniqueArray(count, { selector: windowOf, minLength: 1, maxLength: 5 });

/** Forward, in steps of every size; or to and fro, as clocks of several machines go. */
const pause = fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: HOUR_MS }), fc.nat({ max: DAY_MS }));
const forward = fc.array(fc.tuple(pause, call), { maxLength: 40 }).map((calls) => {
  let at = 0;
  return calls.map(([step, counts]) => [(at += step), counts] as const);
});
const toAndFro = fc.array(fc.tuple(fc.nat({ max: MINUTE_MS }), call), { maxLength: 40 });

/** One window that many of its buckets are used in: as it moves on, and as clocks that differ fill and empty it. */
const moving = fc
  .array(fc.tuple(fc.nat({ max: 3 }), count), { minLength: 60, maxLength: 90 })
  .map((counts) => {
    let at = 0;
    return counts.map(([buckets, one]) => inFull((at += buckets), one));
  });
const bucket = fc.nat({ max: 12 });
const fill = count.map((one) => ({ ...one, amount: 1, limit: null }));
const empty = count.map((one) => ({ ...one, amount: -1e15, limit: null }));
const full = fc
  .tuple(
    fc.array(fc.tuple(bucket, fill), { minLength: 20, maxLength: 30 }),
    fc.array(fc.tuple(bucket, fc.oneof(count, empty, empty)), { minLength: 60, maxLength: 90 }),
  )
  .map(([filling, counts]) => [...filling, ...counts].map(([at, one]) => inFull(at, one)));

function inFull(bucketNumber: number, one: Count) {
  return [bucketNumber * BUCKET_MS, [{ ...one, key: "full", windowMs: HOUR_MS }]] as const;
}

export function windowsRule({ test, expect, name, make }: Contract<WindowsSubject>): void {
  test(`${name}: answers every sequence of counts as the rule does`, async () => {
    const subject = await make();
    const start = clockOf(subject).now();
    let run = 0;
    const property = fc.asyncProperty(fc.oneof(forward, toAndFro, moving, full), async (calls) => {
      const rule = createRule();
      run += 1;
      for (const [late, counts] of calls) {
        const ours = counts.map((one) => ({ ...one, key: `${run}:${one.key}` }));
        const at = start + late;
        expect(await subject.store.windows.count(ours, at)).toEqual(ours.map((one) => rule(one, at)));
      }
    });
    try {
      await fc.assert(property, { numRuns: 60 });
    } finally {
      await subject.close();
    }
  });
}

/** The rule over a map that forgets nothing. */
function createRule(): (count: Count, at: number) => Counted {
  const kept = new Map<string, Map<number, Change>>();
  return (one, at) => {
    const buckets = kept.get(windowOf(one)) ?? new Map<number, Change>();
    const { counted, change } = countIn(buckets, one, at);
    if (change !== null) kept.set(windowOf(one), buckets.set(change.bucket, change));
    return counted;
  };
}

function windowOf({ key, windowMs }: Count): string {
  return `${windowMs} ${key}`;
}
