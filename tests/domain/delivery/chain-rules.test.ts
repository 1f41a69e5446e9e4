/** Which of several chains carries a send, and which chains no send can pick. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  bySpecificity,
  chainFor,
  type ChainRequest,
  type ChainRule,
} from "../../../domain/delivery/chain-rules.ts";
import type { Channel, Provider, RequestedChannel } from "../../../domain/delivery/provider.ts";
import { unreachableChains } from "../../../domain/delivery/unreachable-chains.ts";
import { ACCEPTED } from "../../support/providers.ts";
import { createWorld } from "../../support/world.ts";

const provider = (name: string, ...channels: readonly Channel[]): Provider => ({
  name,
  account: name,
  channels: channels.length === 0 ? ["sms"] : channels,
  explain: () => null,
  deliver: async () => ACCEPTED,
});

const ASKED: ChainRequest = { recipient: "+989121234567", purpose: "login", channel: "sms" };
const picked = (rules: readonly Omit<ChainRule, "providers">[], asked: Partial<ChainRequest> = {}) => {
  const named = rules.map((rule, place) => ({
    ...rule,
    providers: [provider(String(place), "sms", "call")],
  }));
  return chainFor({ ...ASKED, ...asked }, bySpecificity(named)).map(({ name }) => name);
};

describe("the chain of a send", () => {
  test("is the one with the longest prefix of its number", () => {
    const rules = [{}, { prefix: "+98" }, { prefix: "+98912" }, { prefix: "+9893" }, { prefix: "+49" }];
    expect(picked(rules)).toEqual(["2"]);
    expect(picked(rules, { recipient: "+989351234567" })).toEqual(["3"]);
    expect(picked(rules, { recipient: "+989211234567" })).toEqual(["1"]);
    expect(picked(rules, { recipient: "+447911123456" })).toEqual(["0"]);
  });

  test("is then one for its purpose, then one for its channel", () => {
    const rules = [{}, { channel: "sms" as const }, { purpose: "login" }, { prefix: "+98" }];
    expect(picked(rules)).toEqual(["3"]);
    expect(picked(rules.slice(0, 3))).toEqual(["2"]);
    expect(picked(rules.slice(0, 3), { purpose: "pay" })).toEqual(["1"]);
    expect(picked(rules.slice(0, 3), { purpose: "pay", channel: "call" })).toEqual(["0"]);
  });

  test("is the next one where the first has no provider with the channel", () => {
    const rules = [
      { prefix: "+98", providers: [provider("s")] },
      { providers: [provider("c", "call"), provider("s")] },
    ];
    expect(chainFor({ ...ASKED, channel: "call" }, rules).map(({ name }) => name)).toEqual(["c"]);
    expect(chainFor({ ...ASKED, channel: "messenger" }, rules)).toEqual([]);
  });

  test("carries it through the use case, also for a resend by another channel", () => {
    const calls = provider("calls", "call");
    const world = createWorld({
      ports: () => ({ chains: [{ channel: "call", providers: [calls] }] }),
    });
    const first = world.start();
    world.clock.advance(60_000);
    const second = world.start({ channel: "call" });
    expect([first, second]).toMatchObject([
      { verification: { provider: "sure" } },
      { verification: { provider: "calls" }, resent: true },
    ]);
  });
});

const CHANNELS: readonly RequestedChannel[] = ["sms", "call", "messenger", "auto"];
const rule: fc.Arbitrary<ChainRule> = fc.record(
  {
    prefix: fc.constantFrom("+98", "+989", "+98912", "+49", "+9"),
    purpose: fc.constantFrom("login", "pay"),
    channel: fc.constantFrom(...CHANNELS),
    providers: fc
      .subarray<Channel>(["sms", "call", "messenger"], { minLength: 1 })
      .map((channels) => channels.map((channel) => provider(channel, channel))),
  },
  { requiredKeys: ["providers"] },
);
const rules = fc.array(rule, { maxLength: 6 });

/** One send for each that the rules above can tell apart, of countries with these codes. */
const sends = (codes: readonly string[]): readonly ChainRequest[] =>
  (["+989121", "+989921", "+982121", "+491511"] as const)
    .filter((number) => codes.some((code) => number.startsWith(code)))
    .flatMap((recipient) =>
      ["login", "pay", "other"].flatMap((purpose) =>
        CHANNELS.map((channel) => ({ recipient, purpose, channel })),
      ),
    );

describe("the order of chains", () => {
  test("does not depend on the order in which they are written", () => {
    const distinct = fc.uniqueArray(rule, {
      maxLength: 6,
      selector: ({ prefix, purpose, channel }) => JSON.stringify([prefix, purpose, channel]),
    });
    const shuffled = distinct.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...sends(["+98", "+49"])), ([some, others], send) => {
        expect(chainFor(send, bySpecificity(some))).toEqual(chainFor(send, bySpecificity(others)));
      }),
    );
  });
});

describe("chains that can never be picked", () => {
  test("are exactly those that no send picks", () => {
    fc.assert(
      fc.property(rules, fc.subarray(["+98", "+49"], { minLength: 1 }), (some, codes) => {
        const ordered = bySpecificity(some);
        const chains = new Set(sends(codes).map((send) => ruleOf(send, ordered)));
        const unreachable = unreachableChains(some, codes).map((found) => found.rule);
        expect(unreachable).toEqual(ordered.filter((one) => !chains.has(one)));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The rule whose providers carry the send. */
function ruleOf(send: ChainRequest, ordered: readonly ChainRule[]): ChainRule | undefined {
  const marked = ordered.map((one, place) => ({
    ...one,
    providers: one.providers.map((each) => ({ ...each, name: String(place) })),
  }));
  return ordered[Number(chainFor(send, marked)[0]?.name ?? -1)];
}
