/** The rules across recipients within a send: charged once, before anything goes out, and given back when nothing does. */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import {
  FAIR,
  faultyStore,
  faultyWindows,
  type StoreWeather,
  weatherOf,
} from "../../support/faulty-store.ts";
import { ACCEPTED, refused, UNKNOWN } from "../../support/providers.ts";
import { CLIENT, hourly, messagesADay, numbered } from "../../support/quotas.ts";
import { codeIn } from "../../support/steps.ts";
import {
  createWorld,
  KEY,
  type ProviderScript,
  START,
  type World,
  type WorldOptions,
} from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const client = CLIENT;
const SURE: ProviderScript = { name: "sure", answers: [{ says: ACCEPTED }] };

/** Worlds in which two sends an hour may come from the client's address. */
const twoAnHour = (options: WorldOptions = {}) => createWorld({ ...options, rules: { ip: [hourly(2)] } });

const withStore = (verb: "load" | "save", days: readonly Partial<StoreWeather>[]) =>
  twoAnHour({ ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weatherOf(verb, days)) }) });

/** Windows with one weather after the other, then fair, and the number of their uses. */
function withWindows(days: readonly Partial<StoreWeather>[], options: WorldOptions = {}) {
  const asked = { times: 0 };
  const windows: WorldOptions["windows"] = (inner, clock) =>
    faultyWindows(inner, clock, () => ({ ...FAIR, ...days[asked.times++] }));
  return { world: twoAnHour({ ...options, windows }), asked };
}

/** A world whose windows fail at one use, the first being number 0. */
const failingOnce = (use: number, options: WorldOptions) => {
  let times = 0;
  const weather = (): StoreWeather => (times++ === use ? { ...FAIR, fault: "fails_before" } : FAIR);
  return createWorld({ ...options, windows: (inner, clock) => faultyWindows(inner, clock, weather) });
};

/** How many more sends the client's address has, tried with other numbers. */
function left(world: World): number {
  const kinds = [1, 2, 3].map((thousands) => world.start({ to: numbered(thousands), client }).kind);
  return kinds.filter((kind) => kind === "sent").length;
}

const crowd = Array.from({ length: 24 }, () => ({ fault: "conflict" }) as const);

describe("a send is charged", () => {
  test("once, however often its save meets a conflict", () => {
    const world = withStore("save", crowd.slice(0, 20));
    expect(world.start({ client }).kind).toBe("sent");
    expect(left(world)).toBe(1);
  });

  test("and reports what is left of the quotas", () => {
    const world = twoAnHour();
    expect(world.start({ client })).toMatchObject({ kind: "sent", quotas: [{ name: "ip_hour", left: 1 }] });
    expect(left(world)).toBe(1);
    expect(world.start({ to: numbered(9), client })).toMatchObject({
      kind: "ip_limit",
      rule: "ip_hour",
      quotas: [{ name: "ip_hour", left: 0 }],
    });
  });

  test("in one round trip, and in a second one only when the charge has to be corrected", () => {
    const { world, asked } = withWindows([]);
    world.start({ client });
    expect(asked.times).toBe(1);
    const failing = withWindows([], { providers: [{ name: "a", answers: [{ says: refused("message") }] }] });
    failing.world.start({ client });
    expect(failing.asked.times).toBe(2);
    const unruled = withWindows([]);
    unruled.world.start();
    expect(unruled.asked.times).toBe(0);
  });

  test("and leaves no trace when it is refused", () => {
    const world = twoAnHour();
    left(world);
    world.store.verbs.length = 0;
    expect(world.start({ client }).kind).toBe("ip_limit");
    expect(world.store.verbs).toEqual(["load"]);
    expect(world.start().kind).toBe("sent");
  });
});

describe("a send gives its charges back", () => {
  test("or has none, when its own number has to wait", () => {
    const world = twoAnHour();
    world.start({ client });
    for (let press = 0; press < 10; press++) expect(world.start({ client }).kind).toBe("cooldown");
    expect(left(world)).toBe(1);
  });

  test("when too many saves come first", () => {
    const world = withStore("save", crowd);
    expect(world.start({ client })).toEqual({ kind: "busy" });
    expect(left(world)).toBe(2);
  });

  test("when another start came first", () => {
    const world = withStore("save", [{ wayThereMs: 50 }, { wayThereMs: 50 }]);
    const both = [world.otp.start({ ...START, client }), world.another().start({ ...START, client })];
    const kinds = world.clock.run(Promise.all(both)).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["cooldown", "sent"]);
    expect(left(world)).toBe(1);
  });

  test.each(["fails_before", "fails_after"] as const)("when its save fails (%s)", (fault) => {
    const world = withStore("save", [{ fault }]);
    expect(() => world.start({ client })).toThrow(StoreUnavailable);
    expect(world.handed).toEqual([]);
    expect(left(world)).toBe(2);
  });

  test("when it was canceled before any call", () => {
    const world = withStore("save", [{ wayBackMs: SECOND_MS }]);
    const started = world.otp.start({ ...START, client });
    world.clock.advance(SECOND_MS / 2);
    const id = world.store.peek(KEY)?.verifications[0]?.id ?? "none";
    expect(world.cancel(id).kind).toBe("canceled");
    expect(world.clock.run(started).kind).toBe("canceled");
    expect(world.handed).toEqual([]);
    expect(left(world)).toBe(2);
  });

  test("when certainly nothing went out", () => {
    const world = twoAnHour({
      providers: [{ name: "a", answers: [{ says: refused("recipient") }, { says: ACCEPTED }] }],
    });
    expect(world.start({ client }).kind).toBe("recipient_refused");
    expect(left(world)).toBe(2);
  });
});

describe("windows that fail", () => {
  test.each(["fails_before", "fails_after"] as const)(
    "before the call (%s): nothing is sent or saved",
    (fault) => {
      const { world } = withWindows([{ fault }]);
      expect(() => world.start({ client })).toThrow(StoreUnavailable);
      expect([world.handed, world.store.verbs]).toEqual([[], ["load"]]);
      expect(left(world)).toBe(fault === "fails_before" ? 2 : 1);
    },
  );

  test("while a refused send gives back: nothing is sent", () => {
    const world = failingOnce(2, { rules: { ip: [hourly(1)], serviceBudget: messagesADay(5) } });
    world.start({ client });
    expect(() => world.start({ to: numbered(1), client })).toThrow(StoreUnavailable);
    expect(world.handed.length).toBe(1);
  });

  test("after the call: the message is out, so the start succeeds", () => {
    const world = failingOnce(1, {
      rules: { serviceBudget: messagesADay(5) },
      providers: [{ name: "a", answers: [{ says: UNKNOWN }] }, SURE],
    });
    expect(world.start()).toMatchObject({ kind: "sent", recorded: true });
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });

  test("while a busy send gives back: it is still busy", () => {
    const world = failingOnce(1, {
      rules: { ip: [hourly(2)] },
      ports: ({ clock, store }) => ({ store: faultyStore(store, clock, weatherOf("save", crowd)) }),
    });
    expect(world.start({ client })).toEqual({ kind: "busy" });
    expect(left(world)).toBe(1);
  });

  test("while history is read beside the ledger: it is read again", () => {
    const world = failingOnce(0, { rules: { guard: DEFAULT_GUARD } });
    expect(world.start().kind).toBe("sent");
  });

  test("while an approval is counted: the code is still approved", () => {
    const world = failingOnce(2, { rules: { guard: DEFAULT_GUARD } });
    world.start();
    expect(world.check(codeIn(world)).kind).toBe("approved");
  });
});
