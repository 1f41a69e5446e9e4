/** Routes that learn, over the whole core: what is counted, what is read, and the order that follows. */
import { expect, test } from "bun:test";
import type { RateWindows } from "../../../domain/rate-limits/sliding-window.ts";
import { createOutcomeCounts } from "../../../domain/routing/outcome-counts.ts";
import { createBreakers, withRests } from "../../../domain/delivery/circuit-breaker.ts";
import { judge } from "../../../domain/routing/order.ts";
import { readRoutes } from "../../../domain/routing/read-routes.ts";
import { factsIn, orderAgain, recordOf } from "../../../domain/routing/route-records.ts";
import {
  chainKeyOf,
  type RouteDecision,
  type RoutingMode,
  type RoutingRules,
} from "../../../domain/routing/routing.ts";
import { createRouteMemory } from "../../../domain/routing/route-memory.ts";
import type { Recipient } from "../../../domain/recipient/recipient.ts";
import type { DeliveryResult } from "../../../domain/delivery/provider.ts";
import type { Otp } from "../../../domain/otp.ts";
import { MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import { messagesADay } from "../../support/quotas.ts";
import { ACCEPTED, UNKNOWN } from "../../support/providers.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createWorld, type ProviderScript, START } from "../../support/world.ts";

const MCI = "+98912";
const IRANCELL = "+98935";
const FIRST: ProviderScript = { name: "first", answers: [{ says: ACCEPTED }] };
const SECOND: ProviderScript = { name: "second", answers: [{ says: ACCEPTED }] };

interface Options {
  readonly mode?: RoutingMode;
  readonly prefer?: RoutingRules["prefer"];
  readonly prices?: RoutingRules["prices"];
  readonly providers?: readonly ProviderScript[];
  /** Its breaker is open. */
  readonly resting?: string | null;
}

function learning({
  mode = "learn",
  prefer = "configured",
  prices = {},
  providers = [FIRST, SECOND],
  resting = null,
}: Options = {}) {
  const decisions: RouteDecision[] = [];
  const calls: number[] = [];
  let windows: RateWindows | undefined;
  const world = createWorld({
    providers,
    rules: { serviceBudget: messagesADay(100_000) },
    windows: (inner) => ({
      count(counts, at) {
        calls.push(counts.length);
        return inner.count(counts, at);
      },
    }),
    ports: ({ clock, store }) => {
      windows = store.windows;
      const counts = createOutcomeCounts({
        windows: store.windows,
        clock,
        labelOf: (name) => name,
        isFunnelRead: true,
        background: (work) => void work,
      });
      return {
        breakers: withRests(createBreakers(), ({ name }) => (name === resting ? Infinity : 0)),
        outcomes: { ...counts, routed: (decision) => void decisions.push(decision) },
        routing: { mode, prefer, prices, labelOf: (name) => name, memory: createRouteMemory() },
      };
    },
  });
  let line = 0;
  const numberOf = (operator: string): Recipient =>
    `+${operator.slice(1)}${String(1_000_000 + line++).slice(0, 7)}`;
  /** Starts for a new number; the code comes back after so long, or never. Who carried it, and the id. */
  const send = (operator: string, backAfterMs: (provider: string) => number | null, otp: Otp = world.otp) => {
    const to = numberOf(operator);
    const verdict = world.clock.run(otp.start({ ...START, to }));
    if (verdict.kind !== "sent") throw new Error(verdict.kind);
    const { id, provider } = verdict.verification;
    const afterMs = backAfterMs(provider ?? "");
    if (afterMs !== null) {
      world.clock.advance(afterMs);
      const code = world.handed.at(-1)?.message.code ?? "";
      world.clock.run(otp.check({ app: "shop", id, code }));
    }
    return { id, to, provider };
  };
  /** What is known at an operator, in half points of the sums. */
  const known = (operator: string) => {
    if (windows === undefined) throw new Error("no world was made");
    const labels = providers.map(({ name }) => name);
    const chain = chainKeyOf("sms", labels, createTestSecrets());
    const lookup = {
      query: { operator, chain, providers: labels, priced: prefer === "cheapest" },
      names: labels,
      rules: { mode, prefer, prices },
    };
    const [table] = world.clock.run(readRoutes(windows, [lookup], world.clock.now()));
    if (table === undefined) throw new Error("no table");
    return table;
  };
  const dayOf = (operator: string) => known(operator).rows.map(({ day }) => [day.sends, day.score]);
  return { world, decisions, calls, send, known, dayOf };
}

const quickly = () => 20 * SECOND_MS;
const never = () => null;
/** The first provider accepts every message and delivers none. */
const swallows = (provider: string) => (provider === "first" ? null : 20 * SECOND_MS);

test("a provider that swallows one operator goes behind for that operator alone, in every process", () => {
  const { world, send, known } = learning();
  const other = world.another();
  for (let sent = 0; sent < 60; sent++) for (const operator of [MCI, IRANCELL]) send(operator, quickly);
  for (let sent = 0; sent < 40; sent++) {
    send(MCI, quickly);
    send(IRANCELL, swallows, sent % 2 === 0 ? world.otp : other);
    world.clock.advance(MINUTE_MS);
  }
  const carriers = (operator: string, otp: Otp) =>
    Array.from(
      { length: 20 },
      () => send(operator, operator === MCI ? quickly : swallows, otp).provider,
    ).filter((one) => one === "second").length;
  for (const otp of [world.otp, other]) {
    expect(carriers(IRANCELL, otp)).toBeGreaterThan(17);
    expect(carriers(MCI, otp)).toBeLessThan(4);
  }
  expect(known(MCI).reasons).toEqual([]);
  expect(known(IRANCELL).reasons).toMatchObject([{ provider: "first" }]);
  const { id } = send(IRANCELL, quickly);
  const read = world.read(id);
  const reasons = read.kind === "found" ? read.verification.routed?.reasons : undefined;
  expect(reasons).toMatchObject([{ provider: "first" }]);
});

test("every order can be made again from its record", () => {
  const { world, send, decisions } = learning();
  for (let sent = 0; sent < 60; sent++) {
    send(IRANCELL, swallows);
    world.clock.advance(MINUTE_MS);
  }
  expect(decisions.length).toBe(60);
  for (const decision of decisions) {
    const record = recordOf(decision, world.clock.now());
    expect(orderAgain(record)).toBe(record.order);
  }
  expect(new Set(decisions.map(({ u }) => u)).size).toBe(60);
});

/** The decisions of 150 sends, and whom they explored. */
function exploredBeside(resting: string | null) {
  const { world, send, decisions } = learning({ resting });
  for (let sent = 0; sent < 150; sent++) {
    send(MCI, quickly);
    world.clock.advance(2 * SECOND_MS);
  }
  const explored = decisions.flatMap(({ route }) => route.reasons.filter(({ why }) => why === "exploring"));
  return { explored: explored.map(({ provider }) => provider), decisions };
}

test("a provider that rests is not explored, and the record says that it rested", () => {
  expect(exploredBeside(null).explored).toContain("second");
  const { explored, decisions } = exploredBeside("second");
  expect(explored).toEqual([]);
  const last = decisions.at(-1);
  if (last === undefined) throw new Error("nothing was sent");
  const { facts } = recordOf(last, 0);
  expect(facts).toMatch(/^first=\S+ \S+ -; second=\S+ \S+ - rests$/);
  expect(factsIn(facts)).toEqual(last.facts);
});

/** How many windows each call of the store asked for, in a start after another one. */
function callsOf(mode: RoutingMode): readonly number[] {
  const { world, send, calls } = learning({ mode });
  send(MCI, never);
  world.clock.advance(5 * MINUTE_MS);
  calls.length = 0;
  send(MCI, never);
  return calls;
}

test("reading for an order costs no call of the store, and fixed routes read nothing", () => {
  const [fixed, learn] = [callsOf("fixed"), callsOf("learn")];
  expect(learn.length).toBe(fixed.length);
  // A day, an hour and a minute of two providers.
  expect(Math.max(...learn) - Math.max(...fixed)).toBe(6);
});

test("monitor computes the order and sends as configured", () => {
  const { world, send, decisions } = learning({ mode: "monitor" });
  const carriers = new Set<string | null>();
  for (let sent = 0; sent < 40; sent++) {
    carriers.add(
      send(IRANCELL, (provider) => (provider === "first" && sent < 20 ? null : 20 * SECOND_MS)).provider,
    );
    world.clock.advance(MINUTE_MS);
  }
  expect([...carriers]).toEqual(["first"]);
  expect(decisions.every(({ mode }) => mode === "monitor")).toBe(true);
  const { id } = send(IRANCELL, quickly);
  const read = world.read(id);
  expect(read.kind === "found" && read.verification.routed?.reasons).toBeUndefined();
});

test("in time counts one, late a half, never nothing; a young send is not judged yet", () => {
  const { world, send, dayOf } = learning();
  send(MCI, quickly);
  expect(dayOf(MCI)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  world.clock.advance(2 * MINUTE_MS);
  expect(dayOf(MCI)).toEqual([
    [1, 1],
    [0, 0],
  ]);
  send(MCI, () => 70 * SECOND_MS);
  send(MCI, never);
  world.clock.advance(2 * MINUTE_MS);
  expect(dayOf(MCI)).toEqual([
    [3, 1.5],
    [0, 0],
  ]);
});

test("a canceled verification is taken out, and one that was asked for again earns nothing more", () => {
  const { world, send, dayOf } = learning();
  const canceled = send(MCI, never);
  world.clock.advance(2 * MINUTE_MS);
  expect(dayOf(MCI)).toEqual([
    [1, 0],
    [0, 0],
  ]);
  world.cancel(canceled.id);
  world.clock.advance(SECOND_MS);
  expect(dayOf(MCI)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const again = send(MCI, never);
  world.clock.advance(2 * MINUTE_MS);
  expect(world.start({ to: again.to }).kind).toBe("sent");
  world.clock.run(
    world.otp.check({ app: "shop", id: again.id, code: world.handed.at(-1)?.message.code ?? "" }),
  );
  world.clock.advance(2 * MINUTE_MS);
  expect(dayOf(MCI)).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

test("a verification that is forgotten while it is pending is taken out", () => {
  const { world, send, dayOf } = learning();
  send(MCI, quickly);
  const { to } = send(MCI, never);
  world.clock.advance(2 * MINUTE_MS);
  expect(world.clock.run(world.otp.forget({ app: "shop", to })).kind).toBe("forgotten");
  world.clock.advance(SECOND_MS);
  expect(dayOf(MCI)).toEqual([
    [1, 1],
    [0, 0],
  ]);
});

/** An answer that comes after the person has given up. */
const late = (says: DeliveryResult): ProviderScript => ({
  name: "first",
  answers: [{ says: ACCEPTED }, { says, afterMs: 2 * SECOND_MS }],
});

test.each([
  ["canceled", "accepted", ACCEPTED],
  ["canceled", "unavailable", { outcome: "unavailable", reason: "throttled" }],
  ["forgotten", "accepted", ACCEPTED],
  ["forgotten", "unavailable", { outcome: "unavailable", reason: "throttled" }],
] satisfies readonly (readonly [string, string, DeliveryResult])[])(
  "a send that is %s under way changes no sum, and its provider says %s later",
  (how, _, says) => {
    const { world, send, dayOf } = learning({ mode: "monitor", providers: [late(says), SECOND] });
    const to = "+989125550000";
    // In the bucket of another send, from which a count too many would be taken.
    send(MCI, quickly);
    const starting = world.otp.start({ ...START, to });
    world.clock.advance(SECOND_MS);
    const id = world.handed.at(-1)?.message.verificationId ?? "";
    // In another process, so the call of the provider goes on.
    const other = world.another();
    const ending = how === "canceled" ? other.cancel({ app: "shop", id }) : other.forget({ app: "shop", to });
    const ended = world.clock.run<{ readonly kind: string }>(ending);
    expect(ended.kind).toBe(how);
    world.clock.run(starting);
    world.clock.advance(2 * MINUTE_MS);
    expect(dayOf(MCI)).toEqual([
      [1, 1],
      [0, 0],
    ]);
  },
);

test("a send with two messages that may have arrived teaches nothing", () => {
  const { world, send, dayOf } = learning({
    providers: [{ name: "first", answers: [{ says: UNKNOWN }] }, SECOND],
  });
  send(MCI, quickly);
  world.clock.advance(2 * MINUTE_MS);
  expect(dayOf(MCI)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

const priced = (name: string, costRial: number): ProviderScript => ({
  name,
  answers: [{ says: { ...ACCEPTED, costRial } }],
});

test("the price of a message is what vendors report, unless it is configured", () => {
  const { world, send, known } = learning({
    prefer: "cheapest",
    prices: { second: 700 },
    providers: [priced("first", 3_000), priced("second", 9_000)],
  });
  send(MCI, quickly);
  world.clock.advance(2 * MINUTE_MS);
  expect(known(MCI).rows.map(({ rial }) => rial)).toEqual([3_000, 700]);
});

test("the bounds of a provider without sends are those of its operator", () => {
  const day = { sends: 300, score: 240 };
  const none = { sends: 0, score: 0 };
  const [, unknown] = judge([
    { provider: "a", day, hour: none, rial: null },
    { provider: "b", day: none, hour: none, rial: null },
  ]);
  expect(unknown?.bounds.share).toBeCloseTo(0.8);
  expect(unknown?.health).toBe("well");
});
