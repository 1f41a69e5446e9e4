/** `ippanel/pattern`: its request, its refusals by field and what it finds out about account and pattern. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { SimulatorOptions } from "../../../../adapters/providers/ippanel/_simulator/api.ts";
import { startIpPanelSimulator } from "../../../../adapters/providers/ippanel/_simulator/simulator.ts";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { CODE, deliver, foundBy, openByName } from "../support.ts";

const KEY = "ippanel-key";
const LINE = "+983000505";
const ACCOUNT: SimulatorOptions = {
  keys: [KEY],
  patterns: [
    { code: "fa", text: "کد: %code%", status: "active", length: 6 },
    { code: "en", text: "Your code: %code%", status: "active", length: 6 },
    { code: "short", text: "%code%", status: "active", length: 5 },
    { code: "waiting", text: "%code%", status: "pending", length: 6 },
  ],
};

const simulator = await startIpPanelSimulator(ACCOUNT);
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

function open(options: Readonly<Record<string, unknown>> = {}, url: string = simulator.url) {
  const env = { IPPANEL_API_KEY: KEY, IPPANEL_BASE_URL: `${url}/v1` };
  return openByName("ippanel/pattern", { env, options: { from: LINE, pattern: "fa", ...options } });
}

describe("a send", () => {
  test("holds number, line, pattern and code", async () => {
    const { provider } = await open();
    expect(await deliver(provider)).toEqual({
      outcome: "accepted",
      messageId: "1123544",
      sentWith: { kind: "template", name: "fa" },
    });
    expect(simulator.calls[0]?.body).toEqual({
      sending_type: "pattern",
      from_number: LINE,
      code: "fa",
      recipients: ["+989121234567"],
      params: { code: CODE },
    });
    expect(simulator.outbox).toMatchObject([{ text: `کد: ${CODE}`, code: CODE, sender: LINE }]);
  });

  test("uses the English pattern for English readers when there is one", async () => {
    const { provider } = await open({ englishPattern: "en" });
    await deliver(provider, { locale: "en" });
    expect(simulator.outbox[0]?.text).toBe(`Your code: ${CODE}`);
  });

  const rows: readonly (readonly [reason: string, options: Readonly<Record<string, unknown>>])[] = [
    ["template_unknown", { pattern: "nothing" }],
    ["template_unknown", { pattern: "waiting" }],
    ["template_parameter", { parameter: "Code" }],
    ["sender_invalid", { from: "+98300099" }],
  ];
  test.each([...rows])("is refused as %s with %o, by the simulator's own rules", async (reason, options) => {
    const { provider } = await open(options);
    expect(await deliver(provider)).toMatchObject({ fault: "message", reason, vendorCode: "400-2" });
    expect(simulator.outbox).toEqual([]);
  });

  test("without credit is refused as this message's", async () => {
    const poor = await startIpPanelSimulator({ ...ACCOUNT, creditRial: 100 });
    const { provider } = await open({}, poor.url);
    expect(await deliver(provider)).toMatchObject({ fault: "message", reason: "request_invalid" });
    await poor.stop();
  });

  test("longer than the variable is accepted and reaches no phone", async () => {
    const { provider } = await open({ pattern: "short" });
    expect(await deliver(provider)).toMatchObject({ outcome: "accepted" });
    expect(simulator.outbox).toEqual([]);
  });
});

const body = (meta: object) => JSON.stringify({ data: null, meta: { status: false, ...meta } });

describe("a refusal", () => {
  const rows: readonly (readonly [title: string, text: string, expected: object])[] = [
    [
      "of a field within a field",
      body({ message_code: "400-2", errors: { "params.code": ["x"] } }),
      { reason: "template_parameter", vendorCode: "400-2" },
    ],
    [
      "of several fields names the known one",
      body({ message_code: "400-2", errors: { mood: ["x"], "recipients.0": ["x"] } }),
      { reason: "recipient_unreadable" },
    ],
    [
      "of an unknown field",
      body({ message_code: "400-2", errors: { constructor: ["x"] } }),
      { fault: "message", reason: "request_invalid" },
    ],
    [
      "without fields",
      body({ message_code: "409-9" }),
      { fault: "message", reason: "vendor_refused", vendorCode: "409-9" },
    ],
    ["without a code", body({}), { fault: "message", reason: "vendor_refused", vendorCode: "no code" }],
  ];
  test.each([...rows])("%s", async (_, text, expected) => {
    const { provider } = await open();
    simulator.behave("send", { kind: "body", httpStatus: 422, text });
    expect(await deliver(provider)).toMatchObject(expected);
  });
});

describe("an examination", () => {
  const rows: readonly (readonly [
    title: string,
    account: SimulatorOptions,
    options: Readonly<Record<string, unknown>>,
    found: readonly string[],
  ])[] = [
    ["a good account", {}, {}, ["ok key", "ok credit", "ok pattern"]],
    ["little credit", { creditRial: 499_000 }, {}, ["ok key", "warning credit", "ok pattern"]],
    ["no credit", { creditRial: 0 }, {}, ["ok key", "problem credit", "ok pattern"]],
    [
      "both patterns",
      {},
      { englishPattern: "waiting" },
      ["ok key", "ok credit", "ok pattern", "problem pattern"],
    ],
    ["an unknown pattern", {}, { pattern: "none" }, ["ok key", "ok credit", "problem pattern"]],
    ["a variable of another name", {}, { parameter: "Code" }, ["ok key", "ok credit", "problem pattern"]],
    ["a variable too short for a code", {}, { pattern: "short" }, ["ok key", "ok credit", "problem pattern"]],
    ["a wrong key", { keys: [] }, {}, ["problem key"]],
  ];
  test.each([...rows])("finds %s", async (_, account, options, expected) => {
    const here = await startIpPanelSimulator({ ...ACCOUNT, ...account });
    const found = await foundBy(await open(options, here.url));
    await here.stop();
    expect(here.outbox).toEqual([]);
    expect(found).toEqual([...expected]);
  });

  test("says what a variable that is too short leads to", async () => {
    const { examine } = await open({ pattern: "short" });
    const found = await examine(Date.now() + 2_000);
    expect(found?.at(-1)?.detail).toBe(
      "The variable code of the pattern short takes 5 characters, and a code has 6: each message would wait for a review.",
    );
  });
});

test("the tool shows the credit", async () => {
  const { tools } = await open();
  expect(await tools["account"]?.run(Date.now() + 2_000)).toEqual({
    kind: "report",
    rows: [{ credit_rial: 1_000_000, credit_toman: 100_000 }],
  });
});

type State = Omit<MessageStatus, "messageId">;

describe("the state of a message", () => {
  const rows: readonly (readonly [title: string, data: unknown, expected: State])[] = [
    ["delivered", [{ message_status: "2" }], { state: "delivered" }],
    ["not delivered", [{ message_status: "3" }], { state: "undelivered", reason: "3" }],
    ["blacklisted", [{ message_status: 4 }], { state: "undelivered", reason: "4" }],
    ["at the operator", [{ message_status: "1" }], { state: "pending" }],
    ["not finished", [], { state: "pending" }],
    ["of another shape", { message_status: "2" }, { state: "pending" }],
  ];
  test.each([...rows])("%s", async (_, data, expected) => {
    const { provider } = await open();
    const text = JSON.stringify({ data, meta: { status: true } });
    simulator.behave("report/recipients", { kind: "body", httpStatus: 200, text });
    const statuses = await provider.status?.(["1123544"], Date.now() + 2_000);
    expect(statuses).toEqual([{ messageId: "1123544", ...expected }]);
  });

  test("is asked of the vendor by the message's id", async () => {
    const { provider } = await open();
    const { messageId = "" } = await deliver(provider);
    expect(await provider.status?.([messageId, "7"], Date.now() + 2_000)).toEqual([
      { messageId, state: "delivered" },
      { messageId: "7", state: "pending" },
    ]);
  });
});
