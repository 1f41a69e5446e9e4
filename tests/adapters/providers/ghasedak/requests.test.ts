/** The requests of the Ghasedak providers, the messages that then reach the phone, and what they find out about their account. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { SimulatorOptions } from "../../../../adapters/providers/ghasedak/_simulator/api.ts";
import {
  API_PATH,
  startGhasedakSimulator,
} from "../../../../adapters/providers/ghasedak/_simulator/simulator.ts";
import { CODE, deliver, foundBy, openByName } from "../support.ts";

const KEY = "ghasedak-key";
const TEMPLATES: SimulatorOptions = {
  templates: [
    { name: "verify", text: "کد: %Code%", isApproved: true },
    { name: "verify-en", text: "Your code: %Code%", isApproved: true },
    { name: "pending", text: "%Code%", isApproved: false },
  ],
};

const simulator = await startGhasedakSimulator({ keys: [KEY], ...TEMPLATES });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

type Name = "ghasedak/otp" | "ghasedak/call";

function open(name: Name, options: Readonly<Record<string, unknown>> = {}, url: string = simulator.url) {
  const env = { GHASEDAK_API_KEY: KEY, GHASEDAK_BASE_URL: url + API_PATH };
  return openByName(name, { env, options: { template: "verify", ...options } });
}

describe("a send", () => {
  test("holds number, template, code and the attempt's reference", async () => {
    const { provider } = await open("ghasedak/otp");
    expect(await deliver(provider, { attemptId: "ver_1.0.0" })).toEqual({
      outcome: "accepted",
      messageId: "700123456",
      costRial: 150,
      sentWith: { kind: "template", name: "verify" },
    });
    expect(simulator.calls[0]?.body).toEqual({
      receptors: [{ mobile: "09121234567", clientReferenceId: "ver_1.0.0" }],
      templateName: "verify",
      inputs: [{ param: "Code", value: CODE }],
      udh: false,
      isVoice: false,
    });
    expect(simulator.outbox).toMatchObject([{ to: "09121234567", text: `کد: ${CODE}`, channel: "sms" }]);
  });

  test("as a call is read out", async () => {
    const { provider } = await open("ghasedak/call");
    expect(await deliver(provider, { channel: "call" })).toMatchObject({ outcome: "accepted" });
    expect(simulator.outbox).toMatchObject([{ channel: "call", code: CODE }]);
  });

  test("uses the English template for English readers when there is one", async () => {
    const { provider } = await open("ghasedak/otp", { englishTemplate: "verify-en" });
    await deliver(provider, { locale: "en" });
    expect(simulator.outbox[0]?.text).toBe(`Your code: ${CODE}`);
  });

  test("that the vendor takes for a repetition may have gone out", async () => {
    const { provider } = await open("ghasedak/otp");
    simulator.behave("SendOtpSMS", { kind: "refuse", code: 451 });
    expect(await deliver(provider)).toMatchObject({ outcome: "unknown", reason: "duplicate" });
  });
});

describe("an answer", () => {
  const good = { messageId: "77", cost: 120, receptor: "09121234567" };
  const rows: readonly (readonly [title: string, body: unknown, expected: object])[] = [
    [
      "with names in another case",
      { IsSuccess: true, StatusCode: 200, Data: { Items: [{ MessageId: "77", Cost: 120 }] } },
      { outcome: "accepted", messageId: "77", costRial: 120 },
    ],
    [
      "with an id that is a number",
      { isSuccess: true, statusCode: 200, data: { items: [{ ...good, messageId: 77 }] } },
      { outcome: "accepted", messageId: "77" },
    ],
    ["without items", { isSuccess: true, statusCode: 200, data: {} }, { reason: "message_id_missing" }],
    ["without data", { isSuccess: true, statusCode: 200, data: null }, { reason: "message_id_missing" }],
    [
      "with a success that is none",
      { isSuccess: false, statusCode: 200, data: { items: [good] } },
      { outcome: "unknown", reason: "answer_unreadable" },
    ],
    [
      "with a fault that is none",
      { isSuccess: true, statusCode: 418, data: { items: [good] } },
      { outcome: "unknown", reason: "answer_unreadable" },
    ],
    [
      "with wrong types",
      { isSuccess: "true", statusCode: "200", data: { items: [good] } },
      { outcome: "unknown", reason: "answer_unreadable" },
    ],
  ];
  test.each([...rows])("%s", async (_, body, expected) => {
    const { provider } = await open("ghasedak/otp");
    simulator.behave("SendOtpSMS", { kind: "body", httpStatus: 200, text: JSON.stringify(body) });
    expect(await deliver(provider)).toMatchObject(expected);
  });
});

test("both providers name one account", async () => {
  const [otp, call] = [await open("ghasedak/otp"), await open("ghasedak/call")];
  expect(call.provider.account).toBe(otp.provider.account);
});

describe("an examination", () => {
  const rows: readonly (readonly [
    title: string,
    account: SimulatorOptions,
    options: Readonly<Record<string, unknown>>,
    found: readonly string[],
  ])[] = [
    ["a good account", {}, {}, ["ok key", "ok credit", "ok expiry", "ok template"]],
    [
      "both templates",
      {},
      { englishTemplate: "pending" },
      ["ok key", "ok credit", "ok expiry", "ok template", "problem template"],
    ],
    [
      "a parameter of another name",
      {},
      { parameter: "code" },
      ["ok key", "ok credit", "ok expiry", "problem template"],
    ],
    ["little credit", { creditRial: 499_999 }, {}, ["ok key", "warning credit", "ok expiry", "ok template"]],
    ["no credit", { creditRial: 0 }, {}, ["ok key", "problem credit", "ok expiry", "ok template"]],
    ["an account that ends", { expiresAt: 0 }, {}, ["ok key", "ok credit", "warning expiry", "ok template"]],
    ["a wrong key", { keys: [] }, {}, ["problem key"]],
    ["an address that is not allowed", { ipIsAllowed: false }, {}, ["problem key"]],
  ];
  test.each([...rows])("finds %s", async (_, account, options, expected) => {
    const here = await startGhasedakSimulator({ keys: [KEY], ...TEMPLATES, ...account });
    const found = await foundBy(await open("ghasedak/otp", options, here.url));
    await here.stop();
    expect(here.outbox).toEqual([]);
    expect(found).toEqual([...expected]);
  });

  test("names the parameters that the template has", async () => {
    const { examine } = await open("ghasedak/otp", { parameter: "code" });
    const found = await examine(Date.now() + 2_000);
    expect(found?.at(-1)?.detail).toBe('The template "verify" has no parameter code. It has: Code.');
  });
});

test("the tool shows the account", async () => {
  const { tools } = await open("ghasedak/otp");
  expect(await tools["account"]?.run(Date.now() + 2_000)).toEqual({
    kind: "report",
    rows: [{ credit_rial: 1_000_000, credit_toman: 100_000, expires: "2030-03-17", plan: "Professional" }],
  });
});
