/** The reference page names what there is, and nothing else: spans, attributes, metrics and log fields of a long story. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { KavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/api.ts";
import { receiptWords } from "../../../../adapters/system/receipt-words.ts";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { systemClock } from "../../../../adapters/system/clock.ts";
import { startTelemetry } from "../../../../adapters/telemetry/telemetry.ts";
import { noOutcomes } from "../../../../domain/routing/outcomes.ts";
import { textOf } from "../../../docs/pages.ts";
import { line as keyLine, testKey } from "../../../app/access/app-keys.ts";
import type { Env } from "../../../e2e/chain/serving.ts";
import { deliveryIn, eventually, freshNumber, verificationIn } from "../../../support/http.ts";
import { tempFolder } from "../../../support/process.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { type Collector, startCollector } from "../sdk/collector.ts";
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
  "otp.carry": "carry",
  "otp.report": "report",
  "otp.check": "check",
  "otp.cancel": "cancel",
  "otp.read": "read",
  "otp.redeem": "redeem",
  "otp.delivery.attempt": "attempt",
  "otp.delivery.skipped": "skip",
  "otp.delivery.waited": "wait",
  "otp.receipt": "callback",
  "otp.receipts.poll": "poll",
  "otp.receipt.noted": "receipt",
  "otp.receipt.unexpected": "receipt",
  "otp.receipt.unanswered": "receipt",
};

/** Lines about the rules across recipients have a section of their own. */
const isDecision = (fields: readonly string[]) => fields.includes("event") || fields.includes("rule");

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** A limit that only tells, so that there is something to tell. */
const RECEIPTS = { RAMZ_RECEIPTS: "true", RAMZ_SECRET: "a-secret-of-thirty-two-characters-or-more" };
const TOLD = { RAMZ_IP_SENDS_PER_HOUR: "1", RAMZ_IP_LIMIT_MODE: "monitor" };

/** The vendor calls about its newest message, is asked, and says that the message did not arrive. */
async function reportedAsLost(origin: string, simulator: KavenegarSimulator): Promise<void> {
  const messageid = simulator.outbox.at(-1)?.messageId ?? "";
  simulator.report(messageid, 11);
  const [word] = receiptWords([RECEIPTS.RAMZ_SECRET], "kavenegar/verify");
  const address = `${origin}/v1/receipts/kavenegar-verify/${word}`;
  expect((await fetch(address, { method: "POST", body: new URLSearchParams({ messageid }) })).status).toBe(
    200,
  );
  const metricsNow = async () => (await fetch(`${origin}/metrics`)).text();
  await eventually(metricsNow, (text) => text.includes('otp_receipt_state="undelivered"'));
}

/** An app has a code of its own carried and reports it. Returns the metrics. */
async function carriedFor(env: Env): Promise<string> {
  const own = testKey();
  using folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${keyLine(own, ["admin"], ", own_code = true")}]`);
  let text = "";
  await traced(
    { ...env, RAMZ_CONFIG: "ramz.toml" },
    async ({ api }) => {
      const shop = withHeaders(api, own.headers);
      const { id } = deliveryIn(await shop.post("/v1/deliveries", { to: freshNumber(), code: "493817" }));
      await shop.post(`/v1/deliveries/${id}/outcome`, { used: true });
      await shop.get(`/v1/deliveries/${id}`);
      ({ text } = await api.get("/metrics"));
    },
    folder,
  );
  return text;
}

/** The metrics after a send whose order was not the configured one. */
async function reordered(): Promise<string> {
  const telemetry = await startTelemetry({
    version: "0",
    clock: systemClock,
    log: () => {},
    redact: (text) => text,
    exports: false,
  });
  const evidence = { sends: 120, score: 41 };
  telemetry
    .outcomes(noOutcomes, (name) => name)
    .routed({
      kind: "first",
      operator: "IR-Irancell",
      chain: "c",
      mode: "learn",
      prefer: "configured",
      facts: [],
      u: 1,
      route: { groups: [], reasons: [{ why: "weak", provider: "ippanel", evidence }] },
      carried: ["ippanel"],
    });
  const text = await telemetry.metrics();
  await telemetry.shutdown();
  return text;
}

let collector: Collector;
let metrics = "";
let printed = "";

beforeAll(async () => {
  collector = startCollector();
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  // Spans leave one by one and metrics often, so that there are some to count while metrics can still be read.
  const often = { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1", OTEL_METRIC_EXPORT_INTERVAL: "50" };
  const env = {
    ...tracedEnv(simulator, collector),
    ...often,
    ...TOLD,
    ...RECEIPTS,
    RAMZ_CALLS_PER_ACCOUNT: "1",
    RAMZ_EXAMINE_MINUTES: "60",
  };
  const carried = await carriedFor(env);
  printed = await traced(env, async ({ api, port }) => {
    const to = freshNumber();
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    const { id } = verificationIn(await api.post("/v1/verifications", { to }));
    await api.post("/v1/verifications", { to });
    await api.get(`/v1/verifications/${id}`);
    await api.post(`/v1/verifications/${id}/checks`, { code: simulator.outbox[0]?.code });
    await api.del(
      `/v1/verifications/${verificationIn(await api.post("/v1/verifications", { to: freshNumber() })).id}`,
    );
    await api.post("/v1/proofs/redeem", { proof: "none" });
    await reportedAsLost(`http://127.0.0.1:${port}`, simulator);
    // Two at once at an account that takes one: the second waits for its place.
    simulator.behave("verify/lookup", { kind: "slow", delayMs: 50 }, 2);
    await Promise.all([1, 2].map(() => api.post("/v1/verifications", { to: freshNumber() })));
    simulator.behave("verify/lookup", { kind: "refuse", code: 418 });
    for (let turn = 0; turn < 2; turn += 1) await api.post("/v1/verifications", { to: freshNumber() });
    metrics = await eventually(
      async () => (await api.get("/metrics")).text,
      (text) =>
        ["span_processed", "data_point_exported", "provider_credit"].every((part) => text.includes(part)),
    );
  });
  metrics += carried + (await reordered());
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
    const all = lines.map((line) => Object.keys(Object(JSON.parse(line))));
    const [ofDecisions, others] = [all.filter(isDecision), all.filter((fields) => !isDecision(fields))];
    expect(sorted(others.flat())).toEqual([...namesUnder("Log")]);
    expect([...namesUnder("Log"), ...namesUnder("Decisions")]).toEqual(
      expect.arrayContaining(sorted(ofDecisions.flat())),
    );
  });
});
