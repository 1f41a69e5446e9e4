/** `ramz route` and the orders in `ramz replay`: what they print. */
import { join } from "node:path";
import { expect, test } from "bun:test";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { printRoutes, replayRoutes, routedIn } from "../../../app/cli/replay/routes.ts";
import { routeTable } from "../../../app/cli/route.ts";
import { orderOf, type RouteFacts } from "../../../domain/routing/order.ts";
import { factsIn, factsText, recordOf } from "../../../domain/routing/route-records.ts";
import type { RouteDecision } from "../../../domain/routing/routing.ts";
import { tempFolder } from "../../support/process.ts";
import { run, SECRET } from "./support.ts";

const NONE = { sends: 0, score: 0 };
const FACTS: readonly RouteFacts[] = [
  { provider: "ippanel", day: { sends: 120, score: 41 }, hour: { sends: 8, score: 4 }, rial: null },
  { provider: "smsir", day: { sends: 104, score: 92.5 }, hour: NONE, rial: 900.4 },
];

test("a route is a table with its reasons below", () => {
  const bounds = { share: 0.375, low: 0.305, high: 0.446 };
  const [ippanel, smsir] = FACTS;
  if (ippanel === undefined || smsir === undefined) throw new Error("there are two");
  const text = routeTable({
    app: "shop",
    operator: "IR-Irancell",
    channel: "sms",
    mode: "learn",
    prefer: "configured",
    rows: [
      { ...ippanel, ...bounds, health: "weak", place: 2 },
      { ...smsir, share: 0.87, low: 0.82, high: 1.1, health: "well", place: 1 },
    ],
    reasons: orderOf(FACTS, 1, "configured").reasons,
  });
  expect(text.split("\n")).toEqual([
    "IR-Irancell, app shop, channel sms, learn",
    "  place  provider  24 h      share  bounds      1 h  health  rial",
    "  2      ippanel   41/120    38 %   31 %–45 %   4/8  weak    -",
    "  1      smsir     92.5/104  87 %   82 %–100 %  0/0  well    900",
    "  ippanel is weak for IR-Irancell: 41 of 120 codes came back in 24 h",
  ]);
});

const decision = (u: number, carried: readonly string[] = []): RouteDecision => ({
  kind: u === 1 ? "resend" : "first",
  operator: "IR-Irancell",
  chain: "c",
  mode: "learn",
  prefer: "configured",
  facts: FACTS,
  u,
  route: orderOf(FACTS, u, "configured"),
  carried,
});

test("orders of a log are made again by kind, and one that another rule made is counted apart", () => {
  const records = [0.001, 0.5, 0.9].map((u) => recordOf(decision(u), 0));
  const foreign = { ...recordOf(decision(0.9), 0), order: "ippanel; smsir", why: "" };
  const further = recordOf({ ...decision(0.9), kind: "further" }, 0);
  const replayed = replayRoutes([...records, foreign, recordOf(decision(1, ["smsir"]), 0), further]);
  expect([replayed.sends, replayed.reproduced]).toEqual([4, 3]);
  const lines = printRoutes(replayed).replaceAll(/ {2,}/g, "  ");
  expect(lines.split("\n")).toEqual([
    "4 orders of first sends, 3 of them made again from their sums",
    "IR-Irancell: weak ippanel  3",
    "IR-Irancell: exploring ippanel  1",
    "1 orders of resends, 1 of them made again from their sums",
    "IR-Irancell: weak ippanel  1",
    "1 orders of sends that went on after a failed receipt, 1 of them made again from their sums",
    "IR-Irancell: weak ippanel  1",
  ]);
});

test("a line of a version before has no kind: a resend is known by its draw, and stands there unrotated", () => {
  const { kind: _, ...older } = recordOf(decision(1), 0);
  const routed = routedIn({ ...older, level: "info" });
  expect(routed).not.toBeNull();
  const { sends, resends } = replayRoutes(routed === null ? [] : [routed]);
  expect([sends, resends.sends, resends.reproduced]).toEqual([0, 1, 1]);
});

test.each([1e-7, 1e21, 0.5, 0, null])("a price of %p is read from its record", (rial) => {
  const facts = FACTS.map((one) => ({ ...one, rial }));
  expect(factsIn(factsText(facts))).toEqual(facts);
});

test("with fixed routes there is nothing to show, and it says what to set", async () => {
  using folder = tempFolder();
  const path = join(folder.path, "ramz.db");
  await openSqlite({ path, clock: systemClock }).close();
  const done = await run(["route"], { RAMZ_SECRET: SECRET, RAMZ_STORE: `sqlite:${path}` }, folder);
  expect([done.code, done.out]).toEqual([1, ""]);
  expect(done.err).toContain("RAMZ_ROUTING is fixed. Set it to monitor or learn.");
}, 30_000);
