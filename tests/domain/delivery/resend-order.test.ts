/** The order of resends: who asks again gets the same code from another provider. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Attempt } from "../../../domain/delivery/attempt.ts";
import type { Provider } from "../../../domain/delivery/provider.ts";
import { carriedBy, rotated } from "../../../domain/delivery/resend-order.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { createWorld, KEY, type ProviderScript, type World } from "../../support/world.ts";

const NAMES = ["a", "b", "c", "d", "e"];
const CARRYING: readonly Attempt["outcome"][] = ["accepted", "unknown", "planned"];
const OTHERS: readonly Attempt["outcome"][] = ["refused", "unavailable", "skipped"];

const chain = fc.shuffledSubarray(NAMES, { minLength: 1 }).map((names) =>
  names.map((name): Provider => ({
    name,
    account: name,
    channels: ["sms"],
    explain: () => null,
    deliver: async () => ACCEPTED,
  })),
);
const attemptWith = (outcomes: readonly Attempt["outcome"][]) =>
  fc.array(
    fc
      .record({ provider: fc.constantFrom(...NAMES, "gone"), outcome: fc.constantFrom(...outcomes) })
      .map((facts): Attempt => ({ send: 1, index: 0, startedAt: 1, durationMs: 0, ...facts })),
    { maxLength: 8 },
  );
const namesOf = (providers: readonly Provider[]) => providers.map(({ name }) => name);

describe("a rotated chain", () => {
  test("has each provider of the chain once", () => {
    fc.assert(
      fc.property(chain, attemptWith([...CARRYING, ...OTHERS]), (providers, attempts) => {
        const order = rotated(namesOf(providers), carriedBy(attempts));
        expect(order.toSorted()).toEqual(namesOf(providers).toSorted());
      }),
    );
  });

  test("has what has not carried the verification before what has, and the last carrier last", () => {
    fc.assert(
      fc.property(chain, attemptWith([...CARRYING, ...OTHERS]), (providers, attempts) => {
        const carriers = attempts
          .filter(({ outcome }) => CARRYING.includes(outcome))
          .map(({ provider }) => provider);
        const order = rotated(namesOf(providers), carriedBy(attempts));
        const carried = order.map((name) => carriers.includes(name));
        expect(carried.indexOf(true, carried.lastIndexOf(false) + 1)).toBe(carried.indexOf(true));
        const last = carriers.findLast((name) => order.includes(name));
        if (last !== undefined) expect(order.at(-1)).toBe(last);
      }),
    );
  });

  test("begins after the last carrier, as far as the chain goes on there", () => {
    fc.assert(
      fc.property(chain, fc.nat({ max: 4 }), (providers, place) => {
        const names = namesOf(providers);
        const at = place % names.length;
        const carried: Attempt = {
          send: 1,
          index: 0,
          provider: names[at] ?? "",
          startedAt: 1,
          durationMs: 0,
          outcome: "accepted",
        };
        expect(rotated(names, carriedBy([carried]))).toEqual([
          ...names.slice(at + 1),
          ...names.slice(0, at + 1),
        ]);
      }),
    );
  });

  test("is the chain itself while nothing was carried", () => {
    fc.assert(
      fc.property(chain, attemptWith(OTHERS), (providers, attempts) => {
        expect(rotated(namesOf(providers), carriedBy(attempts))).toEqual(namesOf(providers));
      }),
    );
  });
});

const provider = (name: string, says: Answer["says"], account = name): ProviderScript => ({
  name,
  account,
  answers: [{ says }],
});
const OFTEN = { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 200, ttlMs: 600_000 };

/** What each of `count` sends of one verification called, in turn. */
function sends(world: World, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const before = world.handed.length;
    world.start();
    world.clock.advance(1_000);
    return world.handed
      .slice(before)
      .map(({ provider: name }) => name)
      .join("");
  });
}

describe("resends of a verification", () => {
  const accepting = [provider("a", ACCEPTED), provider("b", ACCEPTED), provider("c", ACCEPTED)];

  test("go through the chain in turn, with the same code, and begin again after the last", () => {
    const world = createWorld({ providers: accepting, policy: OFTEN });
    expect(sends(world, 5)).toEqual(["a", "b", "c", "a", "b"]);
    expect(new Set(world.handed.map(({ message }) => message.code)).size).toBe(1);
  });

  test("begin with the first provider every time when the order is the same", () => {
    const world = createWorld({
      providers: accepting,
      policy: OFTEN,
      ports: () => ({ resendOrder: "same" }),
    });
    expect(sends(world, 3)).toEqual(["a", "a", "a"]);
  });

  test("end where the first send began, when the others cannot send", () => {
    const world = createWorld({
      providers: [provider("a", ACCEPTED), provider("b", UNAVAILABLE), provider("c", refused("message"))],
      policy: OFTEN,
    });
    expect(sends(world, 2)).toEqual(["a", "bca"]);
  });

  test("pass over a provider whose message may have arrived", () => {
    const world = createWorld({
      providers: [provider("a", UNKNOWN), provider("b", ACCEPTED), provider("c", ACCEPTED)],
      policy: OFTEN,
    });
    expect(sends(world, 2)).toEqual(["ab", "c"]);
  });

  test("skip what every send skips: refused accounts and open breakers", () => {
    const world = createWorld({
      providers: [
        provider("a", ACCEPTED),
        provider("b", refused("account"), "x"),
        provider("c", ACCEPTED, "x"),
        provider("d", ACCEPTED),
      ],
      policy: OFTEN,
    });
    expect(sends(world, 2)).toEqual(["a", "bd"]);
    const [last] = world.store.peek(KEY)?.verifications ?? [];
    expect(last?.attempts.map((one) => [one.provider, one.reason]).slice(1)).toEqual([
      ["b", "account_bad"],
      ["c", "account_refused"],
      ["d", undefined],
    ]);
    // Both wait behind the breaker of their account now.
    expect(sends(world, 1)).toEqual(["a"]);
  });

  test("are no business of a new verification, which begins with the first provider", () => {
    const world = createWorld({ providers: accepting, policy: OFTEN });
    sends(world, 1);
    world.clock.advance(OFTEN.ttlMs);
    expect(sends(world, 2)).toEqual(["a", "b"]);
  });
});
