/** In console mode codes are shown, so no page but the developer's own may read them: not by DNS rebinding, and not from another origin. */
import { describe, expect, test } from "bun:test";
import { servedHosts } from "../../../../app/access/served-hosts.ts";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import { freshNumber, rawHttp } from "../../../support/http.ts";
import { type Serving, serveHere, sharedServing } from "../../../support/serving.ts";
import { startRamz } from "../../../support/process.ts";

const ramz = sharedServing({ HOST: "otp.test", RAMZ_ALLOWED_HOSTS: "inbox.example,.shop.example" });

const SENDING: Provider = {
  name: "sending",
  account: "sending",
  channels: ["sms"],
  deliver: async () => ({ outcome: "accepted" }),
  explain: () => null,
};

async function ask(
  { api }: Pick<Serving, "api">,
  line: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`${line} HTTP/1.1`, ...lines, "Content-Length: 0", "Connection: close", "", ""].join("\r\n");
  return rawHttp(Number(new URL(api.url).port), head);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.[01] (\d{3}) /.exec(answer)?.[1]);

describe("a Host that is not Ramz's own", () => {
  test.each([
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "notlocalhost",
    "x.otp.test",
    "shop.example",
  ])("%s, as by DNS rebinding, gets no code, no send and no check", async (Host) => {
    const to = freshNumber();
    await ramz.api.post("/v1/verifications", { to });
    const code = await ramz.api.codeFor(to);
    for (const line of [
      "GET /dev/messages",
      "GET /dev/inbox",
      "POST /v1/verifications",
      "POST /v1/checks",
      "POST /api/v1/usr/otp",
      "GET /metrics",
      "GET /healthz",
      "GET /nowhere",
    ]) {
      const answer = await ask(ramz, line, { Host });
      expect([line, statusOf(answer)]).toEqual([line, 421]);
      expect(answer).toContain("RAMZ_ALLOWED_HOSTS");
      expect(answer).not.toContain(code);
    }
  });

  test.each([
    "localhost",
    "localhost:8000",
    "LOCALHOST.",
    "app.localhost:8000",
    "127.0.0.1",
    "127.8.9.1:8000",
    "[::1]:8000",
    "otp.test",
    "OTP.test:8000",
    "inbox.example",
    "a.shop.example",
  ])("%s is one", async (Host) => {
    expect(statusOf(await ask(ramz, "GET /dev/messages", { Host }))).toBe(200);
  });

  test("is refused by the program, with the simulated vendor, too", async () => {
    await using dev = await startRamz({}, undefined, ["dev", "--with", "kavenegar-simulator"]);
    expect(statusOf(await ask(dev, "GET /dev/messages", { Host: "evil.example" }))).toBe(421);
    expect(statusOf(await ask(dev, "GET /dev/messages", { Host: "localhost" }))).toBe(200);
  });

  test("is no matter where codes are sent: a balancer chooses the name", async () => {
    await using real = await serveHere({ RAMZ_STORE: "sqlite::memory:" }, { providers: [SENDING] });
    expect(statusOf(await ask(real, "GET /healthz", { Host: "otp.shop.example" }))).toBe(200);
  });
});

test.each([
  ["0.0.0.0", "192.168.1.5:8000", true],
  ["::", "[fd00::5]:8000", true],
  ["0.0.0.0", "laptop.lan", false],
  ["192.168.1.5", "192.168.1.5", true],
  ["192.168.1.5", "192.168.1.6", false],
  [null, "192.168.1.5", false],
  [null, "0.0.0.0", false],
  [null, "evil@localhost", false],
  [null, "localhost/evil.example", false],
  [null, "a b", false],
  [null, "", false],
])("with HOST=%s, a Host of %j is served: %p", (configured, host, served) => {
  expect(servedHosts(configured, [])(host)).toBe(served);
});

describe("a page of another origin", () => {
  const Host = "localhost:8000";

  test.each([
    { Origin: "https://evil.example" },
    { Origin: "http://localhost:3000" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script" },
    { Origin: "https://evil.example", "Sec-Fetch-Site": "none" },
  ])("gets nothing of /dev: %j", async (headers) => {
    for (const path of ["/dev/messages", "/dev/inbox", "/dev/messages?to=09121234567"]) {
      const answer = await ask(ramz, `GET ${path}`, { Host, ...headers });
      expect([path, statusOf(answer)]).toEqual([path, 403]);
      expect(answer).toContain("cross_origin_refused");
    }
  });

  test.each([
    {},
    { "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate" },
    { "Sec-Fetch-Site": "same-origin" },
    { Origin: `http://${Host}`, "Sec-Fetch-Site": "same-origin" },
    // A proxy with TLS in front of it.
    { Origin: `https://${Host}` },
  ])("is not the inbox itself, nor a tool: %j", async (headers) => {
    expect(statusOf(await ask(ramz, "GET /dev/messages", { Host, ...headers }))).toBe(200);
  });

  test("may call the API as before", async () => {
    expect(statusOf(await ask(ramz, "GET /healthz", { Host, Origin: "https://evil.example" }))).toBe(200);
  });
});
