/** The alert rules: promtool checks them, each is raised and stays silent where it should, and each has its section of the how-to. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { join } from "node:path";
import { PROMTOOL, programPath } from "../../support/programs.ts";
import { tempFolder } from "../../support/process.ts";
import { textOf } from "../../docs/pages.ts";
import { type Case, CASES } from "./alert-cases.ts";
import { documentedMetrics, metricsIn } from "./metric-names.ts";

const ROOT = join(import.meta.dir, "../../..");
const FOLDER = join(ROOT, "app/deploy/prometheus");
const RULES = join(FOLDER, "ramz.rules.yml");

const RulesFile = Type.Object({
  groups: Type.Array(
    Type.Object({
      rules: Type.Array(
        Type.Object({
          alert: Type.String(),
          expr: Type.String(),
          annotations: Type.Record(Type.String(), Type.String()),
        }),
      ),
    }),
  ),
});
const rules = Value.Decode(RulesFile, Bun.YAML.parse(await Bun.file(RULES).text())).groups.flatMap(
  (group) => group.rules,
);

function promtool(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([programPath(PROMTOOL), ...args]);
  return { exitCode, said: `${stdout.toString()}${stderr.toString()}` };
}

const runbookOf = (alert: string) => `docs/how-to/alerts.md#${alert.toLowerCase()}`;

function testOf(alert: string, { name, series, atMinute, stepMinutes = 1, raised = [] }: Case) {
  return {
    name: `${alert}: ${name}`,
    interval: `${stepMinutes}m`,
    input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
    alert_rule_test: [
      {
        eval_time: `${atMinute}m`,
        alertname: alert,
        exp_alerts: raised.map(({ labels, summary }) => ({
          exp_labels: labels,
          exp_annotations: { summary, runbook: runbookOf(alert) },
        })),
      },
    ],
  };
}

/** Whether promtool finds what these cases say, and what it prints. A file has one interval of evaluation; JSON is YAML, too. */
function runCases(cases: Readonly<Record<string, readonly Case[]>>) {
  using folder = tempFolder();
  const all = Object.entries(cases).flatMap(([alert, some]) => some.map((one) => [alert, one] as const));
  const files = [...Map.groupBy(all, ([, { stepMinutes = 1 }]) => stepMinutes)].map(([minutes, some]) => {
    const tests = some.map(([alert, one]) => testOf(alert, one));
    const name = `cases-${minutes}.yml`;
    folder.write(name, JSON.stringify({ rule_files: [RULES], evaluation_interval: `${minutes}m`, tests }));
    return join(folder.path, name);
  });
  return promtool("test", "rules", ...files);
}

test("promtool accepts the configuration and the rules", () => {
  expect(promtool("check", "config", join(FOLDER, "prometheus.yml"))).toMatchObject({ exitCode: 0 });
  expect(promtool("check", "rules", RULES)).toMatchObject({ exitCode: 0 });
});

test("every alert is raised in some case and silent in another, as promtool finds", () => {
  const { exitCode, said } = runCases(CASES);
  expect(said).toContain("SUCCESS");
  expect(exitCode).toBe(0);
  const ofBothKinds = Object.entries(CASES).filter(
    ([, cases]) =>
      cases.some(({ raised }) => raised !== undefined) && cases.some(({ raised }) => raised === undefined),
  );
  expect(ofBothKinds.map(([alert]) => alert)).toEqual(rules.map(({ alert }) => alert));
}, 60_000);

test("a case that expects the opposite fails", () => {
  const [down] = CASES["RamzDown"] ?? [];
  if (down === undefined) throw new Error("no such case");
  const { raised: _raised, ...silent } = down;
  expect(runCases({ RamzDown: [silent] }).exitCode).not.toBe(0);
});

test("every alert leads to its section of the how-to, and the page has no other", () => {
  const headings = [...textOf("docs/how-to/alerts.md").matchAll(/^## (Ramz\w+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual(rules.map(({ alert }) => alert));
  for (const { alert, annotations } of rules) expect(annotations["runbook"]).toBe(runbookOf(alert));
});

test("every metric of a rule is in the reference", () => {
  const used = rules.flatMap(({ expr }) => metricsIn(expr));
  expect(used.length).toBeGreaterThan(rules.length);
  expect(used.filter((name) => name !== "up" && !documentedMetrics().has(name))).toEqual([]);
});
