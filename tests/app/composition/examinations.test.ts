/** Providers are examined at an interval while Ramz serves, and what is found becomes metrics. */
import { expect, test } from "bun:test";
import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";
import { createExaminations } from "../../../app/composition/examinations.ts";
import type { ProviderHandle } from "../../../app/composition/provider-handles.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { pluginFile } from "../../e2e/plugins/plugin-files.ts";
import { eventually } from "../../support/http.ts";
import { tempFolder } from "../../support/process.ts";
import { composeHere } from "../../support/serving.ts";

const LOW: Finding = { level: "warning", subject: "credit", detail: "Low.", remedy: "Top up.", amount: 7 };
const MINUTE_MS = 60_000;

function handleOf(name: string, examine: ProviderHandle["examine"]): ProviderHandle {
  return { name, owner: null, channels: ["sms"], developmentOnly: false, options: {}, tools: {}, examine };
}

test("with an interval each provider is examined at once; without one never", async () => {
  const examinations = createExaminations(systemClock);
  let asked = 0;
  const counting = handleOf("acme", async () => {
    asked += 1;
    return [LOW];
  });
  examinations.examine([counting], 0);
  examinations.start();
  await Bun.sleep(20);
  expect(asked).toBe(0);
  await examinations.stop();

  examinations.examine([counting, handleOf("blind", async () => null)], MINUTE_MS);
  examinations.start();
  const findings = await eventually(examinations.findings, ({ length }) => length > 0);
  expect(findings).toEqual([
    ["acme", [LOW]],
    ["blind", []],
  ]);
  await Bun.sleep(1_100);
  expect(asked).toBe(1);
  // After a reload others are examined; what was found of these is forgotten.
  examinations.examine([handleOf("other", async () => [])], MINUTE_MS);
  expect(examinations.findings()).toEqual([]);
  const next = await eventually(examinations.findings, ({ length }) => length > 0);
  expect(next).toEqual([["other", []]]);
  await examinations.stop();
});

test("severity and credit are gauges", async () => {
  using folder = tempFolder();
  const text = pluginFile('return { outcome: "accepted" };').replace(
    "async deliver",
    `async examine() { return [${JSON.stringify(LOW)}, { level: "ok", subject: "template", detail: "." }, { level: "problem", subject: "template", detail: ".", remedy: "." }]; }, async deliver`,
  );
  folder.write("sends.ts", text);
  const ramz = await composeHere({
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_PROVIDERS: `${folder.path}/sends.ts`,
    RAMZ_EXAMINE_MINUTES: "1",
  });
  try {
    ramz.startExaminations();
    const metrics = await eventually(
      () => ramz.metrics(),
      (all) => all.includes("otp_provider_credit{"),
    );
    const values = metrics
      .split("\n")
      .filter((line) => line.startsWith("otp_provider_"))
      .map((line) => line.replace(/,otel_scope_\w+="[^"]*"/g, "").replace(/otp_provider="[^"]*",?/, ""));
    expect(values.toSorted()).toEqual([
      "otp_provider_credit{} 7",
      'otp_provider_examination{subject="credit"} 1',
      'otp_provider_examination{subject="template"} 2',
    ]);
  } finally {
    await ramz.close();
  }
});
