/** The pumping guard: sources whose codes do not come back are refused, suspicious places ask newcomers for a challenge (anchor V22). */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD, type GuardRules, suspicionOf } from "../../../domain/rate-limits/pumping-guard.ts";
import { PLACES, SOURCES, type SourceKind } from "../../../domain/rate-limits/rule.ts";
import type { KnownSource, Requester } from "../../../domain/rate-limits/sender.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import {
  createDesk,
  type Desk,
  hourly,
  messagesADay,
  numbered,
  rialADay,
  SENDER,
} from "../../support/quotas.ts";

const ANY = { block: 1_000, operator: 1_000, app: 1_000, address: 1_000, subnet: 1_000, caller: 1_000 };
const guarding = (floor: Partial<GuardRules["floor"]>, more: Partial<GuardRules> = {}) => ({
  guard: { ...DEFAULT_GUARD, floor: { ...ANY, ...floor }, ...more },
});
const source = (kind: SourceKind, key = "home", approvalsPerDay = 0): KnownSource => ({
  kind,
  key,
  approvalsPerDay,
});
const home = [source("address"), source("subnet")];

/** A sender that differs from SENDER in one place only. */
const OTHER = {
  block: { recipient: numbered(1) },
  operator: { operator: "IR-Irancell" },
  app: { app: "bank" },
} as const;

/** The places of SENDER. */
const LIFTED = { block: "+98912123", operator: "IR-MCI", app: "shop" } as const;

describe.each(PLACES)("a suspicious %s", (place) => {
  test("asks newcomers of unknown sources for a challenge above the floor, and reports why", () => {
    const desk = createDesk(guarding({ [place]: 3 }));
    expect(desk.room()).toBe(3);
    const refused = desk.take();
    expect(refused).toMatchObject({
      kind: "refused",
      refusal: { kind: "challenge_required", rule: place },
    });
    expect(refused.notices).toEqual([
      { kind: "suspicious", mode: "enforce", dimension: place, used: 4, approved: 0, allowed: 3 },
      { kind: "challenged", rule: place, mode: "enforce" },
    ]);
  });

  test("does not affect others", () => {
    const desk = createDesk(guarding({ [place]: 3 }));
    desk.room();
    expect(desk.room(OTHER[place])).toBe(3);
  });

  test("allows one more for each confirmed send, besides the confirmed one itself", () => {
    const desk = createDesk(guarding({ [place]: 3 }));
    expect(desk.room()).toBe(3);
    desk.proved(2);
    expect(desk.room()).toBe(4);
    desk.proved(1, OTHER[place]);
    expect(desk.room()).toBe(0);
  });
});

describe.each(SOURCES)("an %s", (kind) => {
  const from = (key: string, usual = 0) => ({ sources: [source(kind, key, usual)] });

  test("is refused for its own unconfirmed sends, and reports why", () => {
    const desk = createDesk(guarding({ [kind]: 3 }));
    expect(desk.room(from("home"))).toBe(3);
    const refused = desk.take(from("home"));
    const until = desk.clock.now() + 2 * MINUTE_MS;
    expect(refused).toMatchObject({ refusal: { kind: "low_conversion", rule: kind, until } });
    expect(refused.notices).toMatchObject([{ kind: "suspicious", dimension: kind, used: 4, allowed: 3 }]);
    expect(desk.room(from("office"))).toBe(3);
  });

  test("is refused also with a solved challenge", () => {
    const desk = createDesk(guarding({ [kind]: 3 }));
    desk.room(from("home"));
    expect(desk.take({ ...from("home"), isChallengePassed: true }).kind).toBe("refused");
  });

  test("stays open while many of its codes come back, and when it usually confirms", () => {
    const desk = createDesk(guarding({ [kind]: 3 }));
    for (let send = 0; send < 40; send++) {
      expect(desk.take(from("carrier")).kind).toBe("reserved");
      if (send % 3 !== 0) desk.proved(1, from("carrier"));
    }
    expect(desk.room(from("quiet carrier", 20))).toBe(23);
  });

  test("is judged by one day", () => {
    const desk = createDesk(guarding({ [kind]: 3 }));
    desk.clock.advance(30 * SECOND_MS);
    desk.room(from("home"));
    desk.clock.advance(DAY_MS);
    expect(desk.room(from("home"))).toBe(0);
    desk.clock.advance(DAY_MS / 60);
    expect(desk.room(from("home"))).toBe(3);
  });

  test("is judged by newcomers and by known people apart, and those have five times the floor", () => {
    const desk = createDesk(guarding({ [kind]: 3 }));
    desk.room({ ...from("home"), standing: "vouched" });
    expect(desk.room(from("home"))).toBe(3);
    expect(desk.room({ ...from("home"), standing: "known" })).toBe(15);
    expect(desk.take({ ...from("home"), standing: "known" }).kind).toBe("refused");
  });

  test("has half its floor while a place is suspicious", () => {
    const desk = createDesk(guarding({ [kind]: 6, app: 2 }));
    desk.room();
    const passed = { ...from("home"), isChallengePassed: true };
    expect(desk.room(passed)).toBe(3);
    expect(desk.take(passed)).toMatchObject({ refusal: { kind: "low_conversion", rule: kind } });
  });
});

/** An app is suspicious. */
function suspicious(more: Partial<GuardRules> = {}): Desk {
  const desk = createDesk(guarding({ app: 2 }, more));
  desk.room();
  return desk;
}

describe("a lifted suspicion", () => {
  test.each(PLACES)("of a %s asks no challenge until its end, and counts on", (place) => {
    const until = HOUR_MS;
    let from = 0;
    const desk = createDesk(guarding({ [place]: 3 }), (dimension, name, at) => {
      from ||= at;
      return dimension === place && name === LIFTED[place] && at < from + until;
    });
    expect(desk.room()).toBe(100);
    expect(desk.room(OTHER[place])).toBe(3);
    desk.clock.advance(until);
    expect(desk.take()).toMatchObject({ refusal: { kind: "challenge_required", rule: place } });
  });

  test.each(SOURCES)("of an %s lets its sends out, and no other's", (kind) => {
    const desk = createDesk(
      guarding({ [kind]: 3 }),
      (dimension, name) => dimension === kind && name === "home",
    );
    expect(desk.room({ sources: [source(kind)] })).toBe(100);
    expect(desk.room({ sources: [source(kind, "office")] })).toBe(3);
  });

  test("leaves the first newcomer of an address the first", () => {
    const desk = createDesk(guarding({ block: 0 }), (dimension) => dimension === "address");
    expect(desk.room({ sources: home })).toBe(1);
  });
});

describe("where a place is suspicious", () => {
  test("the first newcomer of an address passes, the next solves a challenge", () => {
    const desk = suspicious();
    expect(desk.take({ sources: home }).kind).toBe("reserved");
    expect(desk.take({ sources: home })).toMatchObject({ refusal: { kind: "challenge_required" } });
    expect(desk.take({ sources: home, isChallengePassed: true }).notices).toContainEqual({
      kind: "challenge_passed",
      rule: "app",
    });
  });

  test("an address or a caller's key with history passes; an address alone, or a network with history, does not", () => {
    const desk = suspicious();
    desk.take({ sources: home });
    expect(desk.take({ sources: [source("caller", "device", 0.1)] }).kind).toBe("reserved");
    expect(desk.take({ sources: [source("address", "home", 0.1)] }).kind).toBe("reserved");
    expect(desk.take({ sources: [source("address"), source("subnet", "home", 9)] }).kind).toBe("refused");
  });

  test("known and vouched people pass without an address", () => {
    const desk = suspicious();
    expect(desk.room({ standing: "known" })).toBe(100);
    expect(desk.room({ standing: "vouched" })).toBe(100);
  });

  test("nothing is asked of callers that cannot pass a challenge on", () => {
    expect(suspicious({ asksChallenge: false }).room()).toBe(100);
  });

  test("challenges grow harder with the suspicion, up to a bound", () => {
    const strengths = [3, 8, 32, 400].map((pumped) => {
      const desk = createDesk(guarding({ app: 2 }));
      for (let send = 1; send < pumped; send++) desk.take({ standing: "vouched" });
      const { refusal } = { refusal: null, ...desk.take() };
      return refusal?.kind === "challenge_required" ? refusal.strength : null;
    });
    expect(strengths.map((strength) => strength?.toFixed(2))).toEqual(["0.15", "0.50", "1.00", "1.00"]);
  });

  test("monitor reports what it would have asked for, and refuses nothing", () => {
    const desk = createDesk(guarding({ app: 2, address: 1 }, { mode: "monitor" }));
    const answers = Array.from({ length: 4 }, () => desk.take({ sources: home }));
    expect(answers.every(({ kind }) => kind === "reserved")).toBe(true);
    expect(answers.map(({ notices }) => notices.map(({ kind }) => kind))).toEqual([
      [],
      ["suspicious"],
      ["suspicious", "suspicious", "challenged"],
      ["suspicious", "suspicious", "challenged"],
    ]);
  });
});

describe("a budget of which few newcomers' messages are confirmed", () => {
  const rules = { ...guarding({ app: 2 }, { historyShare: 0.3 }), serviceBudget: messagesADay(10) };
  const passing = { isChallengePassed: true };

  test("keeps a share for known people", () => {
    const desk = createDesk(rules);
    expect(desk.room(passing)).toBe(7);
    expect(desk.take(passing)).toMatchObject({
      refusal: { kind: "budget", rule: "service_newcomer_messages_day" },
    });
    expect(desk.room({ standing: "known" })).toBe(3);
  });

  test("in Rial keeps it, too, by the highest price until the vendor reports the real one", () => {
    const desk = createDesk({
      ...guarding({ app: 2 }),
      serviceBudget: rialADay(50_000),
      rialPerMessage: 5_000,
    });
    expect(desk.room(passing)).toBe(7);
    expect(desk.take(passing)).toMatchObject({ refusal: { rule: "service_newcomer_rials_day" } });
    expect(desk.room({ standing: "known" })).toBe(3);
  });

  test("keeps it when it is far below the app's floor: a tenth of it may be unconfirmed", () => {
    const desk = createDesk({ ...guarding({}), serviceBudget: messagesADay(40) });
    expect(desk.room(passing)).toBe(28);
    expect(desk.room({ standing: "known" })).toBe(12);
  });

  test("is open to all newcomers while they confirm", () => {
    const desk = createDesk(rules);
    for (let send = 0; send < 10; send++) {
      expect(desk.take().kind).toBe("reserved");
      desk.proved(1);
    }
  });

  test("keeps it as long as newcomers of the last day confirmed little, also when no place is suspicious any more", () => {
    const desk = createDesk(rules);
    desk.room(passing);
    desk.clock.advance(7 * HOUR_MS);
    expect(desk.take(passing).notices.map(({ kind }) => kind)).toEqual(["exceeded"]);
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
    expect(desk.room({ app: "one", operator: "one", sources: [source("caller", "one")] })).toBe(3);
  });

  test.each([
    [0, 4],
    [0.5, 6],
    [1, 8],
    [2, 12],
  ])("allows %p more for each confirmed send, as configured", (perApproval, used) => {
    const desk = createDesk(guarding({ block: 0 }, { perApproval }));
    for (let send = 0; send < 4; send++) desk.take({ standing: "vouched" });
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

  test("never refuses a vouched send, and still counts it", () => {
    const desk = createDesk(guarding({ block: 3, address: 1 }));
    const vouched = { standing: "vouched", sources: home } as const;
    for (let send = 0; send < 5; send++) expect(desk.take(vouched).kind).toBe("reserved");
    expect(desk.take(vouched).notices).toMatchObject([
      { kind: "suspicious", mode: "monitor", dimension: "block" },
      { kind: "suspicious", mode: "monitor", dimension: "address" },
    ]);
    expect(desk.room()).toBe(0);
  });

  test("forgets places after its window, and not before", () => {
    const desk = createDesk(guarding({ block: 2 }));
    desk.clock.advance(30 * SECOND_MS);
    desk.room();
    desk.clock.advance(6 * HOUR_MS);
    expect(desk.room()).toBe(0);
    desk.clock.advance(HOUR_MS / 10);
    expect(desk.room()).toBe(2);
  });

  test("that is off neither refuses nor counts", () => {
    const desk = createDesk(guarding({ block: 0 }, { mode: "off" }));
    expect(desk.room()).toBe(100);
    expect(desk.take().notices).toEqual([]);
    desk.proved(1);
  });
});

describe("history", () => {
  const { app, recipient, operator, callerLimits } = SENDER;
  const client = { address: "192.0.2.7", subnet: "192.0.2.0/24" };
  const requester = { app, recipient, operator, client, callerLimits: { ...callerLimits, device: "a" } };
  const identify = (desk: Desk, other: Partial<Requester> = {}) =>
    desk.clock.run(desk.quotas.identify({ ...requester, ...other }, desk.clock.now()));

  test("of number and sources is kept for its days, and nothing is known before a proof", () => {
    const desk = createDesk(guarding({}));
    const before = identify(desk);
    expect(before.isNumberKnown).toBe(false);
    expect(before.sources.map(({ kind, approvalsPerDay }) => [kind, approvalsPerDay])).toEqual([
      ["address", 0],
      ["subnet", 0],
      ["caller", 0],
    ]);
    desk.proved(3, { sources: before.sources });
    desk.clock.advance(29 * DAY_MS);
    const after = identify(desk);
    expect(after.isNumberKnown).toBe(true);
    expect(after.sources.map(({ approvalsPerDay }) => approvalsPerDay)).toEqual([0.1, 0.1, 0.1]);
    desk.clock.advance(2 * DAY_MS);
    expect(identify(desk)).toEqual(before);
  });

  test("is of one app for numbers, and of the whole service for addresses", () => {
    const desk = createDesk(guarding({}));
    desk.proved(3, { sources: identify(desk).sources });
    const other = identify(desk, { app: "bank" });
    expect(other.isNumberKnown).toBe(false);
    expect(other.sources.map(({ approvalsPerDay }) => approvalsPerDay)).toEqual([0.1, 0.1, 0]);
  });

  test("has no address that may be the caller's own", () => {
    const desk = createDesk(guarding({}));
    const { sources } = identify(desk, { client: { ...client, isCallers: true } });
    expect(sources.map(({ kind }) => kind)).toEqual(["caller"]);
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
