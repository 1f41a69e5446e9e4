/** The log: JSON lines about a send in order, each with its trace; readable text at a terminal. */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { apiAt, eventually, freshNumber } from "../../../support/http.ts";
import { type Running, startRamz, STORE_FILE } from "../../../support/process.ts";
import { vendorEnv } from "../../../e2e/chain/serving.ts";
import { startCollector } from "../sdk/collector.ts";
import { startInTerminal } from "./terminal.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";

const Line = Type.Object({
  level: Type.Union([Type.Literal("info"), Type.Literal("warn"), Type.Literal("error")]),
  time: Type.String(),
  msg: Type.String(),
  trace_id: Type.Optional(Type.String()),
  span_id: Type.Optional(Type.String()),
  provider: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  hint: Type.Optional(Type.String()),
});

/** The lines of the log about sends, without what is printed for people, such as the address, and without records of decisions. */
function linesIn(printed: string): readonly Static<typeof Line>[] {
  const json = printed.split("\n").filter((line) => line.startsWith("{") && !line.includes('"event":'));
  return json.map((line) => Value.Parse(Line, JSON.parse(line)));
}

const TRACE = "7".repeat(32);
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
const to = freshNumber();

/** A send whose first provider refuses. */
async function fallBack({ api }: Running): Promise<void> {
  expect((await api.post("/v1/verifications", { to }, { traceparent })).status).toBe(201);
}

const STORY = [
  "trying kavenegar/verify",
  "kavenegar/verify refused: template_not_found (424)",
  "falling back to kavenegar/sms, because kavenegar/verify said template_not_found",
  "kavenegar/sms accepted the message",
  "degraded: kavenegar/verify failed with template_not_found, kavenegar/sms carried it",
];

describe("the log of a send that fell back", () => {
  test("has its attempts in order, with hints, in lines of its trace", async () => {
    await using simulator = await refusing();
    const lines = linesIn(await traced(vendorEnv(simulator), fallBack));
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual(
      STORY.map((msg, index) => `${index === 0 || index === 3 ? "info" : "warn"} ${msg}`),
    );
    expect(lines[1]?.hint).toContain("KAVENEGAR_TEMPLATE");
    expect(lines[0]?.to).toBe(`${to.slice(0, 6)}*****${to.slice(-2)}`);
    for (const line of lines) {
      expect(line.trace_id).toBe(TRACE);
      expect(line.span_id).toMatch(/^[0-9a-f]{16}$/);
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  test("names the spans that the collector gets", async () => {
    await using simulator = await refusing();
    await using collector = startCollector();
    const lines = linesIn(await traced(tracedEnv(simulator, collector), fallBack));
    const attempts = collector.spans().filter(({ name }) => name === "otp.delivery.attempt");
    const [first = "", second = ""] = attempts.map(({ spanId }) => spanId);
    expect(lines.map((line) => line.span_id)).toEqual([first, first, second, second, second]);
  });

  test("has the trace of a request that fails, so that the reply leads to it", async () => {
    await using simulator = await refusing();
    await using ramz = await startRamz({ ...vendorEnv(simulator), HOST: "127.0.0.1" });
    using store = new Database(join(ramz.folder.path, STORE_FILE));
    store.run("DROP TABLE ledgers");
    const reply = await ramz.api.post("/v1/verifications", { to }, { traceparent });
    expect(reply.status).toBeGreaterThanOrEqual(500);
    const errors = await eventually(
      () => linesIn(ramz.printed()).filter(({ level }) => level === "error"),
      (found) => found.length > 0,
    );
    expect(errors[0]?.trace_id).toBe(TRACE);
  });
});

test("at a terminal the lines are for people: time, level, words", async () => {
  await using simulator = await refusing();
  await using terminal = await startInTerminal({ ...vendorEnv(simulator), HOST: "127.0.0.1" });
  expect((await apiAt(terminal.url).post("/v1/verifications", { to })).status).toBe(201);
  const shown = await eventually(
    () => terminal.shown(),
    (text) => text.includes("degraded"),
  );
  expect(shown).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: falling back to kavenegar\/sms/m);
  expect(shown).not.toContain('"level"');
});

/** A vendor whose lookups are refused. */
async function refusing() {
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
  return { ...simulator, [Symbol.asyncDispose]: () => simulator.stop() };
}
