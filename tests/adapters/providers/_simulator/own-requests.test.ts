/** A simulator shows codes, so no web page may read them or order faults: not by DNS rebinding, and not from another origin. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { startSmsIrSimulator } from "../../../../adapters/providers/smsir/_simulator/simulator.ts";
import { rawHttp } from "../../../support/http.ts";

const simulator = await startSmsIrSimulator({
  keys: ["good"],
  templates: [{ id: 1, text: "Code #Code#", isApproved: true }],
});
const { host, port } = new URL(simulator.url);
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

const ORDER = '{"method": "*", "behaviour": {"kind": "refuse", "code": 0}}';

type Headers = Readonly<Record<string, string>>;

async function ask(line: string, headers: Headers, body = ""): Promise<string> {
  const all = {
    ...headers,
    "Content-Type": "text/plain",
    "Content-Length": body.length,
    Connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return rawHttp(Number(port), [`${line} HTTP/1.1`, ...lines, "", body].join("\r\n"));
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.[01] (\d{3}) /.exec(answer)?.[1]);

async function send(): Promise<number> {
  const body = JSON.stringify({
    mobile: "09121234567",
    templateId: 1,
    parameters: [{ name: "Code", value: "123456" }],
  });
  const headers = { "x-api-key": "good", "content-type": "application/json" };
  return (await fetch(`${simulator.url}/v1/send/verify`, { method: "POST", headers, body })).status;
}

test.each<Headers>([
  { Host: "evil.example" },
  { Host: `evil.example:${port}` },
  { Host: "localhost.evil.example" },
  { Host: "notlocalhost" },
  { Host: "127.0.0.1.evil.example" },
  { Host: "127.0.0.1@evil.example" },
  { Host: "10.0.0.7" },
  { Host: "" },
  { Host: "evil.example", "Sec-Fetch-Site": "same-origin", Origin: "http://evil.example" },
  { Host: host, "Sec-Fetch-Site": "cross-site" },
  { Host: host, "Sec-Fetch-Site": "same-site" },
  { Host: host, Origin: "https://evil.example" },
  { Host: host, Origin: "null" },
  { Host: host, Origin: "http://127.0.0.1:1" },
])("a request of a page with %j reads no code and orders nothing", async (headers) => {
  expect(await send()).toBe(200);
  const shown = await ask("GET /_control/outbox", headers);
  expect([statusOf(shown), shown.includes("123456")]).toEqual([403, false]);
  for (const path of ["behave", "reset", "inbound"])
    expect(statusOf(await ask(`POST /_control/${path}`, headers, ORDER))).toBe(403);
  expect([await send(), simulator.outbox.length]).toEqual([200, 2]);
});

test.each<Headers>([
  { Host: host },
  { Host: "localhost" },
  { Host: "LOCALHOST.:8000" },
  { Host: "sms.localhost" },
  { Host: "127.8.9.1:8000" },
  { Host: "[::1]:8000" },
  { Host: host, "Sec-Fetch-Site": "none" },
  { Host: host, "Sec-Fetch-Site": "same-origin", Origin: `http://${host}` },
])("a request of this machine with %j is served", async (headers) => {
  expect(await send()).toBe(200);
  expect(await ask("GET /_control/outbox", headers)).toContain("123456");
  expect(statusOf(await ask("POST /_control/behave", headers, ORDER))).toBe(200);
});
