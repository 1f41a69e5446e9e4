/** The dashboard: well-formed, without names of machines, and every query has an answer from a real Prometheus that scrapes a loaded Ramz. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { join } from "node:path";
import { eventually } from "../../support/http.ts";
import { STORE_FILE } from "../../support/process.ts";
import { startLoadedRamz } from "./loaded-ramz.ts";
import { documentedMetrics, metricsIn } from "./metric-names.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";

const FILE = join(import.meta.dir, "../../../app/deploy/grafana/dashboards/ramz.json");

const Source = Type.Object({ type: Type.Literal("prometheus"), uid: Type.Literal("${datasource}") });
const Panel = Type.Object({
  id: Type.Integer(),
  title: Type.String({ minLength: 1 }),
  description: Type.String({ minLength: 1 }),
  type: Type.Union([Type.Literal("timeseries"), Type.Literal("stat")]),
  datasource: Source,
  gridPos: Type.Object({ x: Type.Integer(), y: Type.Integer(), w: Type.Integer(), h: Type.Integer() }),
  targets: Type.Array(Type.Object({ expr: Type.String(), datasource: Source }), { minItems: 1 }),
});
const Row = Type.Object({ id: Type.Integer(), title: Type.String(), type: Type.Literal("row") });
const Dashboard = Type.Object({
  uid: Type.Literal("ramz"),
  panels: Type.Array(Type.Union([Row, Panel])),
  templating: Type.Object({ list: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })) }),
});

const text = await Bun.file(FILE).text();
const dashboard = Value.Decode(Dashboard, JSON.parse(text));
const isPanel = (one: Static<typeof Row> | Static<typeof Panel>): one is Static<typeof Panel> =>
  one.type !== "row";
const panels = dashboard.panels.filter(isPanel);
const queries = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

/** As Grafana fills it in for a scrape every few seconds. */
const filledIn = (query: string) => query.replaceAll("$__rate_interval", "1m").replaceAll("$job", ".*");

test("it asks the data source that a reader chooses, and names no machine", () => {
  expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
    ["datasource", "datasource"],
    ["job", "query"],
  ]);
  expect(text).not.toMatch(/https?:|localhost|\d+\.\d+\.\d+\.\d+|:\d{4}\b/);
});

test("its panels have ids of their own and do not overlap", () => {
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
});

test("the how-to for alerts names panels that are there", async () => {
  const page = await Bun.file(join(import.meta.dir, "../../../docs/how-to/alerts.md")).text();
  const named = [...page.matchAll(/\bpanels? ((?:"[^"]+"(?:, | and )?)+)/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, title]) => title),
  );
  expect(named.length).toBeGreaterThan(8);
  const titles = panels.map(({ title }) => title);
  expect(named.filter((title = "") => !titles.includes(title))).toEqual([]);
});

test("every metric that it names is in the reference, and shown ones are filtered by job", () => {
  const used = queries.flatMap(([, query]) => metricsIn(query));
  expect(used.length).toBeGreaterThanOrEqual(queries.length);
  expect(used.filter((name) => name !== "up" && !documentedMetrics().has(name))).toEqual([]);
  for (const [, query] of queries) expect(query).toContain('job=~"$job"');
});

const WITHIN_MS = 20_000;

/** A quantile over receipts is no number until further ones come; that it has series is enough. */
const SERIES_ARE_ENOUGH = ["Delay of receipts"];

/** Panels without a number in one of their queries. */
async function emptyPanels(prometheus: Prometheus): Promise<readonly string[]> {
  const answers = await Promise.all(
    queries.map(async ([title, query]) => [title, await prometheus.query(filledIn(query))] as const),
  );
  return answers.flatMap(([title, values]) => {
    const shown = SERIES_ARE_ENOUGH.includes(title) ? values : values.filter(Number.isFinite);
    return shown.length > 0 ? [] : [title];
  });
}

test("every query has an answer once what it shows has happened, and a refused account raises its alert", async () => {
  await using ramz = await startLoadedRamz();
  await using prometheus = await startPrometheus(new URL(ramz.api.url).host);
  // Twice, since a rate needs a count before and one after.
  await ramz.load();
  const carried = () => prometheus.query("otp_carried_total");
  await eventually(carried, ({ length }) => length > 0, WITHIN_MS);
  await ramz.load();
  await ramz.disturb();
  const empty = await eventually(
    () => emptyPanels(prometheus),
    ({ length }) => length === 0,
    WITHIN_MS,
  );
  expect(empty).toEqual([]);
  expect(await prometheus.firing()).toEqual([]);

  await ramz.refuseAccount();
  new Database(join(ramz.folder.path, STORE_FILE)).run("DROP TABLE ledgers");
  await ramz.start();
  const raised = await eventually(
    prometheus.firing,
    (names) => names.includes("RamzAccountRefused"),
    WITHIN_MS,
  );
  expect(raised).toContain("RamzAccountRefused");
  const failed = () => prometheus.query("sum(increase(otp_store_failures_total[1m]))");
  expect((await eventually(failed, ([count = 0]) => count > 0, WITHIN_MS))[0]).toBeGreaterThan(0);
}, 90_000);
