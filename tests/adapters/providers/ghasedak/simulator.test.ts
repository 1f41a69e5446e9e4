/** The simulator follows the vendor's rules; each expectation is a line of the vendor's own client libraries. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import {
  API_PATH,
  startGhasedakSimulator,
} from "../../../../adapters/providers/ghasedak/_simulator/simulator.ts";

const simulator = await startGhasedakSimulator({
  keys: ["good"],
  creditRial: 400,
  lines: ["30005088"],
  templates: [
    { name: "verify", text: "Code %Code%", isApproved: true },
    { name: "pending", text: "Code %Code%", isApproved: false },
  ],
});
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function ask(method: string, json?: unknown, key = "good") {
  const response = await fetch(`${simulator.url}${API_PATH}/${method}`, {
    method: json === undefined ? "GET" : "POST",
    headers: { apikey: key, "content-type": "application/json" },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { httpStatus: response.status, body: await response.json() };
}

const to = (mobile: string, clientReferenceId = "") => [{ mobile, clientReferenceId }];
const otp = {
  receptors: to("09121234567"),
  templateName: "verify",
  inputs: [{ param: "Code", value: "123456" }],
  isVoice: false,
};
const single = { lineNumber: "30005088", receptor: "09121234567", message: "Code 123456" };

const REFUSALS: readonly (readonly [code: number, method: string, json: unknown, key?: string])[] = [
  [401, "SendOtpSMS", otp, "unknown"],
  [400, "SendOtpSMS", []],
  [400, "SendOtpSMS", { ...otp, receptors: [] }],
  [400, "SendOtpSMS", { ...otp, receptors: to("0912") }],
  [412, "SendSingleSMS", { ...single, lineNumber: "3000" }],
  [413, "SendSingleSMS", { ...single, message: "x".repeat(1_001) }],
  [418, "SendSingleSMS", { ...single, message: "x".repeat(900) }],
  [420, "SendSingleSMS", { ...single, message: "https://example.com" }],
  [428, "SendOtpSMS", { ...otp, templateName: "nothing" }],
  [428, "SendOtpSMS", { ...otp, templateName: "pending" }],
  [429, "SendOtpSMS", { ...otp, inputs: [{ param: "code", value: "1" }] }],
];

describe("a request to send", () => {
  test.each([...REFUSALS])("is refused with %i: %s %j", async (code, method, json, key = "good") => {
    const { httpStatus, body } = await ask(method, json, key);
    expect([httpStatus, body]).toMatchObject([code, { isSuccess: false, statusCode: code, data: null }]);
    expect(simulator.outbox).toEqual([]);
  });

  test("sends and charges, with the reference of each receiver", async () => {
    const receptors = [...to("09121234567", "a"), ...to("9351234567", "b")];
    const { body } = await ask("SendOtpSMS", { ...otp, receptors });
    expect(body).toMatchObject({
      data: { totalCost: 300, items: [{ clientReferenceId: "a" }, { receptor: "09351234567", cost: 150 }] },
    });
    expect((await ask("GetAccountInformation")).body).toMatchObject({ data: { credit: 100 } });
  });

  test("of plain text answers one message", async () => {
    expect((await ask("SendSingleSMS", single)).body).toMatchObject({
      data: { messageId: "700123456", receptor: "09121234567" },
    });
    expect((await ask("CheckSmsStatus?Ids=700123456,7&type=1")).body).toMatchObject({
      data: { items: [{ messageId: "700123456", status: 1 }] },
    });
  });
});

test("the parameters of a template are named", async () => {
  const asked = await ask("GetOtpTemplateParameters?templateName=verify");
  expect(asked.body).toMatchObject({ data: { params: [{ param: "Code" }] } });
  expect((await ask("GetOtpTemplateParameters?templateName=x")).body).toMatchObject({ statusCode: 428 });
});
