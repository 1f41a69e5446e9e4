/** What the rules across recipients tell: a metric of everything, and lines that an attack does not multiply. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Readable } from "node:stream";
import type { Telemetry } from "../../../../adapters/telemetry/telemetry.ts";
import { readLog } from "../../../../app/cli/replay/read-log.ts";
import { ConfigSchema, settingsOf } from "../../../../app/config/schema.ts";
import { replay } from "../../../../domain/rate-limits/guard-replay.ts";
import { DEFAULT_GUARD } from "../../../../domain/rate-limits/pumping-guard.ts";
import type { RateLimitRules } from "../../../../domain/rate-limits/quotas.ts";
import { type RateLimiter, createRateLimiter } from "../../../../domain/rate-limits/rate-limiter.ts";
import { createMemoryWindows } from "../../../../domain/rate-limits/in-memory-windows.ts";
import { CLIENT, hourly, messagesADay, NO_RULES, numbered, SENDER } from "../../../support/quotas.ts";
import { textOf } from "../../../docs/pages.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import type { SimClock } from "../../../support/sim-clock.ts";
import { type Line, startListening } from "../sdk/listening.ts";
import type { Sender } from "../../../../domain/rate-limits/sender.ts";

const MINUTE_MS = 60_000;
const guard = (block: number, mode: "enforce" | "monitor" = "enforce") => ({
  guard: { ...DEFAULT_GUARD, mode, floor: { ...DEFAULT_GUARD.floor, block } },
});

let clock: SimClock;
let telemetry: Telemetry;
let lines: Line[];

beforeEach(async () => {
  ({ clock, telemetry, lines } = await startListening());
});
afterEach(() => telemetry.shutdown());

const recordKey = (app: string, recipient: string) =>
  createTestSecrets().windowKey(`record\n${app}\n${recipient}`);

function traced(rules: Partial<RateLimitRules>, recorded = true): RateLimiter {
  const secrets = createTestSecrets();
  const windows = createMemoryWindows(clock);
  const quotas = createRateLimiter({ windows, secrets, rules: { ...NO_RULES, ...rules } });
  return telemetry.rateLimiter(quotas, { recordKey, recorded });
}

const take = (quotas: RateLimiter, sender: Partial<Sender> = {}) =>
  quotas.reserve({ ...SENDER, ...sender }, clock.now());
const told = () => lines.filter(({ fields }) => fields["event"] === undefined);
const records = () => lines.flatMap(({ fields }) => (fields["event"] === undefined ? [] : [fields]));
const metric = async (name: string) =>
  (await telemetry.metrics())
    .split("\n")
    .filter((line) => line.startsWith(name))
    .map((line) => line.replace(/,?otel_scope_\w+="[^"]*"/g, ""));

describe("a budget", () => {
  test("raises the alarm once, with what to raise, and refuses at its end", async () => {
    const quotas = traced({ serviceBudget: messagesADay(5), alarmShare: 0.8 });
    for (let send = 0; send < 6; send++) await take(quotas, { recipient: numbered(send) });
    const hint = "If this is real traffic, raise RAMZ_MESSAGES_PER_DAY.";
    expect(told()).toMatchObject([
      { level: "warn", message: expect.stringContaining("nearly used up: 4 of 5"), fields: { hint } },
      { level: "warn", message: "service_messages_day refused a send: its limit is 5", fields: { hint } },
    ]);
    expect(await metric("otp_quota_decisions_total")).toEqual([
      'otp_quota_decisions_total{decision="alarm",rule="service_messages_day"} 1',
      'otp_quota_decisions_total{decision="exceeded",rule="service_messages_day",mode="enforce"} 1',
    ]);
    expect(settingsOf(ConfigSchema).map(({ notes }) => notes.env)).toContain("RAMZ_MESSAGES_PER_DAY");
  });

  test("is a gauge as it was last seen, of the service and of each app", async () => {
    const quotas = traced({ serviceBudget: messagesADay(100), appBudget: messagesADay(10) });
    for (const app of ["shop", "shop", "bank"]) await take(quotas, { app });
    expect(await metric("otp_budget_used")).toEqual([
      'otp_budget_used{rule="service_messages_day"} 3',
      'otp_budget_used{rule="app_messages_day",app="shop"} 2',
      'otp_budget_used{rule="app_messages_day",app="bank"} 1',
    ]);
    expect(await metric("otp_budget_limit")).toContain(
      'otp_budget_limit{rule="app_messages_day",app="bank"} 10',
    );
  });

  test("of an app names that app's setting", async () => {
    const quotas = traced({ appBudget: messagesADay(1) });
    await take(quotas);
    await take(quotas);
    const hint = "If this is real traffic, raise apps.shop.limits.messages_per_day.";
    expect(told().at(-1)?.fields).toMatchObject({ rule: "app_messages_day", hint });
  });
});

describe("a limit and the guard", () => {
  test("in monitor mode tell what they would have refused", async () => {
    const quotas = traced({ ip: [hourly(1, "monitor")], ...guard(1, "monitor") });
    for (let send = 0; send < 2; send++)
      expect(await take(quotas, { recipient: numbered(0, send) })).toMatchObject({ kind: "reserved" });
    expect(told().map(({ message }) => message)).toEqual([
      "ip_hour would have refused a send from 192.0.2.7: its limit is 1",
      "the guard would ask newcomers for a challenge: of 2 to block +98912000**** 0 were confirmed",
    ]);
    expect(records().map(({ decision, rule }) => [decision, rule])).toEqual([
      ["sent", undefined],
      ["sent", "block"],
    ]);
  });

  test("write a line a minute, however many sends they refuse, and count them all", async () => {
    const quotas = traced(guard(1));
    for (let send = 0; send < 501; send++) await take(quotas);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.fields).toEqual({
      app: "shop",
      rule: "block",
      mode: "enforce",
      place: "+98912123****",
      used: 2,
      approved: 0,
      allowed: 1,
    });
    clock.advance(MINUTE_MS);
    await take(quotas);
    expect(told()).toHaveLength(2);
    expect(told()[1]?.fields).toMatchObject({ left_out: 499 });
    expect(await metric("otp_quota_decisions_total")).toEqual([
      'otp_quota_decisions_total{decision="suspicious",rule="block",mode="enforce"} 501',
      'otp_quota_decisions_total{decision="challenged",rule="block",mode="enforce"} 501',
    ]);
  });

  test("write thirty lines a minute at most, wherever the sends go", async () => {
    const quotas = traced(guard(0));
    for (let block = 0; block < 200; block++) await take(quotas, { recipient: numbered(block) });
    expect(told()).toHaveLength(30);
  });

  test("say nothing of a vouched send, which they count", async () => {
    const quotas = traced(guard(0));
    expect(await take(quotas, { standing: "vouched" })).toMatchObject({ kind: "reserved" });
    expect(told()).toEqual([]);
    expect(records()).toMatchObject([{ decision: "sent", standing: "vouched", rule: undefined }]);
  });

  test("say who is exempt, why and until when", async () => {
    const until = clock.now() + MINUTE_MS;
    const exempt = { [SENDER.recipient]: { until, reason: "the demo phone" } };
    await take(traced({ exempt, ...guard(0) }));
    expect(told()).toMatchObject([
      {
        level: "info",
        message: `exempt until ${new Date(until).toISOString()}: the demo phone`,
        fields: { app: "shop", reason: "the demo phone" },
      },
    ]);
    expect(records()).toMatchObject([{ standing: "vouched" }]);
  });
});

test("every field of all of them is in the reference, and nothing else", async () => {
  const until = clock.now() + MINUTE_MS;
  const exempt = { [numbered(9)]: { until, reason: "the demo phone" } };
  const quotas = traced({
    exempt,
    ip: [hourly(4)],
    serviceBudget: messagesADay(3),
    alarmShare: 0.5,
    ...guard(2),
  });
  const first = await take(quotas, { recipient: numbered(9) });
  if (first.kind === "reserved") await quotas.settle(first, { messages: 0, costRial: null });
  for (let turn = 0; turn < 6; turn++) await take(quotas);
  clock.advance(MINUTE_MS);
  await take(quotas);
  await quotas.confirm(SENDER, 1, clock.now());
  await take(quotas, { isCarried: true, recipient: numbered(8) });
  await quotas.reportCarried(SENDER, { sends: 1, isUsed: true }, clock.now());
  const [, section = ""] = textOf("docs/reference/telemetry.md").split("## Decisions");
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => name);
  const used = lines.flatMap(({ fields }) => Object.keys(fields));
  expect([...new Set(used)].sort()).toEqual([...documented].sort());
});

describe("the record of decisions", () => {
  test("has one for each send, each that came to nothing and each confirmation, of one ledger", async () => {
    const quotas = traced(guard(5));
    const at = clock.now();
    const from = { sources: [{ kind: "address", key: "home", approvalsPerDay: 0.5 }] } as const;
    const first = await take(quotas, from);
    if (first.kind !== "reserved") throw new Error("refused");
    clock.advance(1_000);
    await quotas.settle(first, { messages: 0, costRial: null });
    const second = await take(quotas, from);
    if (second.kind !== "reserved") throw new Error("refused");
    await quotas.settle(second, { messages: 1, costRial: 900 });
    await quotas.confirm(SENDER, 1, clock.now());
    const ledger = recordKey("shop", SENDER.recipient);
    const send = {
      event: "send.decided",
      ledger,
      app: "shop",
      block: "+98912123",
      operator: "IR-MCI",
      sources: "address:home=0.5",
      standing: "newcomer",
      carried: undefined,
      challenge: undefined,
      decision: "sent",
      rule: undefined,
    };
    expect(records()).toEqual([
      { ...send, at },
      { event: "send.returned", at: at + 1_000, ledger, asked: at },
      { ...send, at: at + 1_000 },
      { event: "send.confirmed", at: at + 1_000, ledger, sends: 1 },
    ]);
  });

  test("has those of carried codes, with their reports, and a replay of them decides the same", async () => {
    const floor = { ...DEFAULT_GUARD.floor, address: 2 };
    const quotas = traced({ guard: { ...DEFAULT_GUARD, floor } });
    const sources = [{ kind: "address", key: "home", approvalsPerDay: 0 }] as const;
    for (const outcome of ["used", "unused", "unused", "nothing", "unused", "unused", "unused"]) {
      clock.advance(1_000);
      const answer = await take(quotas, { sources, isCarried: true });
      if (answer.kind !== "reserved") continue;
      await quotas.settle(answer, { messages: outcome === "nothing" ? 0 : 1, costRial: null });
      if (outcome === "nothing") continue;
      const carried = { sends: 1, isUsed: outcome === "used" };
      await quotas.reportCarried({ ...SENDER, sources }, carried, clock.now());
    }
    const kinds = records().map(({ event, decision, outcome }) => [event, decision ?? outcome].join(" "));
    expect(kinds.filter((kind) => kind === "send.reported unused").length).toBeGreaterThan(1);
    expect(kinds).toContain("send.returned ");
    expect(kinds.at(-1)).toBe("send.decided refused");
    const log = records().map((fields) => JSON.stringify(fields));
    const { records: read } = await readLog([], Readable.from([log.join("\n")]));
    const replayed = await replay(read, { ...DEFAULT_GUARD, floor });
    expect(replayed.map(({ blockedBy }) => blockedBy !== null)).toEqual(
      replayed.map(({ send }) => send.decision === "refused"),
    );
  });

  test("names a limit rather than the guard where both refused", async () => {
    const address = { ...DEFAULT_GUARD, floor: { ...DEFAULT_GUARD.floor, address: 1 } };
    const quotas = traced({ ip: [hourly(1)], guard: address });
    const from = { sources: [{ kind: "address", key: "home", approvalsPerDay: 0 }] } as const;
    await take(quotas, from);
    // Near its end the limit would let go sooner than the guard, which is what the caller is told.
    clock.advance(59.5 * MINUTE_MS);
    expect(await take(quotas, from)).toMatchObject({ kind: "refused", refusal: { rule: "address" } });
    expect(records().at(-1)).toMatchObject({ decision: "refused", rule: "ip_hour" });
  });

  test("holds no number as a whole and no address; of the lines, that of a limit of addresses names the address", async () => {
    const quotas = traced({ ip: [hourly(1)], serviceBudget: messagesADay(3), ...guard(1) });
    for (let send = 0; send < 5; send++) await take(quotas, { recipient: numbered(0, send) });
    const all = JSON.stringify(lines);
    expect(all).toContain("+98912000");
    expect(all).not.toMatch(/\+98912000\d/);
    expect(JSON.stringify(records())).not.toContain(CLIENT.address);
    const naming = told().filter((line) => JSON.stringify(line).includes(CLIENT.address));
    expect(naming.map(({ fields }) => fields)).toMatchObject([{ rule: "ip_hour", place: CLIENT.address }]);
  });

  test("is not kept where no guard is on", async () => {
    const quotas = traced({ serviceBudget: messagesADay(1) }, false);
    await take(quotas);
    expect(records()).toEqual([]);
  });
});
