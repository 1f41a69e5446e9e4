/** The simulator follows the vendor's rules; each expectation is a line of the vendor's reference. */
import { afterAll, describe, expect, test } from "bun:test";
import { codeText } from "../../../../adapters/providers/kavenegar/_simulator/vendor-texts.ts";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";

const simulator = await startKavenegarSimulator({
  keys: ["good", "poor"],
  disabledKeys: ["disabled"],
  creditRial: 1_000,
  senders: ["10008663", "30001"],
  tags: ["otp"],
  templates: [
    { name: "verify", text: "Code %token", state: "Approved" },
    { name: "pending", text: "Code %token", state: "PendingReview" },
    { name: "rejected", text: "Code %token", state: "Rejected" },
    { name: "mute", text: "Hello %token2", state: "Approved" },
  ],
});
afterAll(() => simulator.stop());

type Fields = Readonly<Record<string, string>>;

async function ask(
  method: string,
  fields: Fields = {},
  { key = "good", verb = "POST", url = simulator.url } = {},
) {
  const form = new URLSearchParams({ ...fields });
  const address = `${url}/v1/${key}/${method}.json`;
  const response = await (verb === "GET"
    ? fetch(`${address}?${form.toString()}`)
    : fetch(address, { method: verb, body: form }));
  return { httpStatus: response.status, body: await response.json() };
}

const lookup: Fields = { receptor: "09121234567", template: "verify", token: "123456" };
const send: Fields = { receptor: "09121234567", message: "Code 123456", sender: "10008663" };

const REFUSALS: readonly (readonly [code: number, method: string, fields: Fields, key?: string])[] = [
  [401, "verify/lookup", lookup, "disabled"],
  [403, "verify/lookup", lookup, "unknown"],
  [404, "verify/nothing", lookup],
  [404, "sms/countpostalcode", {}],
  [404, "verify/nothing", lookup, "unknown"],
  [406, "verify/lookup", { ...lookup, token: "" }],
  [411, "verify/lookup", { ...lookup, receptor: "0912" }],
  [411, "sms/send", { ...send, receptor: "12" }],
  [412, "sms/send", { ...send, sender: "3000" }],
  [412, "account/config", { defaultsender: "3000" }],
  [413, "sms/send", { ...send, message: "" }],
  [413, "sms/send", { ...send, message: "x".repeat(901) }],
  [414, "sms/send", { ...send, receptor: Array.from({ length: 201 }, () => "09121234567").join(",") }],
  [417, "sms/send", { ...send, date: "1000000000" }],
  [417, "sms/send", { ...send, date: "tomorrow" }],
  [418, "sms/send", { ...send, message: "x".repeat(900), receptor: "09121234567,09121234568" }],
  [419, "sms/send", { ...send, localid: "1,2" }],
  [400, "sms/sendarray", { receptor: "09121234567", sender: "10008663", message: "x" }],
  [419, "sms/sendarray", { receptor: '["09121234567"]', sender: "[]", message: '["x"]' }],
  [413, "call/maketts", { receptor: "09121234567" }],
  [424, "verify/lookup", { ...lookup, template: "nothing" }],
  [424, "verify/lookup", { ...lookup, template: "pending" }],
  [424, "verify/lookup", { ...lookup, template: "rejected" }],
  [428, "verify/lookup", { ...lookup, token: "12ab", type: "call" }],
  [431, "verify/lookup", { ...lookup, token: "12 34" }],
  [431, "verify/lookup", { ...lookup, token2: "12_34" }],
  [431, "verify/lookup", { ...lookup, token10: "a b c d e f g" }],
  [432, "verify/lookup", { ...lookup, template: "mute" }],
  [607, "verify/lookup", { ...lookup, tag: "nothing" }],
  [607, "sms/send", { ...send, tag: "nothing" }],
];

test("the texts of refusals are the vendor's own", () => {
  expect([codeText(412), codeText(424), codeText(403)]).toEqual([
    "ارسال کننده نامعتبر است",
    "الگوی مورد نظر پیدا نشد",
    "کد شناسائی API-Key معتبر نمی‌باشد",
  ]);
});

const post = (path: string) =>
  fetch(`${simulator.url}${path}`, { method: "POST", body: new URLSearchParams(send) });

describe("a path", () => {
  test("may end with a slash", async () => {
    simulator.reset();
    expect((await post("/v1/good/sms/send.json/")).status).toBe(200);
  });

  test.each([
    "/v1/good/sms/send.xml",
    "/v1/good/sms/send",
    "/v1/good/send.json",
    "/v2/good/sms/send.json",
    "/",
  ])("%s is an unknown method, not a wrong key", async (path) => {
    const response = await post(path);
    expect([response.status, await response.json()]).toMatchObject([404, { return: { status: 404 } }]);
  });
});

test("sms/sendarray accepts POST only", async () => {
  expect((await ask("sms/sendarray", {}, { verb: "GET" })).httpStatus).toBe(405);
});

describe("a request to send", () => {
  test.each([...REFUSALS])("is refused with %i: %s %o", async (code, method, fields, key = "good") => {
    simulator.reset();
    const { httpStatus, body } = await ask(method, fields, { key });
    const message = codeText(code);
    expect([httpStatus, body]).toEqual([code, { return: { status: code, message }, entries: null }]);
    expect(message).toMatch(/[آ-ی]/);
    expect(simulator.outbox).toEqual([]);
  });

  test.each([
    "09121234567",
    "9121234567",
    "989121234567",
    "+989121234567",
    "00989121234567",
    "0014155550123",
  ])("reaches %s", async (receptor) => {
    simulator.reset();
    expect((await ask("verify/lookup", { ...lookup, receptor })).httpStatus).toBe(200);
    expect(simulator.outbox).toHaveLength(1);
  });

  test("may be a GET, and its names may be written in any case", async () => {
    simulator.reset();
    const { httpStatus } = await ask(
      "verify/lookup",
      { Receptor: "09121234567", Template: "verify", Token: "1" },
      { verb: "GET" },
    );
    expect([httpStatus, simulator.calls[0]?.verb]).toEqual([200, "GET"]);
  });

  test("without a sender uses the account's default line, which account/config changes", async () => {
    simulator.reset();
    const { sender: _sender, ...unsigned } = send;
    await ask("sms/send", unsigned);
    await ask("sms/send", { ...unsigned, sender: "" });
    await ask("account/config", { defaultsender: "+9830001" });
    await ask("sms/send", unsigned);
    expect(simulator.outbox.map(({ sender }) => sender)).toEqual(["10008663", "10008663", "30001"]);
    expect((await ask("account/config")).body).toMatchObject({ entries: { defaultsender: "30001" } });
  });

  test.each(["10008663", "+9810008663", "009810008663"])("may write its line as %s", async (sender) => {
    simulator.reset();
    expect((await ask("sms/send", { ...send, sender })).body).toMatchObject({
      entries: [{ sender: "10008663", status: 1, statustext: "در صف ارسال" }],
    });
  });

  test.each(["call", "Call", "CALL"])("with type=%s is a call", async (type) => {
    simulator.reset();
    await ask("verify/lookup", { ...lookup, type });
    expect(simulator.outbox[0]?.channel).toBe("call");
  });

  test("with an empty type, tag or token is one without it; a known tag is accepted", async () => {
    simulator.reset();
    const empty = { type: "", tag: "", token2: "", token3: "" };
    expect((await ask("verify/lookup", { ...lookup, ...empty })).httpStatus).toBe(200);
    expect((await ask("verify/lookup", { ...lookup, tag: "otp" })).httpStatus).toBe(200);
    expect(simulator.outbox.map(({ channel }) => channel)).toEqual(["sms", "sms"]);
  });

  test("as an array sends each text over its line to its number", async () => {
    simulator.reset();
    const { body } = await ask("sms/sendarray", {
      receptor: '["09121234567","09351234567"]',
      sender: '["10008663","30001"]',
      message: '["Code 1111","Code 2222"]',
      localmessageids: "[7,8]",
      type: "null",
    });
    expect(body).toMatchObject({ entries: [{ sender: "10008663" }, { sender: "30001" }] });
    expect(simulator.outbox.map(({ to, code }) => [to, code])).toEqual([
      ["09121234567", "1111"],
      ["09351234567", "2222"],
    ]);
  });

  test("as a call reads a text out", async () => {
    simulator.reset();
    expect((await ask("call/maketts", { receptor: "02112345678", message: "Code 1 2 3 4" })).httpStatus).toBe(
      200,
    );
    expect(simulator.outbox).toMatchObject([{ channel: "call", method: "call/maketts" }]);
  });

  test("calls a landline without being asked for", async () => {
    simulator.reset();
    await ask("verify/lookup", { ...lookup, receptor: "02112345678" });
    expect(simulator.outbox[0]?.channel).toBe("call");
  });
});

describe("an account", () => {
  test("pays for what is sent, and is refused once it cannot", async () => {
    simulator.reset();
    for (let sent = 0; sent < 8; sent += 1) await ask("verify/lookup", lookup);
    expect((await ask("account/info")).body).toMatchObject({ entries: { remaincredit: 40 } });
    expect((await ask("verify/lookup", lookup)).httpStatus).toBe(418);
    expect(simulator.outbox).toHaveLength(8);
  });

  test("in debug mode answers as usual with status 13, and sends and charges nothing", async () => {
    const debugging = await startKavenegarSimulator({ keys: ["good"], debugMode: true });
    const { url } = debugging;
    expect((await ask("verify/lookup", lookup, { url })).body).toMatchObject({ entries: [{ status: 13 }] });
    expect((await ask("account/config", {}, { url })).body).toMatchObject({
      entries: { debugmode: "enabled" },
    });
    expect((await ask("account/info", {}, { url })).body).toMatchObject({
      entries: { remaincredit: 1_000_000 },
    });
    expect(debugging.outbox).toEqual([]);
    await debugging.stop();
  });

  test("is not needed to ask the time", async () => {
    expect((await ask("utils/getdate", {}, { key: "0", verb: "GET" })).httpStatus).toBe(200);
  });
});

describe("a local id", () => {
  test("seen before answers the old record instead of sending", async () => {
    simulator.reset();
    const first = await ask("sms/send", { ...send, localid: "9223372036854775807" });
    const second = await ask("sms/send", { ...send, localid: "9223372036854775807" });
    expect(second.body).toEqual(first.body);
    expect(simulator.outbox).toHaveLength(1);
  });

  test("finds its message, and 100 says that it is not known", async () => {
    simulator.reset();
    await ask("sms/send", { ...send, localid: "450" });
    const { body } = await ask("sms/statuslocalmessageid", { localid: "450,451" });
    expect(body).toMatchObject({
      entries: [
        { localid: "450", status: 1 },
        { localid: "451", status: 100 },
      ],
    });
  });
});

test("behaviours hold for a method and a number of calls, then pass", async () => {
  simulator.reset();
  simulator.behave("verify/lookup", { kind: "refuse", code: 451 }, 2);
  const statuses: number[] = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await ask("verify/lookup", lookup)).httpStatus);
  expect(statuses).toEqual([451, 451, 200]);
  expect((await ask("sms/send", send)).httpStatus).toBe(200);
});
