/** The simulator follows the vendor's rules; each expectation is a line of the vendor's reference. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startSmsIrSimulator } from "../../../../adapters/providers/smsir/_simulator/simulator.ts";

const simulator = await startSmsIrSimulator({
  keys: ["good"],
  disabledKeys: ["off"],
  credit: 3,
  blacklist: ["09120000000"],
  templates: [
    { id: 1, text: "Code #Code#", isApproved: true },
    { id: 2, text: "Code #Code#", isApproved: false },
    { id: 3, text: "Hello", isApproved: true },
  ],
  lines: [
    { number: "30001", isActive: true, isOtpOnly: false },
    { number: "30002", isActive: false, isOtpOnly: false },
    { number: "30003", isActive: true, isOtpOnly: true },
  ],
});
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function ask(method: string, json?: unknown, key = "good") {
  const response = await fetch(`${simulator.url}/v1/${method}`, {
    method: json === undefined ? "GET" : "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { httpStatus: response.status, body: await response.json() };
}

const parameters = [{ name: "Code", value: "123456" }];
const verify = { mobile: "09121234567", templateId: 1, parameters };
const bulk = { lineNumber: 30001, messageText: "Code 123456", mobiles: ["09121234567"] };
const many = Array.from({ length: 101 }, () => "09121234567");

const REFUSALS: readonly (readonly [status: number, method: string, json: unknown, key?: string])[] = [
  [10, "send/verify", verify, "unknown"],
  [11, "send/verify", verify, "off"],
  [16, "send/verify", []],
  [16, "send/bulk", { ...bulk, mobiles: [] }],
  [101, "send/bulk", { ...bulk, lineNumber: 30009 }],
  [102, "send/bulk", { ...bulk, messageText: "x".repeat(700) }],
  [103, "send/bulk", { ...bulk, messageText: "" }],
  [104, "send/verify", { ...verify, mobile: "0912" }],
  [104, "send/bulk", { ...bulk, mobiles: ["12"] }],
  [105, "send/bulk", { ...bulk, mobiles: many }],
  [107, "send/likeToLike", { lineNumber: 30001, messageTexts: ["a", "b"], mobiles: ["09121234567"] }],
  [113, "send/verify", { ...verify, templateId: 9 }],
  [113, "send/verify", { ...verify, templateId: 2 }],
  [114, "send/verify", { ...verify, parameters: [{ name: "Code", value: "x".repeat(26) }] }],
  [115, "send/verify", { ...verify, mobile: "09120000000" }],
  [115, "send/bulk", { ...bulk, mobiles: ["09120000000"] }],
  [116, "send/verify", { ...verify, parameters: [{ name: "code", value: "1" }] }],
  [117, "send/verify", { ...verify, templateId: 3, parameters: [] }],
  [118, "send/verify", { ...verify, parameters: [] }],
  [123, "send/bulk", { ...bulk, lineNumber: 30002 }],
  [124, "send/bulk", { ...bulk, lineNumber: 30003 }],
];

describe("a request to send", () => {
  test.each([...REFUSALS])("is refused with %i: %s %j", async (status, method, json, key = "good") => {
    const { httpStatus, body } = await ask(method, json, key);
    expect(body).toEqual({ status, message: expect.stringMatching(/[آ-ی]/), data: null });
    expect(httpStatus).toBe(status < 16 ? 401 : 400);
    expect(simulator.outbox).toEqual([]);
  });

  test.each(["09121234567", "9121234567", "989121234567", "+989121234567"])("reaches %s", async (mobile) => {
    expect(await ask("send/verify", { ...verify, mobile })).toMatchObject({
      httpStatus: 200,
      body: { status: 1, data: { messageId: 89545112, cost: 1 } },
    });
    expect(simulator.outbox).toMatchObject([{ to: "09121234567", text: "Code 123456" }]);
  });

  test("of several texts sends each to its number", async () => {
    const pairs = { lineNumber: 30001, messageTexts: ["Code 1111", "Code 2222"] };
    const mobiles = ["09121234567", "09351234567"];
    const { body } = await ask("send/likeToLike", { ...pairs, mobiles });
    expect(body).toMatchObject({ data: { messageIds: [89545112, 89545113], cost: 2 } });
    expect(simulator.outbox.map(({ to, code }) => [to, code])).toEqual([
      ["09121234567", "1111"],
      ["09351234567", "2222"],
    ]);
  });
});

test("the credit pays for messages until it is used up", async () => {
  for (let sent = 0; sent < 3; sent += 1) await ask("send/verify", verify);
  expect((await ask("credit")).body).toMatchObject({ status: 1, data: 0 });
  expect((await ask("send/verify", verify)).body).toMatchObject({ status: 102 });
});

test("the report of a message has its state; an unknown one is 112", async () => {
  await ask("send/verify", verify);
  expect((await ask("send/89545112")).body).toMatchObject({
    data: { mobile: 989121234567, deliveryState: 1, messageText: "Code 123456" },
  });
  expect((await ask("send/7")).body).toMatchObject({ status: 112 });
});

test("the lines are numbers", async () => {
  expect((await ask("line")).body).toMatchObject({ data: [30001, 30002, 30003] });
});

test("orders name methods and statuses, and a wrong one is answered with the mistake", async () => {
  const order = (body: unknown) =>
    fetch(`${simulator.url}/_control/behave`, { method: "POST", body: JSON.stringify(body) });
  const hang = { kind: "hang" };
  expect(await (await order({ method: "verify/lookup", behaviour: hang })).text()).toContain(
    "Known are send/verify, send/bulk",
  );
  expect((await order({ method: "send/verify", behaviour: { kind: "refuse", code: -1 } })).status).toBe(400);
  expect((await order({ method: "send/verify", behaviour: { kind: "refuse", code: 0 } })).status).toBe(200);
  expect((await ask("send/verify", verify)).httpStatus).toBe(500);
  const inbound = await fetch(`${simulator.url}/_control/inbound`, { method: "POST" });
  expect([inbound.status, await inbound.text()]).toEqual([
    404,
    expect.stringContaining("Available: POST /_control/behave, POST /_control/reset"),
  ]);
});
