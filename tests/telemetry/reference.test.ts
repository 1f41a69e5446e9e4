/** The reference page names what there is, and nothing else: spans, attributes, metrics and log fields of a long story. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator.ts";
import { textOf } from "../docs/pages.ts";
import { freshNumber, verificationIn } from "../support/http.ts";
import { type Collector, startCollector } from "./collector.ts";
import { KEY, traced, tracedEnv } from "./traced.ts";

const PAGE = textOf("docs/reference/telemetry.md");

const sectionOf = (heading: string) => PAGE.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";

/** The names in the first column of the table under a heading. */
function namesUnder(heading: string): readonly string[] {
  return [...sectionOf(heading).matchAll(/^\| `([\w.]+)`/gm)].map(([, name = ""]) => name).sort();
}

/** The words of the page for what has attributes. */
const SHORT: Readonly<Record<string, string>> = {
  "otp.start": "start",
  "otp.check": "check",
  "otp.cancel": "cancel",
  "otp.read": "read",
  "otp.delivery.attempt": "attempt",
  "otp.delivery.skipped": "skip",
};

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

let collector: Collector;
let metrics = "";
let printed = "";

beforeAll(async () => {
  collector = startCollector();
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  printed = await traced(tracedEnv(simulator, collector), async ({ api }) => {
    const to = freshNumber();
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    const { id } = verificationIn(await api.post("/v1/verifications", { to }));
    await api.post("/v1/verifications", { to });
    await api.get(`/v1/verifications/${id}`);
    await api.post(`/v1/verifications/${id}/checks`, { code: simulator.outbox[0]?.code });
    await api.del(
      `/v1/verifications/${verificationIn(await api.post("/v1/verifications", { to: freshNumber() })).id}`,
    );
    simulator.behave("verify/lookup", { kind: "refuse", code: 418 });
    for (let turn = 0; turn < 2; turn += 1) await api.post("/v1/verifications", { to: freshNumber() });
    metrics = (await api.get("/metrics")).text;
  });
  await simulator.stop();
});
afterAll(() => collector[Symbol.asyncDispose]());

describe("the reference of telemetry names", () => {
  test("every span", () => {
    expect(sorted(collector.spans().map(({ name }) => name))).toEqual([...namesUnder("Spans")]);
  });

  test("every attribute, of spans and of events", () => {
    const holders = collector.spans().flatMap((span) => [span, ...span.events]);
    const used = sorted(holders.flatMap(({ attributes }) => Object.keys(attributes)));
    expect(used).toEqual([...namesUnder("Attributes")]);
  });

  test("where each attribute is found", () => {
    const found = new Map<string, Set<string>>();
    const holders = collector.spans().flatMap((span) => [span, ...span.events]);
    for (const { name, attributes } of holders)
      for (const attribute of Object.keys(attributes)) {
        const places = found.get(attribute) ?? new Set();
        found.set(attribute, places.add(SHORT[name] ?? name));
      }
    const rows = [...sectionOf("Attributes").matchAll(/^\| `([a-z]+\.[\w.]+)` +\| ([a-z, ]+?) +\|/gm)];
    const documented = rows.map(([, name = "", places = ""]) => [name, sorted(places.split(", "))]);
    expect(Object.fromEntries(documented)).toEqual(
      Object.fromEntries([...found].map(([name, places]) => [name, sorted(places)])),
    );
  });

  test("every metric, with its kind", () => {
    const exposed = [...metrics.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
    expect(sorted(exposed.map(([, name = ""]) => name))).toEqual([...namesUnder("Metrics")]);
    for (const [, name = "", kind = ""] of exposed)
      expect(PAGE).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${kind} `, "m"));
  });

  test("every field of the log", () => {
    const lines = printed.split("\n").filter((line) => line.startsWith("{"));
    const fields = lines.flatMap((line) => Object.keys(Object(JSON.parse(line))));
    expect(sorted(fields)).toEqual([...namesUnder("Log")]);
  });
});
