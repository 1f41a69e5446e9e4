/** The simulator follows the vendor's rules; each expectation is a line of the vendor's own documentation. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { startIpPanelSimulator } from "../../../../adapters/providers/ippanel/_simulator/simulator.ts";

const simulator = await startIpPanelSimulator({
  keys: ["good"],
  creditRial: 5_000,
  costRial: 2_000,
  lines: ["+983000505"],
  patterns: [
    { code: "verify", text: "Code %code%", status: "active", length: 6 },
    { code: "named", text: "%name%, your code is %code%", status: "active", length: 6 },
    { code: "waiting", text: "Code %code%", status: "pending", length: 6 },
  ],
});
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function ask(method: string, json?: unknown, key = "good") {
  const response = await fetch(`${simulator.url}/v1/api/${method}`, {
    method: json === undefined ? "GET" : "POST",
    headers: { authorization: key, "content-type": "application/json" },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { httpStatus: response.status, body: await response.json() };
}

const pattern = {
  sending_type: "pattern",
  from_number: "+983000505",
  code: "verify",
  recipients: ["+989121234567"],
  params: { code: "123456" },
};

/** `field`: the field that the refusal names. */
const REFUSALS: readonly (readonly [field: string, json: unknown])[] = [
  ["params", []],
  ["params", { ...pattern, sending_type: "webservice" }],
  ["params", { ...pattern, params: { Code: "123456" } }],
  ["params", { ...pattern, code: "named" }],
  ["from_number", { ...pattern, from_number: "+983000999" }],
  ["code", { ...pattern, code: "nothing" }],
  ["code", { ...pattern, code: "waiting" }],
  ["recipients", { ...pattern, recipients: [] }],
  ["recipients", { ...pattern, recipients: ["09121234567"] }],
  ["recipients", { ...pattern, recipients: ["+989121234567", "+989351234567"] }],
];

describe("a request to send", () => {
  test.each([...REFUSALS])("is refused because of the field %s: %j", async (field, json) => {
    const { httpStatus, body } = await ask("send", json);
    expect(httpStatus).toBe(422);
    const errors = { [field]: [expect.stringMatching(/[آ-ی]/)] };
    expect(body).toEqual({
      data: null,
      meta: { status: false, message: expect.any(String), message_code: "400-2", errors },
    });
    expect(simulator.outbox).toEqual([]);
  });

  test.each(["send", "payment/credit/mine", "patterns/verify", "report/recipients?bulk_id=1"])(
    "to %s with an unknown key is refused with 401",
    async (method) => {
      const json = method === "send" ? pattern : undefined;
      expect(await ask(method, json, "unknown")).toMatchObject({
        httpStatus: 401,
        body: { data: null, meta: { status: false, message_code: "400-1" } },
      });
      expect(simulator.outbox).toEqual([]);
    },
  );

  test("fills the pattern, and answers the id of each message", async () => {
    const named = { ...pattern, code: "named", params: { code: "123456", name: "Sara" } };
    expect(await ask("send", named)).toMatchObject({
      httpStatus: 200,
      body: { data: { message_outbox_ids: [1123544] }, meta: { status: true } },
    });
    expect(simulator.outbox).toMatchObject([
      { to: "+989121234567", text: "Sara, your code is 123456", sender: "+983000505", channel: "sms" },
    ]);
  });

  test("with a value longer than the pattern allows is accepted, and waits for a review", async () => {
    const long = { ...pattern, params: { code: "1234567" } };
    expect(await ask("send", long)).toMatchObject({ httpStatus: 200, body: { meta: { status: true } } });
    expect(simulator.outbox).toEqual([]);
  });
});

test("the credit pays for messages until it is used up", async () => {
  for (const credit of [3_000.5, 1_000.5]) {
    await ask("send", pattern);
    expect((await ask("payment/credit/mine")).body).toMatchObject({ data: { credit } });
  }
  expect(await ask("send", pattern)).toMatchObject({
    httpStatus: 422,
    body: { meta: { errors: { credit: [expect.any(String)] } } },
  });
  expect(simulator.outbox).toHaveLength(2);
});

test("a pattern has its state, and its variables with their lengths", async () => {
  const active = { pattern_status: "active", variable: [{ name: "name" }, { name: "code", len: 6 }] };
  expect((await ask("patterns/named")).body).toMatchObject({ data: active });
  expect((await ask("patterns/waiting")).body).toMatchObject({ data: { pattern_status: "pending" } });
  expect((await ask("patterns/nothing")).httpStatus).toBe(422);
});

test("the report has the receiver of a message; an unknown one is empty", async () => {
  await ask("send", pattern);
  expect((await ask("report/recipients?bulk_id=1123544")).body).toMatchObject({
    data: [{ recipient: "+989121234567", message_status: "2" }],
  });
  expect((await ask("report/recipients?bulk_id=7")).body).toMatchObject({ data: [] });
});

test("a path that the vendor does not have is 404", async () => {
  expect((await ask("send/single", pattern)).httpStatus).toBe(404);
});

/** Orders the vendor to refuse. */
function order(code: string): Promise<Response> {
  return fetch(`${simulator.url}/_control/behave`, {
    method: "POST",
    body: JSON.stringify({ method: "send", behaviour: { kind: "refuse", code } }),
  });
}

test("orders name methods, the key and fields, and a wrong one is answered with the mistake", async () => {
  const wrong = await order("mood");
  expect([wrong.status, await wrong.json()]).toEqual([
    400,
    { error: expect.stringContaining('behaviour.code: "mood" is not valid. Send an order like') },
  ]);
  expect((await order("from_number")).status).toBe(200);
  expect((await ask("send", pattern)).body).toMatchObject({
    meta: { errors: { from_number: [expect.any(String)] } },
  });
});
