/** A guard over recorded decisions: what counts, what is given back, and which send a confirmation belongs to. */
import { describe, expect, test } from "bun:test";
import type { Recorded, SendDecided } from "../../../domain/rate-limits/guard-replay-records.ts";
import { DEFAULT_GUARD, type GuardRules } from "../../../domain/rate-limits/pumping-guard.ts";
import { type Replayed, replay } from "../../../domain/rate-limits/guard-replay.ts";
import { HOUR_MS } from "../../../domain/time.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const GUARD: GuardRules = { ...DEFAULT_GUARD, floor: { ...DEFAULT_GUARD.floor, block: 2 } };

/** One send a minute in one block, each to another number. */
function sent(minute: number, further: Partial<SendDecided> = {}): SendDecided {
  return {
    event: "send.decided",
    at: START + minute * MINUTE_MS,
    ledger: `number ${minute}`,
    app: "shop",
    block: "+98912555",
    operator: "IR-MCI",
    sources: [],
    standing: "newcomer",
    decision: "sent",
    ...further,
  };
}

const confirmed = (of: SendDecided, sends = 1): Recorded => ({
  event: "send.confirmed",
  at: of.at + 1,
  ledger: of.ledger,
  sends,
});
const returned = (of: SendDecided): Recorded => ({
  event: "send.returned",
  at: of.at + 1,
  ledger: of.ledger,
  asked: of.at,
});
const reported = (of: SendDecided, outcome: "used" | "unused", sends = 1): Recorded => ({
  event: "send.reported",
  at: of.at + 1,
  ledger: of.ledger,
  sends,
  outcome,
});
const challenged = (minute: number) => sent(minute, { decision: "challenged", rule: "block" });
const passed = (minute: number) => sent(minute, { challenge: "passed" });
const refused = (minute: number, rule: string) => sent(minute, { decision: "refused", rule });

/** One letter per send: blocked or challenged (`B`; `b` when it was confirmed) or not (`.`). */
const story = (all: readonly Replayed[]) =>
  all
    .map(({ blockedBy, challengedBy, confirmed: good }) =>
      (blockedBy ?? challengedBy) === null ? "." : good ? "b" : "B",
    )
    .join("");

describe("a replay", () => {
  test("blocks above the floor, and again after the window has passed", async () => {
    const later = (6 * HOUR_MS) / MINUTE_MS + 10;
    const all = [0, 1, 2, 3, later].map((minute) => sent(minute));
    expect(story(await replay(all, GUARD))).toBe("..BB.");
    const short = { ...GUARD, windowMs: HOUR_MS };
    expect(story(await replay([sent(0), sent(1), sent(2), sent(70)], short))).toBe("..B.");
  });

  test("allows more for confirmed sends, by the tolerance", async () => {
    const [a, b, c, d] = [sent(0), sent(1), sent(2), sent(3)];
    const records = [a, confirmed(a), b, confirmed(b), c, d, sent(4), sent(5), sent(6)];
    expect(story(await replay(records, GUARD))).toBe("......B");
    expect(story(await replay(records, { ...GUARD, perApproval: 0 }))).toBe("....BBB");
  });

  test("reports the confirmed sends it would have blocked, and counts no confirmation of them", async () => {
    const [a, b, c, d] = [sent(0), sent(1), sent(2), sent(3)];
    const outcome = await replay([a, b, c, confirmed(c), d, confirmed(d)], GUARD);
    expect(story(outcome)).toBe("..bb");
  });

  test("gives back sends of which nothing went out", async () => {
    const [a, b] = [sent(0), sent(1)];
    const outcome = await replay([a, returned(a), b, returned(b), sent(2), sent(3), sent(4)], GUARD);
    expect(story(outcome)).toBe("....B");
    expect(outcome.map(({ returned: nothing }) => nothing)).toEqual([true, true, false, false, false]);
  });

  test("counts vouched sends and never stops them", async () => {
    const vouched = [2, 3, 4].map((minute) => sent(minute, { standing: "vouched" }));
    expect(story(await replay([sent(0), sent(1), ...vouched, sent(5)], GUARD))).toBe(".....B");
  });

  test("keeps what a limit refused, and decides again about what the guard refused", async () => {
    const records = [refused(0, "ip_hour"), refused(1, "service_messages_day"), refused(2, "address")];
    expect(story(await replay([...records, sent(3), sent(4)], GUARD))).toBe("....B");
  });

  test("assigns a confirmation to the unconfirmed sends of its number", async () => {
    const [first, again, third] = [sent(0), sent(1, { ledger: "number 0" }), sent(2, { ledger: "number 0" })];
    const outcome = await replay([first, confirmed(first), again, third, confirmed(third, 2)], GUARD);
    expect(outcome.map(({ confirmed: good }) => good)).toEqual([true, true, true]);
    const resent = await replay([first, again, confirmed(again, 2), sent(3), sent(4), sent(5)], GUARD);
    expect(story(resent)).toBe(".....");
  });

  test("blocks a source, and says which kind", async () => {
    const sources = [{ kind: "address", key: "home", approvalsPerDay: 0 }] as const;
    const guard = { ...GUARD, floor: { ...GUARD.floor, block: 100, address: 2 } };
    const outcome = await replay(
      [0, 1, 2].map((minute) => sent(minute, { sources })),
      guard,
    );
    expect(outcome.map(({ blockedBy }) => blockedBy)).toEqual([null, null, "address"]);
  });

  test("lets a send pass whose challenge was passed, and counts a challenged one only when it comes again", async () => {
    const records = [challenged(0), passed(1), challenged(2), passed(3), challenged(4), passed(5)];
    const outcome = await replay(records, GUARD);
    expect(outcome.map(({ challengedBy }) => challengedBy)).toEqual([null, null, null, null, "block", null]);
  });
  describe("of carried codes", () => {
    const sources = [{ kind: "address", key: "home", approvalsPerDay: 0 }] as const;
    const guard = { ...GUARD, floor: { ...GUARD.floor, block: 100, address: 2 } };
    const carried = (minute: number) => sent(minute, { carried: true, sources });

    test("counts none that was not reported", async () => {
      expect(story(await replay([0, 1, 2, 3, 4, 5].map(carried), guard))).toBe("......");
    });

    test("counts those that were reported, and refuses their source when they were not used", async () => {
      const all = [0, 1, 2, 3].map(carried);
      const unused = all.flatMap((one) => [one, reported(one, "unused")]);
      expect(story(await replay(unused, guard))).toBe("..BB");
      const withUse = all.flatMap((one) => [one, reported(one, "used")]);
      const used = await replay(withUse, guard);
      expect([story(used), used.every(({ confirmed: good }) => good)]).toEqual(["....", true]);
    });

    test("hears that an unused one was used after all, and counts it once", async () => {
      const records = [0, 1]
        .map(carried)
        .flatMap((one) => [one, reported(one, "unused"), reported(one, "used", 0)]);
      const outcome = await replay([...records, carried(2)], guard);
      expect([story(outcome), outcome.map((one) => one.confirmed)]).toEqual(["...", [true, true, false]]);
    });

    test("leaves the codes of verifications of the same number alone", async () => {
      const [own, other] = [sent(0), { ...carried(1), ledger: "number 0" }];
      const outcome = await replay([own, other, confirmed(own, 2), reported(other, "unused")], guard);
      expect(outcome.map((one) => one.confirmed)).toEqual([true, false]);
    });

    test("are never asked for a challenge", async () => {
      const before = [0, 1, 2, 3, 4].map((minute) => sent(minute));
      expect(story(await replay([...before, carried(5), sent(6)], GUARD))).toBe("..BBB.B");
    });
  });
});
