/** Which providers a channel asks for, and numbers that have no account at a messenger. */
import { describe, expect, test } from "bun:test";
import { channelOf } from "../../../domain/delivery/attempt.ts";
import type { Channel, DeliveryResult } from "../../../domain/delivery/provider.ts";
import { ACCEPTED, type Answer } from "../../support/providers.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, KEY, type ProviderScript, START, type World } from "../../support/world.ts";

const HOUR_MS = 3_600_000;
const NOT_A_USER: DeliveryResult = {
  outcome: "refused",
  fault: "message",
  reason: "not_a_user",
  numberOnly: true,
};

const provider = (
  name: string,
  channels: readonly Channel[],
  ...says: readonly [Answer["says"], ...Answer["says"][]]
): ProviderScript => {
  const [first, ...further] = says;
  return { name, channels, answers: [{ says: first }, ...further.map((one) => ({ says: one }))] };
};
const handedTo = (world: World) => world.handed.map(({ provider: name }) => name).join("");
const timeline = (world: World) =>
  verificationIn(world.start({ channel: "auto" })).attempts.map((attempt) =>
    [attempt.provider, attempt.outcome, attempt.reason].filter(Boolean).join(" "),
  );

describe("auto", () => {
  test("asks every provider in the order of the chain, each by its first channel", () => {
    const world = createWorld({
      providers: [
        provider("m", ["messenger"], NOT_A_USER),
        provider("b", ["call", "sms"], NOT_A_USER),
        provider("s", ["sms"], ACCEPTED),
      ],
    });
    const { channel, attempts } = verificationIn(world.start({ channel: "auto" }));
    expect(world.handed.map(({ message }) => message.channel)).toEqual(["messenger", "call", "sms"]);
    expect(attempts.map(channelOf)).toEqual(["messenger", "call", "sms"]);
    expect(channel).toBe("auto");
  });

  test("can be followed by a resend through one channel; each attempt keeps its own", () => {
    const world = createWorld({
      providers: [provider("m", ["messenger"], ACCEPTED), provider("s", ["sms"], ACCEPTED)],
    });
    world.start({ channel: "auto" });
    world.clock.advance(60_000);
    const { channel, attempts } = verificationIn(world.start({ channel: "sms" }));
    expect(attempts.map(channelOf)).toEqual(["messenger", "sms"]);
    expect(channel).toBe("sms");
  });
});

describe("a number without an account at a messenger", () => {
  const chain = [provider("m", ["messenger"], NOT_A_USER, ACCEPTED), provider("s", ["sms"], ACCEPTED)];

  test("is sent to by the next provider at once, and the messenger is not tried again for a day", () => {
    const world = createWorld({ providers: chain, policy: { ttlMs: 60_000 } });
    expect(timeline(world)).toEqual(["m refused not_a_user", "s accepted"]);
    world.clock.advance(12 * HOUR_MS);
    expect(timeline(world)).toEqual(["m skipped known_not_a_user", "s accepted"]);
    world.clock.advance(12 * HOUR_MS);
    expect(timeline(world)).toEqual(["m accepted"]);
    expect(handedTo(world)).toBe("mssm");
  });

  test("is remembered for that number alone, also by another process", () => {
    const world = createWorld({ providers: chain, policy: { ttlMs: 60_000 } });
    timeline(world);
    expect(verificationIn(world.start({ to: "+989121234568", channel: "auto" })).provider).toBe("m");
    world.clock.advance(HOUR_MS);
    const { attempts } = verificationIn(
      world.clock.run(world.another().start({ ...START, channel: "auto" })),
    );
    expect(attempts[0]).toMatchObject({ outcome: "skipped", reason: "known_not_a_user" });
  });

  test("uses up nothing when the chain holds that messenger alone", () => {
    const world = createWorld({ providers: [provider("m", ["messenger"], NOT_A_USER)] });
    expect(world.start({ channel: "messenger" }).kind).toBe("delivery_failed");
    const again = world.start({ channel: "messenger" });
    expect(again).toMatchObject({ kind: "delivery_failed", retryAt: world.clock.now() + 24 * HOUR_MS });
    expect(verificationIn(again).attempts).toMatchObject([{ outcome: "skipped" }]);
    expect(world.store.peek(KEY)?.sends).toEqual([]);
    expect(handedTo(world)).toBe("m");
  });

  test("opens no breaker, however many numbers there are", () => {
    const world = createWorld({ providers: [provider("m", ["messenger"], NOT_A_USER)] });
    for (let last = 10; last < 30; last++) world.start({ to: `+9891212345${last}`, channel: "messenger" });
    expect(world.handed).toHaveLength(20);
  });

  test("may be refused for other reasons, which are not remembered", () => {
    const blocked: DeliveryResult = { ...NOT_A_USER, reason: "blocked" };
    const world = createWorld({ providers: [provider("s", ["sms"], blocked, ACCEPTED)] });
    world.start();
    expect(world.start().kind).toBe("sent");
  });
});
