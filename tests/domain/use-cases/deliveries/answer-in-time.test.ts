/** When the caller of a delivery is answered, and that nothing is sent behind an error (decision 0034). */
import { describe, expect, test } from "bun:test";
import { createBulkheads } from "../../../../domain/delivery/bulkhead.ts";
import { StoreUnavailable } from "../../../../domain/storage/store.ts";
import { SECOND_MS } from "../../../../domain/time.ts";
import { carry, CARRY, deliveryIn, readBack } from "../../../support/deliveries.ts";
import { faultyStore, type StoreWeather, weatherOf } from "../../../support/faulty-store.ts";
import { ACCEPTED, refused, UNAVAILABLE, UNKNOWN } from "../../../support/providers.ts";
import { createWorld, KEY, PHONE, type ProviderScript, type World } from "../../../support/world.ts";

const REFUSED = refused("message");
const NEXT: ProviderScript = { name: "next", answers: [{ says: ACCEPTED }] };
/** Takes six seconds to refuse, with another one after it. */
const SLOW: readonly ProviderScript[] = [
  { name: "slow", answers: [{ says: REFUSED, afterMs: 6 * SECOND_MS }] },
  NEXT,
];

/** The verdict, and how long it took. */
function timed(world: World, answerWithinMs?: number) {
  const begun = world.clock.now();
  const verdict = carry(world, answerWithinMs === undefined ? {} : { answerWithinMs });
  return { verdict, ms: world.clock.now() - begun };
}
const handedTo = ({ handed }: World) => handed.map(({ provider }) => provider);
const outcomesOf = (world: World) =>
  world.store
    .peek(KEY)
    ?.deliveries?.[0]?.attempts.map(({ provider, outcome, reason }) => [provider, outcome, reason].join(" "));

/** Nothing goes out later, the send is given back, and no timer is left. */
function expectOver(world: World, handed: readonly string[]) {
  world.clock.advance(20 * SECOND_MS);
  expect(handedTo(world)).toEqual([...handed]);
  expect(world.store.peek(KEY)?.sends).toEqual([]);
  expect(world.clock.held()).toBe(0);
}

describe("while a message may be out, the answer is carrying and the chain goes on:", () => {
  test("a call is under way, after the four seconds of the policy", () => {
    const world = createWorld({ providers: SLOW });
    const { verdict, ms } = timed(world);
    expect(verdict).toMatchObject({ kind: "carrying", delivery: { status: "carrying", provider: null } });
    expect(ms).toBe(4 * SECOND_MS);
    const { id } = deliveryIn(verdict);
    expect(readBack(world, id)).toMatchObject({ status: "carrying" });
    world.clock.advance(3 * SECOND_MS);
    expect(readBack(world, id)).toMatchObject({ status: "accepted", provider: "next" });
    expect(world.handed.map(({ message }) => message.code)).toEqual([CARRY.code, CARRY.code]);
    expect(world.clock.held()).toBe(0);
  });

  test("or after the time of the call itself", () => {
    const { verdict, ms } = timed(createWorld({ providers: SLOW }), SECOND_MS);
    expect([verdict.kind, ms]).toEqual(["carrying", SECOND_MS]);
  });

  test("a call has ended, and its message may have gone out", () => {
    const answers = [{ says: UNKNOWN, afterMs: SECOND_MS }] as const;
    const world = createWorld({
      providers: [{ name: "lost", answers }, NEXT],
      // The attempts are noted before the next call, which takes its time.
      ...stormy([{}, { wayThereMs: 5 * SECOND_MS }]),
    });
    const { verdict, ms } = timed(world);
    expect([verdict.kind, ms, handedTo(world)]).toEqual(["carrying", 4 * SECOND_MS, ["lost"]]);
    world.clock.advance(10 * SECOND_MS);
    expect(handedTo(world)).toEqual(["lost", "next"]);
  });

  test("a call was accepted, and the store takes its time over the outcome", () => {
    const world = createWorld({ providers: [NEXT], ...stormy([{}, { wayThereMs: 9 * SECOND_MS }]) });
    expect(timed(world)).toMatchObject({ verdict: { kind: "carrying" }, ms: 4 * SECOND_MS });
  });

  test("the rest is handed to the background, which hears of its errors", () => {
    const taken: Promise<unknown>[] = [];
    const world = createWorld({
      providers: SLOW,
      ports: () => ({ background: (work) => void taken.push(work) }),
    });
    carry(world);
    expect(taken).toHaveLength(1);
    expect(world.clock.run(taken[0] ?? Promise.reject(new Error("none")))).toMatchObject({ kind: "carried" });
  });

  test("forgetting the number stops it", () => {
    const world = createWorld({ providers: SLOW });
    const { id } = deliveryIn(carry(world));
    expect(world.clock.run(world.otp.forget({ app: "shop", to: PHONE })).kind).toBe("forgotten");
    world.clock.advance(20 * SECOND_MS);
    expect(world.handed).toHaveLength(1);
    expect(readBack(world, id)).toBe("not_found");
  });
});

describe("while certainly nothing is out, the answer is the error and the chain ends:", () => {
  test("between two calls", () => {
    const world = createWorld({
      providers: [{ name: "refuses", answers: [{ says: REFUSED, afterMs: SECOND_MS }] }, NEXT],
      ...stormy([{}, { wayThereMs: 5 * SECOND_MS }]),
    });
    expect(timed(world).verdict).toMatchObject({
      kind: "delivery_failed",
      delivery: { status: "undelivered" },
    });
    expect(outcomesOf(world)).toEqual(["refuses refused message_bad", "next skipped too_late"]);
    expectOver(world, ["refuses"]);
  });

  test("in the pause before a second call", () => {
    const answers = [{ says: UNAVAILABLE, afterMs: 3_800 }, { says: ACCEPTED }] as const;
    const world = createWorld({ providers: [{ name: "away", answers }] });
    const { verdict, ms } = timed(world);
    expect([verdict.kind, ms]).toEqual(["delivery_failed", 4 * SECOND_MS]);
    expectOver(world, ["away"]);
  });

  test("in the queue for a place at the vendor's account", () => {
    const world = createWorld({
      providers: [{ name: "full", answers: [{ says: ACCEPTED, afterMs: 4_500 }] }],
      ports: ({ clock }) => ({
        bulkheads: createBulkheads({ callsPerAccount: 1, waitMs: 60 * SECOND_MS }, clock),
      }),
    });
    const other = world.otp.carry({ ...CARRY, to: "+989121234568" });
    const { verdict, ms } = timed(world);
    expect(verdict).toMatchObject({ kind: "overloaded" });
    expect(ms).toBe(4 * SECOND_MS);
    expect(outcomesOf(world)).toEqual(["full skipped account_busy"]);
    world.clock.run(other);
    expectOver(world, ["full"]);
  });

  test("before the first call, because the store took all the time", () => {
    const world = createWorld({ providers: [NEXT], ...stormy([{ wayThereMs: 5 * SECOND_MS }]) });
    const { verdict, ms } = timed(world);
    expect([verdict.kind, ms]).toEqual(["delivery_failed", 5 * SECOND_MS]);
    expect(outcomesOf(world)).toEqual(["next skipped too_late"]);
    expectOver(world, []);
  });

  test("when the time is over at the very moment of the refusal", () => {
    const answers = [{ says: REFUSED, afterMs: 4 * SECOND_MS }] as const;
    const world = createWorld({ providers: [{ name: "refuses", answers }, NEXT] });
    const { verdict } = timed(world);
    world.clock.advance(20 * SECOND_MS);
    // Whichever came first: an error means that the second provider was not called.
    expect(handedTo(world).includes("next")).toBe(verdict.kind === "carrying");
  });
});

test("a store that is down is waited for no longer than the caller waits", () => {
  const down = { load: () => Promise.reject(new StoreUnavailable("down")) };
  const world = createWorld({
    policy: { storeWaitMs: 10 * SECOND_MS },
    ports: ({ store }) => ({ store: { ...store, ...down } }),
  });
  const begun = world.clock.now();
  expect(() => carry(world, { answerWithinMs: SECOND_MS })).toThrow(StoreUnavailable);
  expect(world.clock.now() - begun).toBeLessThanOrEqual(SECOND_MS);
});

/** A store that takes its time over one save after the other. */
function stormy(saves: readonly Partial<StoreWeather>[]) {
  return {
    ports: ({ clock, store }: Pick<World, "clock" | "store">) => ({
      store: faultyStore(store, clock, weatherOf("save", saves)),
    }),
  };
}
