/** Which provider is called next, for every result at every place of the chain (design §5). */
import { describe, expect, test } from "bun:test";
import { createBreakers, withRests } from "../../../domain/delivery/circuit-breaker.ts";
import { SIM_START } from "../../support/sim-clock.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, type ProviderScript, type World } from "../../support/world.ts";

const provider = (name: string, says: Answer["says"], account = name): ProviderScript => ({
  name,
  account,
  answers: [{ says }],
});
const asked = (world: World) => world.handed.map((handed) => handed.provider).join("");

type Kinds = readonly [first: string, middle: string, last: string];
const GOES_ON: Kinds = ["ab", "abc", "abc"];
const STOPS: Kinds = ["a", "ab", "abc"];

/** A result; which providers are called when it comes from a, b or c; and the verdict then. */
const TABLE: readonly (readonly [name: string, says: Answer["says"], asked: Kinds, verdict: Kinds])[] = [
  ["accepted", ACCEPTED, STOPS, ["sent", "sent", "sent"]],
  [
    "refused, the recipient's fault",
    refused("recipient"),
    STOPS,
    ["recipient_refused", "recipient_refused", "recipient_refused"],
  ],
  ["refused, the message's fault", refused("message"), GOES_ON, ["sent", "sent", "delivery_failed"]],
  ["refused, the account's fault", refused("account"), GOES_ON, ["sent", "sent", "delivery_failed"]],
  ["unavailable", UNAVAILABLE, ["ab", "abc", "abcc"], ["sent", "sent", "delivery_failed"]],
  ["unknown", UNKNOWN, GOES_ON, ["sent", "sent", "sent"]],
  ["no answer at all", "hangs", GOES_ON, ["sent", "sent", "sent"]],
  ["an exception", "throws", GOES_ON, ["sent", "sent", "sent"]],
  ["nonsense", "nonsense", GOES_ON, ["sent", "sent", "sent"]],
];

describe.each(TABLE)("%s", (_name, says, whoIsAsked, verdicts) => {
  test.each([
    ["first", 0],
    ["middle", 1],
    ["last", 2],
  ] as const)("from the %s provider", (_place, place) => {
    // Providers before it refuse in a way that ends nothing, those after it accept.
    const answers = [0, 1, 2].map((at) => (at < place ? refused("message") : at === place ? says : ACCEPTED));
    const [a = says, b = says, c = says] = answers;
    const world = createWorld({ providers: [provider("a", a), provider("b", b), provider("c", c)] });
    const verdict = world.start();
    expect(asked(world)).toBe(whoIsAsked[place]);
    expect<string>(verdict.kind).toBe(verdicts[place]);
    expect(world.clock.held()).toBe(0);
  });
});

describe("providers on one account", () => {
  test("are skipped once the account was refused, and the timeline says why", () => {
    const world = createWorld({
      providers: [
        provider("a", refused("account"), "x"),
        provider("b", ACCEPTED, "x"),
        provider("c", ACCEPTED, "y"),
      ],
    });
    const { attempts } = verificationIn(world.start());
    expect(asked(world)).toBe("ac");
    expect(attempts.map(({ provider: name, outcome, reason }) => [name, outcome, reason])).toEqual([
      ["a", "refused", "account_bad"],
      ["b", "skipped", "account_refused"],
      ["c", "accepted", undefined],
    ]);
  });

  test("are all called when only the message was refused", () => {
    const world = createWorld({
      providers: [provider("a", refused("message"), "x"), provider("b", ACCEPTED, "x")],
    });
    world.start();
    expect(asked(world)).toBe("ab");
  });
});

describe("a provider that keeps failing", () => {
  test("is skipped, and the timeline says why", () => {
    const world = createWorld({
      policy: { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 200 },
      providers: [provider("a", refused("message")), provider("b", ACCEPTED)],
    });
    for (let send = 0; send < 5; send++) {
      world.start();
      world.clock.advance(1_000);
    }
    const { attempts } = verificationIn(world.start());
    expect(asked(world)).toBe("abababababb");
    expect(attempts.at(-2)).toMatchObject({ provider: "a", outcome: "skipped", reason: "breaker_open" });
  });
});

const resting = (names: readonly string[]) =>
  createWorld({
    policy: { resendWaitMs: 0 },
    providers: [provider("a", ACCEPTED), provider("b", ACCEPTED)],
    ports: () => ({
      breakers: withRests(createBreakers(), ({ name }) => (names.includes(name) ? SIM_START + 60_000 : 0)),
    }),
  });

describe("a provider that an operator rests", () => {
  test("is skipped until its time, and the timeline says why", () => {
    const world = resting(["a"]);
    const { attempts } = verificationIn(world.start());
    expect(attempts[0]).toMatchObject({ provider: "a", outcome: "skipped", reason: "operator_rest" });
    expect(asked(world)).toBe("b");
    world.clock.advance(60_000);
    world.cancel(verificationIn(world.start()).id);
    world.start();
    expect(asked(world)).toContain("a");
  });

  test("as the whole chain does fails as with open breakers: nothing is sent or used up, and the caller learns when", () => {
    const verdict = resting(["a", "b"]).start();
    expect(verdict).toMatchObject({ kind: "delivery_failed", retryAt: SIM_START + 60_000 });
    expect(verificationIn(verdict).attempts.map(({ reason }) => reason)).toEqual([
      "operator_rest",
      "operator_rest",
    ]);
  });
});

test("a channel that no provider of the chain has is refused before anything is read or saved", () => {
  const world = createWorld();
  expect(world.start({ channel: "call" })).toEqual({ kind: "channel_unavailable" });
  expect(world.store.verbs).toEqual([]);
});

test("only providers with the channel are called", () => {
  const world = createWorld({
    providers: [provider("a", ACCEPTED), { ...provider("b", ACCEPTED), channels: ["call", "sms"] }],
  });
  world.start({ channel: "call" });
  expect(asked(world)).toBe("b");
});
