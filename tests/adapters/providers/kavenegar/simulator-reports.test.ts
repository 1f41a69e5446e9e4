/** What the simulated vendor answers about messages it sent or received. */
import { afterAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";

const HOUR_S = 3_600;
let now = 1_700_000_000_000;
const seconds = () => Math.floor(now / 1000);

const simulator = await startKavenegarSimulator({ keys: ["good"], creditRial: 1_000, now: () => now });
const unregistered = await startKavenegarSimulator({ keys: ["good"], ipIsRegistered: false });
afterAll(() => Promise.all([simulator.stop(), unregistered.stop()]));

const Answer = Type.Object({ entries: Type.Unknown() });
const Sent = Type.Tuple([Type.Object({ messageid: Type.Number(), status: Type.Number() })]);

/** The entries of an answer, or its code when it is a refusal. */
async function entriesOf(method: string, fields: Record<string, string> = {}, url = simulator.url) {
  const body = new URLSearchParams(fields);
  const response = await fetch(`${url}/v1/good/${method}.json`, { method: "POST", body });
  const { entries } = Value.Parse(Answer, await response.json());
  return response.status === 200 ? entries : response.status;
}

/** The one message of a send. */
async function send(fields: Record<string, string> = {}) {
  const text = { receptor: "09121234567", message: "Code 1234" };
  const [sent] = Value.Parse(Sent, await entriesOf("sms/send", { ...text, ...fields }));
  return { ...sent, id: String(sent.messageid) };
}

describe("a message", () => {
  test("is found by id, and forgotten after two days", async () => {
    const { messageid, id } = await send();
    expect(await entriesOf("sms/status", { messageid: `${id},1` })).toEqual([
      { messageid, status: 1, statustext: "در صف ارسال" },
      { messageid: 1, status: 100, statustext: "شناسه نامعتبر" },
    ]);
    now += 49 * HOUR_S * 1000;
    expect(await entriesOf("sms/status", { messageid: id })).toMatchObject([{ status: 100 }]);
    expect(await entriesOf("sms/select", { messageid: id })).toMatchObject([
      { messageid, message: "Code 1234" },
    ]);
  });

  test("is found by its local id for half a day", async () => {
    simulator.reset();
    await send({ localid: "450" });
    expect(await entriesOf("sms/statuslocalmessageid", { localid: "450" })).toMatchObject([
      { localid: "450", status: 1 },
    ]);
    now += 13 * HOUR_S * 1000;
    expect(await entriesOf("sms/statuslocalmessageid", { localid: "450" })).toMatchObject([{ status: 100 }]);
  });

  test("is found by its receptor in any form of the number", async () => {
    simulator.reset();
    await send();
    const startdate = String(seconds() - 60);
    expect(await entriesOf("sms/statusbyreceptor", { receptor: "+989121234567", startdate })).toMatchObject([
      { receptor: "09121234567", status: 1 },
    ]);
    expect(await entriesOf("sms/statusbyreceptor", { receptor: "09350000000", startdate })).toEqual([]);
  });

  test("that is scheduled reaches the phone when it is due", async () => {
    simulator.reset();
    const { id, status } = await send({ date: String(seconds() + HOUR_S) });
    expect([status, simulator.outbox.length]).toEqual([2, 0]);
    now += HOUR_S * 1000;
    expect(await entriesOf("sms/status", { messageid: id })).toMatchObject([{ status: 1 }]);
    expect(simulator.outbox).toHaveLength(1);
  });

  test("that is scheduled can be canceled and is refunded; another one cannot", async () => {
    simulator.reset();
    const sent = await send();
    const planned = await send({ date: String(seconds() + HOUR_S) });
    const ids = { messageid: `${sent.messageid},${planned.messageid},1` };
    expect(await entriesOf("sms/cancel", ids)).toMatchObject([
      { status: 1 },
      { messageid: planned.messageid, status: 13, statustext: "لغو شده" },
      { status: 100 },
    ]);
    expect(await entriesOf("account/info")).toMatchObject({ remaincredit: 880 });
    now += 2 * HOUR_S * 1000;
    await entriesOf("account/info");
    expect(simulator.outbox).toHaveLength(1);
  });
});

describe("the outbox", () => {
  test("lists the latest first, by page and by line", async () => {
    simulator.reset();
    for (const message of ["one", "two", "three"]) await send({ message });
    expect(await entriesOf("sms/latestoutbox", { pagesize: "2" })).toMatchObject([
      { message: "three" },
      { message: "two" },
    ]);
    expect(await entriesOf("sms/latestoutbox", { sender: "10008663" })).toHaveLength(3);
    expect(await entriesOf("sms/latestoutbox", { sender: "3000" })).toBe(412);
    expect(await entriesOf("sms/latestoutbox", { pagesize: "501" })).toBe(400);
  });

  test("is selected and counted by period", async () => {
    simulator.reset();
    await send();
    const period = { startdate: String(seconds() - HOUR_S), enddate: String(seconds()) };
    expect(await entriesOf("sms/selectoutbox", period)).toHaveLength(1);
    expect(await entriesOf("sms/countoutbox", period)).toMatchObject([
      { sumcount: 1, sumpart: 1, cost: 120 },
    ]);
    expect(await entriesOf("sms/countoutbox", {})).toBe(406);
    expect(await entriesOf("sms/selectoutbox", { startdate: String(seconds() - 5 * 24 * HOUR_S) })).toBe(417);
    expect(await entriesOf("sms/countoutbox", { ...period, enddate: String(seconds() + 25 * HOUR_S) })).toBe(
      417,
    );
  });

  test.each(["sms/select", "sms/selectoutbox", "sms/latestoutbox"])(
    "%s needs a registered IP address",
    async (method) => {
      expect(await entriesOf(method, {}, unregistered.url)).toBe(407);
    },
  );
});

describe("the inbox", () => {
  const unread = { linenumber: "+9810008663", isread: "0" };

  test("marks a text as read when it is read", async () => {
    simulator.reset();
    simulator.receive({ from: "09121112233", line: "10008663", text: "سلام" });
    const text = { message: "سلام", sender: "09121112233", receptor: "10008663", date: seconds() };
    expect(await entriesOf("sms/receive", unread)).toMatchObject([text]);
    expect(await entriesOf("sms/receive", unread)).toEqual([]);
    expect(await entriesOf("sms/receive", { ...unread, isread: "1" })).toMatchObject([text]);
  });

  test("is counted, and paged", async () => {
    simulator.reset();
    const inbound = { from: "09121112233", line: "10008663", text: "1" };
    const response = await fetch(`${simulator.url}/_control/inbound`, {
      method: "POST",
      body: JSON.stringify(inbound),
    });
    expect(response.status).toBe(200);
    const startdate = String(seconds() - 60);
    expect(await entriesOf("sms/countinbox", { startdate, isread: "0" })).toMatchObject([{ sumcount: 1 }]);
    expect(await entriesOf("sms/inboxpaged", unread)).toHaveLength(1);
  });

  test("belongs to a line of the account", async () => {
    expect(await entriesOf("sms/receive", { linenumber: "3000", isread: "0" })).toBe(412);
    expect(await entriesOf("sms/receive", { linenumber: "10008663" })).toBe(406);
  });
});
