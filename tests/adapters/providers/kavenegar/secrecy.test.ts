/** Key and code travel to the vendor and nowhere else. */
import { afterAll, afterEach, beforeAll, describe, expect, spyOn, test } from "bun:test";
import http from "node:http";
import https from "node:https";
import { KavenegarApi } from "kavenegar";
import { ENVELOPE_CODES } from "../../../../adapters/providers/kavenegar/_api/envelope-codes.ts";
import type { Behaviour } from "../../../../adapters/providers/_simulator/behaviour.ts";
import { CODE, KEY, METHOD_OF, NAMES, deliver, openProvider, simulatorForFile, testHost } from "./support.ts";

const simulator = await simulatorForFile();
const elsewhere = await simulatorForFile();

const BEHAVIOURS: readonly Behaviour[] = [
  ...ENVELOPE_CODES.filter(({ code }) => code !== 200).map(
    ({ code }) => ({ kind: "refuse", code: code ?? 0 }) as const,
  ),
  { kind: "reset" },
  { kind: "accept_then_drop" },
  { kind: "half_body" },
  { kind: "hang" },
  { kind: "redirect", location: `/v1/${KEY}/${CODE}` },
  { kind: "body", httpStatus: 500, text: `${KEY} ${CODE}` },
  {
    kind: "garble",
    garbled: () => `{"return":{"status":200},"entries":[{"messageid":"${CODE}x","status":"${KEY}"}]}`,
  },
];

describe.each([...NAMES])("%s", (name) => {
  test("puts neither key nor code into a result", async () => {
    const provider = await openProvider(name, simulator.url);
    expect(JSON.stringify([provider, await deliver(provider)])).not.toMatch(new RegExp(`${KEY}|${CODE}`));
    for (const behaviour of BEHAVIOURS) {
      simulator.reset();
      simulator.behave(METHOD_OF[name], behaviour);
      const result = JSON.stringify(await deliver(provider, {}, behaviour.kind === "hang" ? 50 : 2_000));
      expect(result).not.toContain(KEY);
      expect(result).not.toContain(CODE);
    }
  });

  test("posts a form to the host of the base URL only, with the code never in a URL", async () => {
    const seen: { url: string; init: RequestInit }[] = [];
    const host = testHost((url, init) => {
      seen.push({ url, init });
      return fetch(url, init);
    });
    const provider = await openProvider(name, simulator.url, { host });
    simulator.behave(
      "*",
      { kind: "redirect", location: `${elsewhere.url}/v1/${KEY}/${METHOD_OF[name]}.json` },
      1,
    );
    await deliver(provider);
    await deliver(provider);
    for (const { url, init } of seen) {
      expect(url).toBe(`${simulator.url}/v1/${KEY}/${METHOD_OF[name]}.json`);
      expect(init).toMatchObject({ method: "POST", redirect: "manual" });
    }
    expect(simulator.calls.every(({ verb }) => verb === "POST")).toBe(true);
    expect(elsewhere.calls).toEqual([]);
  });

  test("names the same account as the other two, without revealing the key", async () => {
    const provider = await openProvider(name, simulator.url);
    const verify = await openProvider("kavenegar/verify", simulator.url);
    expect(provider.account).toBe(verify.account);
    expect(provider.account).toMatch(/^kavenegar:[0-9a-f]{12}$/);
    expect(KEY).not.toContain(provider.account.slice(10, 16));
  });
});

describe("the base URL", () => {
  test.each([
    "http://api.kavenegar.com",
    "http://localhost.example.com",
    "http://10.0.0.1:8080",
    "http://127.example.com",
    "ftp://localhost",
    "https://user:hunter2@api.kavenegar.com",
    "https://api.kavenegar.com/?key=1",
    "api.kavenegar.com",
    "not a url",
  ])("%s is refused with the remedy", async (baseUrl) => {
    const opened = await openProvider("kavenegar/verify", baseUrl).catch((error: unknown) => String(error));
    expect(opened).toContain("Leave KAVENEGAR_BASE_URL unset");
    expect(opened).not.toContain("hunter2");
    expect(opened).not.toContain(KEY);
  });

  test.each([
    "https://api.kavenegar.com/",
    "http://localhost:1",
    "http://127.0.0.2:1",
    "http://[::1]:1",
    "https://proxy.test/kavenegar",
  ])("%s is allowed", async (baseUrl) => {
    expect((await openProvider("kavenegar/verify", baseUrl)).name).toBe("kavenegar/verify");
  });
});

/** Calls of node's http modules, which only the package's own transport makes. */
const requests: string[] = [];

function stop(...asked: readonly unknown[]): never {
  requests.push(JSON.stringify(asked));
  throw new Error("the package's own transport was used");
}

describe("the package's own transport (plain HTTP, port 80)", () => {
  const spies: { mockRestore(): void }[] = [];

  beforeAll(() => {
    spies.push(
      spyOn(http, "request").mockImplementation(stop),
      spyOn(https, "request").mockImplementation(stop),
    );
  });
  afterEach(() => {
    requests.length = 0;
  });
  afterAll(() => {
    for (const spy of spies) spy.mockRestore();
  });

  test("is used by the package itself, so this test would see it", () => {
    expect(() => KavenegarApi({ apikey: "x" }).AccountInfo({}, () => {})).toThrow("own transport");
    expect(requests[0]).toContain('"port":"80"');
  });

  test.each([...NAMES])("is never used by %s", async (name) => {
    const provider = await openProvider(name, simulator.url);
    expect((await deliver(provider)).outcome).toBe("accepted");
    simulator.behave("*", { kind: "reset" });
    await deliver(provider);
    expect(requests).toEqual([]);
  });
});
