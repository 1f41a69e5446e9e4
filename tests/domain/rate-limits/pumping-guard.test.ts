/** The pumping guard: where many codes go out and few come back, sending stops (anchor V22). */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD, type GuardRules, suspicionOf } from "../../../domain/rate-limits/pumping-guard.ts";
import { createDesk, hourly, numbered, SENDER } from "../../support/quotas.ts";
import { HOUR_MS, SECOND_MS } from "../../../domain/time.ts";
import type { Dimension } from "../../../domain/rate-limits/rule.ts";

const ANY = { block: 1_000, operator: 1_000, subnet: 1_000, app: 1_000 };
const guarding = (floor: Partial<GuardRules["floor"]>, more: Partial<GuardRules> = {}) => ({
  guard: { ...DEFAULT_GUARD, floor: { ...ANY, ...floor }, ...more },
});

/** A sender that differs from SENDER in one dimension only. */
const OTHER = {
  block: { recipient: numbered(1) },
  operator: { operator: "IR-Irancell" },
  subnet: { network: "office" },
  app: { app: "bank" },
} as const;
const DIMENSIONS: readonly Dimension[] = ["block", "operator", "subnet", "app"];

describe.each(DIMENSIONS)("the guard over one %s", (dimension) => {
  test("allows its floor without a confirmation, refuses the next and reports why", () => {
    const desk = createDesk(guarding({ [dimension]: 3 }));
    expect(desk.room()).toBe(3);
    const refused = desk.take();
    expect(refused).toMatchObject({
      kind: "refused",
      refusal: { kind: "low_conversion", rule: dimension, until: desk.clock.now() + HOUR_MS / 10 },
    });
    expect(refused.notices).toEqual([
      { kind: "suspicious", mode: "enforce", dimension, used: 4, approved: 0, allowed: 3 },
    ]);
  });

  test("does not affect others", () => {
    const desk = createDesk(guarding({ [dimension]: 3 }));
    desk.room();
    expect(desk.room(OTHER[dimension])).toBe(3);
  });

  test("allows one more for each confirmed send, besides the confirmed one itself", () => {
    const desk = createDesk(guarding({ [dimension]: 3 }));
    expect(desk.room()).toBe(3);
    desk.proved(2);
    expect(desk.room()).toBe(4);
    desk.proved(1, OTHER[dimension]);
    expect(desk.room()).toBe(0);
  });
});

describe("the guard", () => {
  test("counts ten thousand neighbouring numbers together", () => {
    const desk = createDesk(guarding({ block: 3 }));
    const taken = [0, 1, 5_000, 9_999].map((last) => desk.take({ recipient: numbered(0, last) }).kind);
    expect(taken).toEqual(["reserved", "reserved", "reserved", "refused"]);
  });

  test("counts a send once by each dimension, also when two have the same name", () => {
    const desk = createDesk(guarding({ app: 3 }));
    expect(desk.room({ app: "one", operator: "one", network: "one" })).toBe(3);
  });

  test("does not watch an unknown network", () => {
    expect(createDesk(guarding({ subnet: 3 })).room({ network: undefined })).toBe(100);
  });

  test.each([
    [0, 4],
    [0.5, 6],
    [1, 8],
    [2, 12],
  ])("allows %p more for each confirmed send, as configured", (perApproval, used) => {
    const desk = createDesk(guarding({ block: 0 }, { perApproval }));
    const proved = { proved: true };
    for (let send = 0; send < 4; send++) desk.take(proved);
    desk.proved(4);
    expect(4 + desk.room()).toBe(used);
  });

  test("does not count sends that it refused or of which nothing went out", () => {
    const desk = createDesk(guarding({ block: 2 }));
    for (let send = 0; send < 5; send++) desk.settle(desk.take(), 0);
    expect(desk.room()).toBe(2);
    for (let press = 0; press < 50; press++) desk.take();
    desk.proved(1);
    expect(desk.room()).toBe(2);
  });

  test("does not count what another rule refused", () => {
    const desk = createDesk({ ...guarding({ block: 2 }), ip: [hourly(1)] });
    for (let press = 0; press < 50; press++) desk.take();
    expect(desk.room({ client: undefined })).toBe(1);
  });

  test("never refuses a number that was proved lately, and still counts it", () => {
    const desk = createDesk(guarding({ block: 3 }));
    for (let send = 0; send < 5; send++) expect(desk.take({ proved: true }).kind).toBe("reserved");
    expect(desk.take({ proved: true }).notices).toMatchObject([{ kind: "suspicious", mode: "monitor" }]);
    expect(desk.room()).toBe(0);
  });

  test("forgets after its window, and not before", () => {
    const desk = createDesk(guarding({ block: 2 }));
    desk.clock.advance(30 * SECOND_MS);
    desk.room();
    desk.clock.advance(6 * HOUR_MS);
    expect(desk.room()).toBe(0);
    desk.clock.advance(HOUR_MS / 10);
    expect(desk.room()).toBe(2);
  });

  test("in monitor mode refuses nothing and reports each suspicion", () => {
    const desk = createDesk(guarding({ block: 2, app: 4 }, { mode: "monitor" }));
    const answers = Array.from({ length: 5 }, () => desk.take());
    expect(answers.map(({ kind, notices }) => [kind, notices.length])).toEqual([
      ["reserved", 0],
      ["reserved", 0],
      ["reserved", 1],
      ["reserved", 1],
      ["reserved", 2],
    ]);
    expect(answers[2]?.notices).toMatchObject([{ kind: "suspicious", mode: "monitor", dimension: "block" }]);
  });

  test("that is off neither refuses nor counts", () => {
    const desk = createDesk(guarding({ block: 0 }, { mode: "off" }));
    expect(desk.room()).toBe(100);
    expect(desk.take().notices).toEqual([]);
    desk.proved(1);
  });

  test("reports both of two suspicious dimensions", () => {
    const desk = createDesk(guarding({ block: 1, app: 1 }));
    desk.take(SENDER);
    expect(desk.take(SENDER).notices.map((notice) => "dimension" in notice && notice.dimension)).toEqual([
      "block",
      "app",
    ]);
  });
});

test("a suspicion needs more unconfirmed sends than the floor and the approvals allow", () => {
  const rules = guarding({ block: 10 }).guard;
  expect(suspicionOf(rules, "block", { used: 10, approved: 0 })).toBeNull();
  expect(suspicionOf(rules, "block", { used: 11, approved: 0 })).toEqual({
    dimension: "block",
    used: 11,
    approved: 0,
    allowed: 10,
  });
  expect(suspicionOf(rules, "block", { used: 20, approved: 5 })).toBeNull();
  expect(suspicionOf(rules, "block", { used: 21, approved: 5 })).toMatchObject({ allowed: 15 });
  // Sends leave the window before their approvals do.
  expect(suspicionOf(rules, "block", { used: 0, approved: 3 })).toBeNull();
});
