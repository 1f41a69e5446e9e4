/** Budgets: the most that a day may cost, in messages and in Rial (anchor V22). */
import { describe, expect, test } from "bun:test";
import { NO_BUDGET } from "../../../domain/rate-limits/quotas.ts";
import { ACCEPTED, type Answer, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { createDesk, messagesADay, numbered, rialADay } from "../../support/quotas.ts";
import { createWorld, type ProviderScript, START, type WorldOptions } from "../../support/world.ts";
import { DAY_MS } from "../../../domain/time.ts";

const provider = (name: string, ...answers: readonly [Answer, ...Answer[]]): ProviderScript => ({
  name,
  answers,
});
const costing = (costRial: number): Answer => ({ says: { ...ACCEPTED, costRial } });

/** Starts for new numbers until a budget refuses one; returns how many were sent, and the refusal. */
function startsWithin(options: WorldOptions, most = 40) {
  const world = createWorld(options);
  for (let count = 0; count < most; count++) {
    const verdict = world.start({ to: numbered(count) });
    if (verdict.kind === "budget") return { count, verdict, handed: world.handed.length, world };
  }
  return { count: most, verdict: null, handed: world.handed.length, world };
}

describe("a budget of messages", () => {
  test("refuses sends to any number once it is used up, and says until when", () => {
    const { count, verdict, handed, world } = startsWithin({ rules: { serviceBudget: messagesADay(3) } });
    const until = world.clock.now() + DAY_MS + DAY_MS / 60;
    expect([count, handed]).toEqual([3, 3]);
    expect(verdict).toEqual({ kind: "budget", rule: "service_messages_day", until, quotas: [] });
    world.clock.advance(DAY_MS + DAY_MS / 60);
    expect(world.start().kind).toBe("sent");
  });

  test("belongs to the whole service or to one app", () => {
    const desk = createDesk({ serviceBudget: messagesADay(5), appBudget: messagesADay(3) });
    expect(desk.room()).toBe(3);
    expect(desk.take()).toMatchObject({ refusal: { rule: "app_messages_day" } });
    expect(desk.room({ app: "bank" })).toBe(2);
    expect(desk.take({ app: "bank" })).toMatchObject({ refusal: { rule: "service_messages_day" } });
  });

  test.each<[string, number, readonly ProviderScript[]]>([
    ["one that went out", 4, [provider("a", { says: ACCEPTED })]],
    ["one that may have gone out", 4, [provider("a", { says: UNKNOWN })]],
    [
      "two, the first of which may have gone out",
      2,
      [provider("a", { says: UNKNOWN }), provider("b", { says: ACCEPTED })],
    ],
    [
      "one, after a provider that refused",
      4,
      [provider("a", { says: refused("message") }), provider("b", { says: ACCEPTED })],
    ],
    [
      "one that hangs and one that throws",
      2,
      [provider("a", { says: "hangs" }), provider("b", { says: "throws" })],
    ],
    ["none, since no provider took it", 40, [provider("a", { says: refused("message") })]],
    ["none, since no provider could, twice", 40, [provider("a", { says: UNAVAILABLE })]],
  ])("counts what a send used: %s", (_what, sends, providers) => {
    expect(startsWithin({ providers, rules: { serviceBudget: messagesADay(4) } }).count).toBe(sends);
  });

  test("is reported to the operator only", () => {
    const { quotas, budgets } = createDesk({ serviceBudget: messagesADay(5) }).take();
    expect(quotas).toEqual([]);
    expect(budgets).toEqual([{ name: "service_messages_day", limit: 5, windowMs: DAY_MS, left: 4 }]);
  });

  test("in monitor mode refuses nothing", () => {
    const rules = { serviceBudget: { ...messagesADay(3), mode: "monitor" } } as const;
    const { count, world } = startsWithin({ rules });
    expect(count).toBe(40);
    expect(world.notices.filter(({ kind }) => kind === "exceeded").length).toBe(37);
  });
});

/** Sends of two messages that fit into a budget of four times the highest price. */
function twoEach(first: Answer, second: Answer): number {
  const providers = [provider("a", first), provider("b", second)];
  const rules = { serviceBudget: rialADay(20_000), rialPerMessage: 5_000 };
  return startsWithin({ providers, rules }).count;
}

describe("a budget of Rial", () => {
  const rules = { serviceBudget: rialADay(10_000), rialPerMessage: 5_000 };
  const price = (...answers: readonly [Answer, ...Answer[]]) =>
    startsWithin({ providers: [provider("a", ...answers)], rules });

  test("is charged the highest price, and gets back what was not spent", () => {
    const { count, verdict, world } = price(costing(1_000));
    // 6,000 are spent before the seventh, and 5,000 more would exceed the budget.
    expect(count).toBe(6);
    expect(verdict).toMatchObject({
      rule: "service_rials_day",
      until: world.clock.now() + DAY_MS + DAY_MS / 60,
    });
  });

  test.each<[string, Answer, number]>([
    ["not reported", { says: ACCEPTED }, 2],
    ["nothing", costing(0), 40],
    ["exactly the most", costing(5_000), 2],
    ["more than the most", costing(9_000), 1],
    ["a price below nothing, which is none", costing(-5_000), 40],
    ["a part of a Rial, which is a whole one", costing(833.3), 6],
    ["not reported, of a message that may have gone out", { says: UNKNOWN }, 2],
    ["reported for a message that may have gone out", { says: { ...UNKNOWN, costRial: 2_000 } }, 3],
  ])("counts what a message cost: %s", (_what, answer, sends) => {
    expect(price(answer).count).toBe(sends);
  });

  test("adds up the messages of one send at their prices, or all at the highest price when one is not known", () => {
    const known: Answer = { says: { ...UNKNOWN, costRial: 3_000 } };
    expect(twoEach(known, costing(4_000))).toBe(3);
    expect(twoEach({ says: UNKNOWN }, costing(4_000))).toBe(2);
    const paidBack: Answer = { says: { ...UNKNOWN, costRial: -3_000 } };
    expect(twoEach(paidBack, costing(4_000))).toBe(4);
  });

  test("is not exceeded by concurrent sends", () => {
    const slow: Answer = { ...costing(1_000), afterMs: 2_000 };
    const world = createWorld({ providers: [provider("a", slow)], rules });
    const starts = Array.from({ length: 9 }, (_, at) => world.otp.start({ ...START, to: numbered(at) }));
    const kinds = world.clock.run(Promise.all(starts)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "sent").length).toBe(2);
  });
});

describe("the alarm of a budget", () => {
  const rules = { serviceBudget: messagesADay(10), alarmShare: 0.8 };

  test("is raised once, when its share is reached", () => {
    const desk = createDesk(rules);
    const rang = Array.from({ length: 10 }, () => desk.take().notices);
    expect(rang.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect(rang[7]).toEqual([{ kind: "alarm", rule: "service_messages_day", used: 8, limit: 10 }]);
  });

  test("is raised when a second message of a send reaches it", () => {
    const desk = createDesk(rules);
    for (let send = 0; send < 6; send++) desk.take();
    const seventh = desk.take();
    expect(seventh.notices).toEqual([]);
    expect(desk.settle(seventh, 2)).toMatchObject([{ kind: "alarm", used: 8 }]);
    expect(desk.take().notices).toEqual([]);
  });

  test("is not raised by a charge that is given back or refused", () => {
    const desk = createDesk({
      ...rules,
      caller: { device: [{ limit: 1, windowMs: DAY_MS, mode: "enforce" }] },
    });
    const device = { callerLimits: { device: "a" } };
    desk.take(device);
    for (let send = 0; send < 6; send++) desk.take();
    expect(desk.take(device).notices.map(({ kind }) => kind)).toEqual(["exceeded"]);
    const eighth = desk.take();
    expect(eighth.notices).toMatchObject([{ kind: "alarm", used: 8 }]);
    expect(desk.settle(eighth, 0)).toEqual([]);
    expect(desk.take().notices).toMatchObject([{ kind: "alarm", used: 8 }]);
  });

  test("is raised for Rial by what is charged, and a price above the highest is reported", () => {
    const desk = createDesk({ serviceBudget: rialADay(10_000), rialPerMessage: 5_000, alarmShare: 0.8 });
    const first = desk.take();
    expect(first.notices).toEqual([]);
    expect(desk.settle(first, 1, 12_000)).toEqual([
      { kind: "exceeded", rule: "service_rials_day", mode: "enforce", limit: 10_000 },
      { kind: "alarm", rule: "service_rials_day", used: 12_000, limit: 10_000 },
    ]);
  });

  test("is never raised without a budget", () => {
    const desk = createDesk({ serviceBudget: NO_BUDGET });
    expect(Array.from({ length: 20 }, () => desk.take().notices).flat()).toEqual([]);
  });
});
