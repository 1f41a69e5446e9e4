/**
 * The vendor's own clients against the simulator. The Node client runs as it is, over its own transport. The requests of the official
 * PHP (1.2.2), Python (1.1.2) and Go (0.1.0) clients are repeated as they were recorded; each read the answers without an error.
 */
import { afterEach, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { KEY, simulatorForFile } from "./support.ts";

const simulator = await simulatorForFile({ creditRial: 100_000 });

interface Recorded {
  readonly path: string;
  readonly body: string;
  /** The simulator's answer that the client needs; 200 and an array of entries unless said otherwise. */
  readonly entries?: "object" | "array";
  readonly status?: number;
}

const CLIENTS: Readonly<Record<string, readonly Recorded[]>> = {
  PHP: [
    {
      path: "sms/send.json/",
      body: "receptor=09123456789%2C09361234567&sender=10008663&message=%DA%A9%D8%AF+1234",
    },
    {
      path: "sms/sendarray.json/",
      body: "receptor=%5B%2209123456789%22%5D&sender=%5B%2210008663%22%5D&message=%5B%22%5Cu0633%5Cu0644%5Cu0627%5Cu0645%22%5D&type=null&localmessageid=null",
    },
    { path: "verify/lookup.json/", body: "receptor=09123456789&token=482916&template=verify" },
    { path: "verify/lookup.json/", body: "receptor=09123456789&token=482916&template=none", status: 424 },
    { path: "call/maketts.json/", body: "receptor=09123456789&message=x" },
    { path: "account/info.json/", body: "", entries: "object" },
    {
      path: "account/config.json/",
      body: "apilogs=enabled&dailyreport=disabled&debug=disabled&defaultsender=10008663&mincreditalarm=1000&resendfailed=enabled",
      entries: "object",
    },
    { path: "sms/countpostalcode.json/", body: "postalcode=1", status: 404 },
  ],
  Python: [
    { path: "sms/send.json", body: "sender=&receptor=09123456789&message=Code+1234" },
    {
      path: "sms/send.json",
      body: "sender=10008663&receptor=09123456789&receptor=09367891011&message=Hello+Python%21",
    },
    {
      path: "sms/sendarray.json",
      body: "sender=%5B%2210008663%22%2C+%2210008663%22%5D&receptor=%5B%2209123456789%22%2C+%2209367891011%22%5D&message=%5B%22a%22%2C+%22b%22%5D",
    },
    { path: "verify/lookup.json", body: "receptor=09123456789&template=verify&token=482916&type=sms" },
    { path: "call/maketts.json", body: "receptor=09123456789&message=your+code+is+1" },
    { path: "sms/status.json", body: "messageid=8792343" },
    { path: "sms/select.json", body: "messageid=8792343" },
    { path: "sms/latestoutbox.json", body: "pagesize=10" },
    { path: "sms/cancel.json", body: "messageid=8792343" },
    { path: "sms/receive.json", body: "linenumber=10008663&isread=0" },
    { path: "account/info.json", body: "", entries: "object" },
    { path: "account/config.json", body: "", entries: "object" },
  ],
  Go: [
    {
      path: "verify/lookup.json",
      body: "Token2=&Token3=&Type=&receptor=09123456789&template=verify&token=482916",
    },
    {
      path: "verify/lookup.json",
      body: "Token2=&Token3=&Type=call&receptor=09123456789&template=verify&token=482916",
    },
    {
      path: "sms/send.json",
      body: "localid=1%2C2&message=Code+1234&receptor=09123456789%2C09361234567&sender=",
    },
    {
      path: "sms/sendarray.json",
      body: "message=%5B%22a%22%5D&receptor=%5B%2209123456789%22%5D&sender=%5B%2210008663%22%5D",
    },
    { path: "sms/status.json", body: "messageid=8792343&messageid=8792344" },
    { path: "call/maketts.json", body: "LocalID=&message=x&receptor=09123456789" },
    { path: "account/info.json", body: "", entries: "object" },
  ],
};

const Answer = Type.Object({
  return: Type.Object({ status: Type.Number(), message: Type.String() }),
  entries: Type.Unknown(),
});

const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };

describe.each(Object.entries(CLIENTS))("the official %s client", (_, requests) => {
  test.each([...requests])("gets what it reads for $path", async ({ path, body, entries, status = 200 }) => {
    const response = await fetch(`${simulator.url}/v1/${KEY}/${path}`, { method: "POST", headers, body });
    const answer = Value.Parse(Answer, await response.json());
    expect([response.status, answer.return.status]).toEqual([status, status]);
    expect(answer.return.message).toMatch(/[آ-ی]/);
    if (status === 200) expect(Array.isArray(answer.entries) ? "array" : "object").toBe(entries ?? "array");
  });
});

/** Runs the Node client as it is; the proxy variable leads its plain HTTP to the simulator. */
async function runNodeClient(operation: string, params: object): Promise<unknown> {
  const code = `require("kavenegar").KavenegarApi({ apikey: "${KEY}" })
    .${operation}(${JSON.stringify(params)}, (entries, status) => console.log(JSON.stringify({ entries, status })));`;
  const child = Bun.spawn([process.execPath, "-e", code], {
    cwd: import.meta.dir,
    env: { PATH: process.env["PATH"], HTTP_PROXY: simulator.url, NODE_USE_ENV_PROXY: "1" },
  });
  return JSON.parse(await child.stdout.text());
}

describe("the official Node client", () => {
  afterEach(() => simulator.reset());

  test.each([
    ["Send", { receptor: "09123456789", message: "Code 1234" }, [{ status: 1, sender: "10008663" }]],
    ["VerifyLookup", { receptor: "09123456789", template: "verify", token: "482916" }, [{ status: 5 }]],
    ["CallMakeTTS", { receptor: "09123456789", message: "Code" }, [{ status: 1 }]],
    ["LatestOutbox", { pagesize: 5 }, []],
    ["Receive", { linenumber: "10008663", isread: 0 }, []],
    ["AccountInfo", {}, { type: "master" }],
    ["AccountConfig", {}, { defaultsender: "10008663" }],
  ])("gets what it reads for %s", async (operation, params, entries) => {
    expect(await runNodeClient(operation, params)).toMatchObject({ status: 200, entries });
  });

  test("gets the vendor's code for a refusal", async () => {
    expect(await runNodeClient("Send", { receptor: "09123456789", message: "x", sender: "3000" })).toEqual({
      entries: null,
      status: 412,
    });
  });
});
