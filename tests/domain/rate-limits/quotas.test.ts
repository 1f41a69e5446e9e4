/** Quotas of senders: by address, and by what the caller names. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Quota } from "../../../domain/rate-limits/quotas.ts";
import { CLIENT, createDesk, hourly, messagesADay } from "../../support/quotas.ts";
import { mostWithin } from "../../support/steps.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

const MINUTE_MS = 60 * SECOND_MS;
const daily = (limit: number): Quota => ({ limit, windowMs: DAY_MS, mode: "enforce" });
const device = (name: string) => ({ callerLimits: { device: name } });
/** What is left of two quotas after a send. */
const standing = (ipLeft: number, deviceLeft: number) => [
  { name: "ip_hour", limit: 2, windowMs: HOUR_MS, left: ipLeft },
  { name: "device_day", limit: 5, windowMs: DAY_MS, left: deviceLeft },
];
const elsewhere = { client: { address: "192.0.2.8", subnet: CLIENT.subnet } };

describe("a quota of addresses", () => {
  test("allows its limit in an hour, refuses the next, and says until when to the millisecond", () => {
    const desk = createDesk({ ip: [hourly(3)] });
    desk.clock.advance(30 * SECOND_MS);
    expect(desk.room()).toBe(3);
    const until = desk.clock.now() + HOUR_MS + 30 * SECOND_MS;
    expect(desk.take()).toMatchObject({
      kind: "refused",
      refusal: { kind: "ip_limit", rule: "ip_hour", until },
    });
    desk.clock.advance(until - desk.clock.now() - 1);
    expect(desk.take().kind).toBe("refused");
    desk.clock.advance(1);
    expect(desk.take().kind).toBe("reserved");
  });

  test("is never exceeded in any hour or day, however the sends are spread", () => {
    const waits = fc.array(fc.oneof(fc.nat({ max: 10 * MINUTE_MS }), fc.nat({ max: 8 * HOUR_MS })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(waits, (pauses) => {
        const desk = createDesk({ ip: [hourly(3), daily(8)] });
        const taken = pauses.flatMap((pause) => {
          desk.clock.advance(pause);
          return desk.take().kind === "reserved" ? [desk.clock.now()] : [];
        });
        expect(mostWithin(taken, HOUR_MS)).toBeLessThanOrEqual(3);
        expect(mostWithin(taken, DAY_MS)).toBeLessThanOrEqual(8);
      }),
    );
  });

  test("is separate for each address, across apps; a send without an address is not counted", () => {
    const desk = createDesk({ ip: [hourly(2)] });
    desk.take();
    expect(desk.room({ app: "bank" })).toBe(1);
    expect(desk.room(elsewhere)).toBe(2);
    expect(desk.room({ client: undefined })).toBe(100);
  });
});

describe("a quota of the caller", () => {
  const rules = { caller: { device: [hourly(2)], account: [daily(1)] } };

  test("counts what the caller names, by name, value and app", () => {
    const desk = createDesk(rules);
    expect(desk.room(device("a"))).toBe(2);
    expect(desk.take(device("a"))).toMatchObject({
      refusal: { kind: "caller_limit", rule: "device_hour" },
    });
    expect(desk.room(device("b"))).toBe(2);
    expect(desk.room({ ...device("a"), app: "bank" })).toBe(2);
    expect(desk.room({ callerLimits: { account: "a" } })).toBe(1);
    expect(desk.room({ ...device("a"), client: undefined })).toBe(0);
  });

  test("is separate for each rule, also when another rule counts the same value in the same window", () => {
    const desk = createDesk({ caller: { device: [hourly(2)], account: [hourly(2)] } });
    expect(desk.room({ callerLimits: { device: "a", account: "a" } })).toBe(2);
  });

  test.each(["constructor", "__proto__", "toString", "unheard_of"])(
    "without a rule counts nothing: %s",
    (name) => {
      const callerLimits: Readonly<Record<string, string>> = JSON.parse(`{"${name}": "a"}`);
      expect(createDesk(rules).room({ callerLimits })).toBe(100);
    },
  );
});

describe("several quotas", () => {
  test("are charged all or none: what one refuses is not charged to the others", () => {
    const desk = createDesk({
      ip: [hourly(3), daily(3)],
      caller: { device: [hourly(1)] },
      serviceBudget: messagesADay(3),
      appBudget: messagesADay(3),
    });
    expect(desk.take(device("a")).kind).toBe("reserved");
    for (let press = 0; press < 20; press++) expect(desk.take(device("a")).kind).toBe("refused");
    expect(desk.take(device("b")).kind).toBe("reserved");
    expect(desk.take(device("c")).kind).toBe("reserved");
    expect(desk.take(device("d")).kind).toBe("refused");
  });

  test.each([
    ["hour first", [hourly(2), daily(2)]],
    ["day first", [daily(2), hourly(2)]],
  ])("that refuse together answer with the one that holds longest: %s", (_order, ip) => {
    const desk = createDesk({ ip });
    desk.room();
    const until = desk.clock.now() + DAY_MS + DAY_MS / 60;
    expect(desk.take()).toMatchObject({ refusal: { rule: "ip_day", until } });
  });

  test("report what is left, without budgets, also for a refused send", () => {
    const desk = createDesk({
      ip: [hourly(2)],
      caller: { device: [daily(5)] },
      serviceBudget: messagesADay(100),
    });
    expect(desk.take(device("a")).quotas).toEqual(standing(1, 4));
    expect(desk.take(device("a")).quotas).toEqual(standing(0, 3));
    expect(desk.take(device("a")).quotas[0]).toEqual(standing(0, 3)[0]);
  });

  test("are all given back when nothing went out", () => {
    const desk = createDesk({ ip: [hourly(1)], caller: { device: [hourly(1)] } });
    for (let round = 0; round < 3; round++) {
      const taken = desk.take(device("a"));
      desk.clock.advance(20 * SECOND_MS);
      desk.settle(taken, 0);
    }
    expect(desk.room(device("a"))).toBe(1);
  });

  test("count a send once, however many messages it needed", () => {
    const desk = createDesk({ ip: [hourly(2)] });
    desk.settle(desk.take(), 3);
    expect(desk.room()).toBe(1);
  });
});

describe("a quota in monitor mode", () => {
  test("counts and reports, refuses nothing and shows nothing to the caller", () => {
    const desk = createDesk({ ip: [hourly(2, "monitor")] });
    expect([desk.take(), desk.take()].flatMap(({ notices }) => notices)).toEqual([]);
    expect(desk.take()).toMatchObject({
      kind: "reserved",
      quotas: [],
      notices: [{ kind: "exceeded", rule: "ip_hour", mode: "monitor", limit: 2 }],
    });
    expect(desk.room()).toBe(100);
  });

  test("counts above its limit, so that a send gives back its own charge", () => {
    const desk = createDesk({ ip: [hourly(1, "monitor")] });
    desk.take();
    expect(desk.settle(desk.take(), 0)).toEqual([]);
    expect(desk.take().notices).toMatchObject([{ kind: "exceeded" }]);
  });

  test("reports a send once, not again when it is given back", () => {
    const desk = createDesk({ ip: [hourly(1, "monitor")] });
    const [, second] = [desk.take(), desk.take(), desk.take()];
    expect(second === undefined ? [] : desk.settle(second, 0)).toEqual([]);
  });

  test("does not count what another rule refuses", () => {
    const desk = createDesk({ ip: [hourly(2, "monitor")], caller: { device: [hourly(1)] } });
    desk.take(device("a"));
    for (let press = 0; press < 5; press++) desk.take(device("a"));
    expect(desk.take().notices).toEqual([]);
    expect(desk.take().notices).toMatchObject([{ kind: "exceeded" }]);
  });
});

describe("a refusal", () => {
  test("is reported to the operator", () => {
    const desk = createDesk({ ip: [hourly(1)] });
    expect(desk.take().notices).toEqual([]);
    expect(desk.take().notices).toEqual([
      { kind: "exceeded", rule: "ip_hour", mode: "enforce", limit: 1, place: CLIENT.address },
    ]);
  });
});
