/** A vendor account has a bounded number of places; waiting for one is bounded and is not the vendor's time. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { createBulkheads, type PlaceResult } from "../../../domain/delivery/bulkhead.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import { ACCEPTED, fakeProvider } from "../../support/providers.ts";
import { createSimClock, type SimClock } from "../../support/sim-clock.ts";
import { createWorld, type ProviderScript, START, type World } from "../../support/world.ts";

const NEVER = new Promise<never>(() => {});
const RULES = { callsPerAccount: 2, waitMs: 1_000 };

const providerOf = (clock: SimClock, name: string, account = name) =>
  fakeProvider(name, [{ says: ACCEPTED }], clock, [], { account });

function placeOf(result: PlaceResult) {
  if (result.kind === "none") throw new Error("there was no place");
  return result.place;
}

describe("an account", () => {
  test("has as many places as the rule says, and no more", () => {
    const clock = createSimClock();
    const bulkheads = createBulkheads(RULES, clock);
    const one = providerOf(clock, "one");
    const enter = () => bulkheads.enter(one, clock.now() + 60_000, NEVER);
    const [first] = [clock.run(enter()), clock.run(enter())];
    expect(clock.run(enter())).toEqual({ kind: "none", waitedMs: 1_000 });
    placeOf(first).leave();
    expect(clock.run(enter())).toMatchObject({ kind: "place", waitedMs: 0 });
    expect(clock.held()).toBe(0);
  });

  test("shares its places among its providers, and with no other account", () => {
    const clock = createSimClock();
    const bulkheads = createBulkheads({ callsPerAccount: 1, waitMs: 0 }, clock);
    const enter = (name: string, account: string) =>
      clock.run(bulkheads.enter(providerOf(clock, name, account), clock.now() + 60_000, NEVER)).kind;
    expect([enter("verify", "a"), enter("sms", "a"), enter("other", "b")]).toEqual([
      "place",
      "none",
      "place",
    ]);
  });

  test("gives a free place to the call that has waited longest", () => {
    const clock = createSimClock();
    const bulkheads = createBulkheads({ ...RULES, callsPerAccount: 1 }, clock);
    const one = providerOf(clock, "one");
    const first = clock.run(bulkheads.enter(one, clock.now() + 60_000, NEVER));
    const order: string[] = [];
    const wait = async (name: string) => {
      const place = placeOf(await bulkheads.enter(one, clock.now() + 60_000, NEVER));
      order.push(name);
      place.leave();
    };
    const all = Promise.all([wait("b"), wait("c")]);
    placeOf(first).leave();
    clock.run(all);
    expect(order).toEqual(["b", "c"]);
  });

  test("a provider's own bound wins over the rule", () => {
    const clock = createSimClock();
    const bulkheads = createBulkheads({ ...RULES, waitMs: 0 }, clock);
    const narrow = { ...providerOf(clock, "narrow"), maxCalls: 1 };
    const enter = () => clock.run(bulkheads.enter(narrow, clock.now() + 60_000, NEVER)).kind;
    expect([enter(), enter()]).toEqual(["place", "none"]);
  });

  test("a wait ends with the deadline, and when its verification is settled", () => {
    const clock = createSimClock();
    const bulkheads = createBulkheads({ ...RULES, callsPerAccount: 1 }, clock);
    const one = providerOf(clock, "one");
    clock.run(bulkheads.enter(one, clock.now() + 60_000, NEVER));
    expect(clock.run(bulkheads.enter(one, clock.now() + 300, NEVER))).toEqual({
      kind: "none",
      waitedMs: 300,
    });
    const stopped = clock.sleep(200);
    expect(clock.run(bulkheads.enter(one, clock.now() + 60_000, stopped))).toEqual({
      kind: "none",
      waitedMs: 200,
    });
    expect(bulkheads.usage()).toEqual([{ account: "one", inUse: 1, waiting: 0 }]);
  });

  test("never has more calls under way than places, and loses no place", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ atMs: fc.nat(2_000), takesMs: fc.nat(1_500) }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (calls, callsPerAccount) => {
          const clock = createSimClock();
          const bulkheads = createBulkheads({ callsPerAccount, waitMs: 700 }, clock);
          const one = providerOf(clock, "one");
          let [underWay, most] = [0, 0];
          const call = async ({ atMs, takesMs }: { atMs: number; takesMs: number }) => {
            await clock.sleep(atMs);
            const entered = await bulkheads.enter(one, clock.now() + 60_000, NEVER);
            if (entered.kind === "none") return;
            most = Math.max(most, ++underWay);
            await clock.sleep(takesMs);
            underWay -= 1;
            entered.place.leave();
            entered.place.leave();
          };
          clock.run(Promise.all(calls.map(call)));
          expect(most).toBeLessThanOrEqual(callsPerAccount);
          for (const { inUse, waiting } of bulkheads.usage()) expect([inUse, waiting]).toEqual([0, 0]);
        },
      ),
    );
  });
});

const slow = (name: string, account: string, afterMs: number): ProviderScript => ({
  name,
  account,
  answers: [{ says: ACCEPTED, afterMs }],
});
const worldOf = (providers: readonly [ProviderScript, ...ProviderScript[]], callsPerAccount: number) =>
  createWorld({
    providers,
    ports: ({ clock }) => ({ bulkheads: createBulkheads({ callsPerAccount, waitMs: 1_000 }, clock) }),
  });
/** As many sends at the same moment, each to a number of its own. */
const startMany = (world: World, count: number): readonly StartVerdict[] =>
  world.clock.run(
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        world.otp.start({ ...START, to: `+98912${String(1_000_000 + index)}` }),
      ),
    ),
  );
const kinds = (verdicts: readonly StartVerdict[]) => verdicts.map(({ kind }) => kind).sort();

describe("a send that finds no place", () => {
  test("goes on to the next account, with nothing sent by the first", () => {
    const world = worldOf([slow("a", "a", 3_000), slow("b", "b", 10)], 1);
    const verdicts = startMany(world, 2);
    expect(kinds(verdicts)).toEqual(["sent", "sent"]);
    expect(world.handed.map(({ provider }) => provider).sort()).toEqual(["a", "b"]);
    const [, second] = verdicts;
    if (second?.kind !== "sent") throw new Error("the second was not sent");
    expect(second.verification.attempts.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["skipped", "account_busy"],
      ["accepted", undefined],
    ]);
  });

  test("skips every provider of the busy account after one wait, and is overloaded", () => {
    const world = worldOf([slow("verify", "a", 3_000), slow("sms", "a", 10)], 1);
    const from = world.clock.now();
    const verdicts = startMany(world, 2);
    expect(kinds(verdicts)).toEqual(["overloaded", "sent"]);
    expect(world.handed).toHaveLength(1);
    const [overloaded] = verdicts.filter((verdict) => verdict.kind === "overloaded");
    expect(overloaded?.verification.status).toBe("undelivered");
    expect(overloaded?.retryAt).toBeGreaterThan(from + 1_000);
  });

  test("gives its cool-down and cap back, and opens no breaker", () => {
    const world = worldOf([slow("a", "a", 3_000)], 1);
    const start = (to: string) => world.otp.start({ ...START, to });
    for (let round = 0; round < 12; round++) {
      const both = Promise.all([start(`+98912${String(1_000_000 + round)}`), start("+989130000000")]);
      expect(world.clock.run(both).map(({ kind }) => kind)).toEqual(["sent", "overloaded"]);
      world.clock.advance(2_000);
    }
    expect(world.clock.run(start("+989130000000")).kind).toBe("sent");
  });

  test("waits outside the vendor's time", () => {
    const world = worldOf([slow("a", "a", 700)], 1);
    const [, second] = startMany(world, 2);
    if (second?.kind !== "sent") throw new Error("the second was not sent");
    expect(second.verification.attempts).toMatchObject([{ outcome: "accepted", durationMs: 700 }]);
  });
});
