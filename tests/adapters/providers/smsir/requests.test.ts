/** The requests of the SMS.ir providers, the messages that then reach the phone, and what they find out about their account. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { SimulatorOptions } from "../../../../adapters/providers/smsir/_simulator/api.ts";
import { startSmsIrSimulator } from "../../../../adapters/providers/smsir/_simulator/simulator.ts";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { CODE, deliver, foundBy, openByName } from "../support.ts";

const KEY = "sms-ir-key";
const LINE = "30007732000000";
const TEMPLATES: SimulatorOptions = {
  templates: [
    { id: 123456, text: "کد: #Code#", isApproved: true },
    { id: 123457, text: "Your code: #Code#", isApproved: true },
  ],
};

const simulator = await startSmsIrSimulator({ keys: [KEY], ...TEMPLATES });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

type Name = "smsir/verify" | "smsir/sms";

const open = (
  name: Name,
  options: Readonly<Record<string, unknown>> = {},
  url: string = simulator.url,
  key = KEY,
) => {
  const env = { SMSIR_API_KEY: key, SMSIR_BASE_URL: `${url}/v1`, SMSIR_TEMPLATE: "123456", SMSIR_LINE: LINE };
  return openByName(name, { env, options });
};

describe("smsir/verify", () => {
  test("sends number, template and code, and no text", async () => {
    const { provider } = await open("smsir/verify");
    expect(await deliver(provider)).toEqual({
      outcome: "accepted",
      messageId: "89545112",
      sentWith: { kind: "template", name: "123456" },
    });
    expect(simulator.calls).toEqual([
      {
        verb: "POST",
        method: "send/verify",
        body: { mobile: "09121234567", templateId: 123456, parameters: [{ name: "Code", value: CODE }] },
      },
    ]);
    expect(simulator.outbox).toMatchObject([{ to: "09121234567", text: `کد: ${CODE}`, code: CODE }]);
  });

  test("uses the English template for English readers when there is one", async () => {
    const { provider } = await open("smsir/verify", { englishTemplate: 123457 });
    await deliver(provider, { locale: "en" });
    await deliver(provider, { locale: "fa" });
    expect(simulator.outbox.map(({ text }) => text)).toEqual([`Your code: ${CODE}`, `کد: ${CODE}`]);
  });

  test("a parameter in another case is refused with its remedy", async () => {
    const { provider } = await open("smsir/verify", { parameter: "code" });
    expect(await deliver(provider)).toMatchObject({ fault: "message", reason: "template_parameter" });
    expect(provider.explain("template_parameter")?.en).toContain("SMSIR_PARAMETER");
  });

  test("a recipient who blocked the line is refused for this number alone", async () => {
    const blocked = await startSmsIrSimulator({ keys: [KEY], ...TEMPLATES, blacklist: ["09121234567"] });
    const { provider } = await open("smsir/verify", {}, blocked.url);
    expect(await deliver(provider)).toMatchObject({ outcome: "refused", fault: "message", numberOnly: true });
    await blocked.stop();
  });
});

describe("smsir/sms", () => {
  test("sends a text over its line", async () => {
    const { provider } = await open("smsir/sms");
    expect(await deliver(provider)).toEqual({
      outcome: "accepted",
      messageId: "89545112",
      sentWith: { kind: "line", name: LINE },
    });
    expect(simulator.calls[0]?.body).toEqual({
      lineNumber: Number(LINE),
      messageText: expect.stringMatching(new RegExp(`^${CODE}\n`)),
      mobiles: ["09121234567"],
    });
    expect(simulator.outbox[0]?.sender).toBe(LINE);
  });

  test("does not start with an invalid text", async () => {
    const opened = await open("smsir/sms", { texts: { fa: "کد: {kod}" } }).catch(String);
    expect(opened).toContain("does not contain {code}");
  });
});

test("both providers name one account, another key another", async () => {
  const [verify, sms] = [await open("smsir/verify"), await open("smsir/sms")];
  expect(sms.provider.account).toBe(verify.provider.account);
  const other = await open("smsir/sms", {}, simulator.url, "another-key");
  expect(other.provider.account).not.toBe(verify.provider.account);
});

describe("an examination", () => {
  async function findings(name: Name, account: SimulatorOptions, options = {}, key = KEY) {
    const here = await startSmsIrSimulator({ keys: [KEY], ...TEMPLATES, ...account });
    const found = await foundBy(await open(name, options, here.url, key));
    expect(here.outbox).toEqual([]);
    await here.stop();
    return found;
  }
  const lines = [{ number: "30001", isActive: true, isOtpOnly: false }];

  const rows: readonly (readonly [
    title: string,
    name: Name,
    account: SimulatorOptions,
    found: readonly string[],
  ])[] = [
    ["a good account", "smsir/verify", {}, ["ok key", "ok credit", "ok template"]],
    ["a good account with its line", "smsir/sms", {}, ["ok key", "ok credit", "ok line"]],
    ["little credit", "smsir/verify", { credit: 499 }, ["ok key", "warning credit", "ok template"]],
    ["no credit", "smsir/verify", { credit: 0 }, ["ok key", "problem credit", "ok template"]],
    ["another account's line", "smsir/sms", { lines }, ["ok key", "ok credit", "problem line"]],
    ["no line", "smsir/sms", { lines: [] }, ["ok key", "ok credit", "problem line"]],
    ["a key that is off", "smsir/sms", { keys: [], disabledKeys: [KEY] }, ["problem key"]],
    ["a wrong key", "smsir/verify", { keys: ["other"] }, ["problem key"]],
    ["a key of other addresses", "smsir/verify", { ipIsAllowed: false }, ["problem key"]],
  ];
  test.each([...rows])("finds %s", async (_, name, account, found) => {
    expect(await findings(name, account)).toEqual([...found]);
  });

  test("of a vendor that is away says so", async () => {
    const gone = await startSmsIrSimulator({ keys: [KEY] });
    await gone.stop();
    const { examine } = await open("smsir/verify", {}, gone.url);
    expect(await examine(Date.now() + 2_000)).toMatchObject([
      { level: "problem", subject: "key", detail: "The vendor's host refused the connection." },
    ]);
  });
});

test("the tools show credit and lines, and why they cannot", async () => {
  const { tools } = await open("smsir/verify");
  const soon = Date.now() + 2_000;
  expect(await tools["account"]?.run(soon)).toEqual({ kind: "report", rows: [{ credit_messages: 10_000 }] });
  expect(await tools["lines"]?.run(soon)).toEqual({ kind: "report", rows: [{ line: LINE }] });
  simulator.behave("*", { kind: "refuse", code: 14 });
  expect(await tools["lines"]?.run(soon)).toMatchObject({
    kind: "failed",
    finding: { detail: "The vendor suspended the account (14)." },
  });
});

const lost = (reason: string) => ({ state: "undelivered", reason }) as const;

describe("the state of a message", () => {
  const rows: readonly (readonly [deliveryState: unknown, expected: Omit<MessageStatus, "messageId">])[] = [
    [1, { state: "delivered" }],
    ["1", { state: "delivered" }],
    ...[2, 4, 6, 7].map((state) => [state, lost(String(state))] as const),
    ...[3, 5, 8, 99, null, "delivered"].map((state) => [state, { state: "pending" }] as const),
  ];
  test.each([...rows])("with deliveryState %p", async (deliveryState, expected) => {
    const { provider } = await open("smsir/verify");
    const text = JSON.stringify({ status: 1, data: { deliveryState, messageText: CODE } });
    simulator.behave("send", { kind: "body", httpStatus: 200, text });
    const statuses = await provider.status?.(["89545112"], Date.now() + 2_000);
    expect(statuses).toEqual([{ messageId: "89545112", ...expected }]);
  });

  test("is asked of the vendor by the message's id", async () => {
    const { provider } = await open("smsir/sms");
    const { messageId = "" } = await deliver(provider);
    expect(await provider.status?.([messageId, "7"], Date.now() + 2_000)).toEqual([
      { messageId, state: "delivered" },
      { messageId: "7", state: "pending" },
    ]);
  });
});
