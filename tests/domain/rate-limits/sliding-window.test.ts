/** Sliding windows: never more than the limit in any interval of their length, and room again when they said so. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  BUCKETS,
  type Change,
  type Count,
  type Counted,
  countIn,
} from "../../../domain/rate-limits/sliding-window.ts";

const WINDOW_MS = 3_600_000;
const BUCKET_MS = WINDOW_MS / BUCKETS;
const START = Date.UTC(2026, 0, 5, 12);
const LIMIT = 10;

/** A window that drops each bucket as soon as it may. */
function createWindow(windowMs = WINDOW_MS) {
  let kept = new Map<number, Change>();
  return (at: number, amount: number, rest: Partial<Count> = {}): Counted => {
    kept = new Map([...kept].filter(([, { expiresAt }]) => at < expiresAt));
    const count: Count = { key: "", windowMs, counter: "used", amount, limit: LIMIT, ...rest };
    const { counted, change } = countIn(kept, count, at);
    if (change !== null) kept.set(change.bucket, change);
    return counted;
  };
}

const pause = fc.oneof(fc.nat({ max: 1_000 }), fc.nat({ max: 3 * BUCKET_MS }), fc.nat({ max: WINDOW_MS }));
const steps = (amount: fc.Arbitrary<number>) =>
  fc.array(fc.record({ pause, amount }), { minLength: 10, maxLength: 120 });

interface Event {
  readonly at: number;
  readonly amount: number;
}

const sumOf = (events: readonly Event[]) => events.reduce((sum, { amount }) => sum + amount, 0);

describe("a window", () => {
  test("never holds more than its limit in any interval of its length, and refuses only because of recent uses", () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 1, max: 4 })), fc.nat({ max: BUCKET_MS }), (all, offset) => {
        const count = createWindow();
        const events: Event[] = [];
        let at = START + offset;
        for (const { pause: ms, amount } of all) {
          at += ms;
          const { counted } = count(at, amount);
          if (counted) events.push({ at, amount });
          const used = (lately: number) => sumOf(events.filter((event) => event.at >= at - lately));
          // Both ends belong to the interval.
          expect(used(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
          if (!counted) expect(used(WINDOW_MS + BUCKET_MS) + amount).toBeGreaterThan(LIMIT);
        }
      }),
    );
  });

  test("has room when it said it would, and not before", () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 1, max: 9 })), (all) => {
        const count = createWindow();
        let at = START;
        for (const { pause: ms, amount } of all) {
          at += ms;
          const { counted, freeAt } = count(at, amount);
          if (counted) {
            expect(freeAt).toBe(at);
            continue;
          }
          const before = count(freeAt - 1, 0).sums.used;
          expect(before + amount).toBeGreaterThan(LIMIT);
          expect(freeAt).toBeWithin(at + 1, at + WINDOW_MS + BUCKET_MS + 1);
          expect(count(freeAt, amount).counted).toBe(true);
          at = freeAt;
        }
      }),
    );
  });

  test("holds what was used and not given back, whatever was refused in between", () => {
    fc.assert(
      fc.property(steps(fc.integer({ min: 1, max: 4 })), (all) => {
        const count = createWindow();
        let kept: Event[] = [];
        let at = START;
        for (const [turn, { pause: ms, amount }] of all.entries()) {
          at += ms;
          const { counted } = count(at, amount);
          if (!counted) continue;
          // Every second send does not go out, which is known a little later.
          if (turn % 2 === 0) expect(count(at, -amount, { limit: null }).counted).toBe(true);
          else kept = [...kept, { at, amount }];
          const bucket = Math.floor(at / BUCKET_MS);
          const inside = kept.filter((event) => Math.floor(event.at / BUCKET_MS) >= bucket - BUCKETS);
          expect(count(at, 0).sums.used).toBe(sumOf(inside));
        }
      }),
    );
  });

  test("keeps the limit of all machines together while their clocks differ", () => {
    const moment = fc.record({
      pause: fc.nat({ max: BUCKET_MS }),
      skew: fc.integer({ min: -BUCKET_MS, max: BUCKET_MS }),
    });
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 60 }), (moments) => {
        const kept = new Map<number, Change>();
        const events: Event[] = [];
        let now = START;
        for (const { pause: ms, skew } of moments) {
          now += ms;
          const asked: Count = { key: "", windowMs: WINDOW_MS, counter: "used", amount: 1, limit: LIMIT };
          const { counted, change } = countIn(kept, asked, now + skew);
          if (change !== null) kept.set(change.bucket, change);
          if (counted.counted) events.push({ at: now, amount: 1 });
          // Two clocks that are a bucket off, one in each direction, can shorten a window by that much.
          const from = now - WINDOW_MS + 2 * BUCKET_MS;
          expect(sumOf(events.filter((event) => event.at >= from))).toBeLessThanOrEqual(LIMIT);
        }
      }),
    );
  });

  test("has room when the oldest use leaves it, in any order of the uses", () => {
    const count = createWindow();
    for (const late of [5 * BUCKET_MS, 0]) count(START + late, LIMIT / 2);
    expect(count(START + 5 * BUCKET_MS, 1).freeAt).toBe(START + WINDOW_MS + BUCKET_MS);
  });

  test("is not filled by a clock that was far ahead", () => {
    const count = createWindow();
    expect(count(START + 300 * WINDOW_MS, LIMIT).counted).toBe(true);
    expect(count(START, LIMIT)).toEqual({ counted: true, sums: { used: LIMIT, approved: 0 }, freeAt: START });
  });

  test("lets no more through for what is given back after the store lost it", () => {
    const count = createWindow();
    expect(count(START, -5, { limit: null }).sums.used).toBe(0);
    expect(count(START, LIMIT).counted).toBe(true);
    expect(count(START, 1).counted).toBe(false);
  });

  test("says a window later for an amount that never fits, and counts any amount without a limit", () => {
    const count = createWindow();
    expect(count(START, LIMIT + 1)).toMatchObject({ counted: false, freeAt: START + WINDOW_MS });
    expect(count(START, 5 * LIMIT, { limit: null }).counted).toBe(true);
    expect(count(START, 1).freeAt).toBe(START + WINDOW_MS + BUCKET_MS);
  });
});

test("a count that changes nothing has no change to write", () => {
  const count = { key: "", windowMs: WINDOW_MS, counter: "used", limit: LIMIT } as const;
  for (const amount of [0, -3, LIMIT + 1])
    expect(countIn(new Map(), { ...count, amount }, START).change).toBe(null);
});
