/** What keeps failing is not called for a while, and probed now and then. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  ableFrom,
  admittedFrom,
  afterBegin,
  afterFailure,
  type Breaker,
  CLOSED,
  createBreakers,
  FAILURES_TO_OPEN,
  opened,
} from "../../../domain/delivery/circuit-breaker.ts";
import type { DeliveryResult } from "../../../domain/delivery/provider.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { ACCEPTED, fakeProvider, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";

const NOW = 1_000_000;
const BLOCKED: DeliveryResult = { outcome: "refused", fault: "message", reason: "blocked", numberOnly: true };
const clock = createSimClock();
const provider = (name: string, account = name) =>
  fakeProvider(name, [{ says: ACCEPTED }], clock, [], { account });

/** Breakers after provider `a`, on account `one`, had this result so many times. */
const fail = (times: number, result: DeliveryResult) => {
  const breakers = createBreakers();
  for (let i = 0; i < times; i++) breakers.record(provider("a", "one"), result, NOW);
  return breakers;
};

describe("one breaker", () => {
  const OPEN = opened(NOW, 1);
  const PROBING: Breaker = { state: "half_open", probeUntil: NOW + 30_000, trips: 2 };

  test.each<[string, Breaker, Breaker]>([
    ["a first failure is only counted", afterFailure(CLOSED, NOW), { state: "closed", failures: 1 }],
    [
      "the last allowed failure opens it for 30 s",
      afterFailure({ state: "closed", failures: FAILURES_TO_OPEN - 1 }, NOW),
      { state: "open", until: NOW + 30_000, trips: 1 },
    ],
    ["a failure while open changes nothing", afterFailure(OPEN, NOW + 5), OPEN],
    [
      "a failed probe opens it for longer",
      afterFailure(PROBING, NOW),
      { state: "open", until: NOW + 120_000, trips: 3 },
    ],
    ["a call while closed changes nothing", afterBegin(CLOSED, NOW), CLOSED],
    ["a call before its time is no probe", afterBegin(OPEN, NOW + 29_999), OPEN],
    [
      "the first call after its time is the probe",
      afterBegin(OPEN, NOW + 30_000),
      { state: "half_open", probeUntil: NOW + 60_000, trips: 1 },
    ],
    ["a second call is no second probe", afterBegin(PROBING, NOW + 29_999), PROBING],
    [
      "a probe without a result frees its place",
      afterBegin(PROBING, NOW + 30_000),
      { state: "half_open", probeUntil: NOW + 60_000, trips: 2 },
    ],
  ])("%s", (_rule, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  test("is open for 30, 60, 120, 240 and then always 300 seconds", () => {
    const seconds = [1, 2, 3, 4, 5, 50, 5_000].map(
      (trips) => (admittedFrom(opened(NOW, trips), NOW) - NOW) / 1_000,
    );
    expect(seconds).toEqual([30, 60, 120, 240, 300, 300, 300]);
  });

  test("never stays open longer than five minutes, and never admits in the past", () => {
    const deed = fc.record({ fails: fc.boolean(), afterMs: fc.nat({ max: 400_000 }) });
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        let breaker = CLOSED;
        let now = NOW;
        for (const { fails, afterMs } of deeds) {
          now += afterMs;
          breaker = fails ? afterFailure(breaker, now) : afterBegin(breaker, now);
          expect(admittedFrom(breaker, now)).toBeGreaterThanOrEqual(now);
          expect(admittedFrom(breaker, now)).toBeLessThanOrEqual(now + 300_000);
        }
      }),
    );
  });
});

describe("the breakers of a process", () => {
  test.each([
    ["unavailable", UNAVAILABLE],
    ["unknown", UNKNOWN],
    ["refused for its message", refused("message")],
  ])("five %s answers in a row open the provider, not its account", (_name, result) => {
    expect(ableFrom(fail(4, result), provider("a", "one"), NOW)).toBe(NOW);
    const breakers = fail(5, result);
    expect(ableFrom(breakers, provider("a", "one"), NOW)).toBe(NOW + 30_000);
    expect(ableFrom(breakers, provider("b", "one"), NOW)).toBe(NOW);
  });

  test("one refusal of the account opens the breaker of all its providers at once", () => {
    const breakers = fail(1, refused("account"));
    expect(ableFrom(breakers, provider("b", "one"), NOW)).toBe(NOW + 30_000);
    expect(ableFrom(breakers, provider("c", "two"), NOW)).toBe(NOW);
  });

  test.each<[string, DeliveryResult]>([
    ["accepted", ACCEPTED],
    ["a number that does not exist", refused("recipient")],
    ["a number its line does not reach", BLOCKED],
  ])("%s shows that the provider works and resets its failures", (_name, result) => {
    const breakers = fail(4, UNAVAILABLE);
    breakers.record(provider("a", "one"), result, NOW);
    breakers.record(provider("a", "one"), UNAVAILABLE, NOW);
    expect(ableFrom(breakers, provider("a", "one"), NOW)).toBe(NOW);
  });

  test("an account whose probe succeeded admits all its providers again", () => {
    const breakers = fail(1, refused("account"));
    breakers.begin(provider("b", "one"), NOW + 30_000);
    expect(ableFrom(breakers, provider("a", "one"), NOW + 30_000)).toBe(NOW + 60_000);
    breakers.record(provider("b", "one"), ACCEPTED, NOW + 30_100);
    expect(ableFrom(breakers, provider("a", "one"), NOW + 30_100)).toBe(NOW + 30_100);
  });

  test("a refusal of the account that arrives late never admits calls earlier", () => {
    const breakers = fail(1, refused("account"));
    breakers.begin(provider("a", "one"), NOW + 30_000);
    breakers.record(provider("a", "one"), refused("account"), NOW + 30_000);
    const before = ableFrom(breakers, provider("a", "one"), NOW + 30_001);
    breakers.record(provider("b", "one"), refused("account"), NOW + 30_001);
    expect(ableFrom(breakers, provider("a", "one"), NOW + 30_001)).toBeGreaterThanOrEqual(before);
  });
});

test("closing the breakers of a provider closes that of its account, too", () => {
  const breakers = fail(1, refused("account"));
  expect(breakers.pause(provider("b", "one"), NOW)).toEqual({ reason: "breaker_open", until: NOW + 30_000 });
  breakers.close(provider("a", "one"));
  expect(breakers.pause(provider("b", "one"), NOW)).toBe(null);
  expect(breakers.states(provider("a", "one"))).toEqual({ provider: CLOSED, account: CLOSED });
});
