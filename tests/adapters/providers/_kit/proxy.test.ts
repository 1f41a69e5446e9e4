/** A proxy variable that cannot work stops the start; which variable counts is compared with Bun's own choice. */
import { afterAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { proxyProblems } from "../../../../adapters/providers/_kit/proxy.ts";

const VENDOR = { baseUrl: "https://api.vendor.test" };
const UNUSABLE = "socks5://127.0.0.1:1";

describe("the start is stopped by", () => {
  test.each([
    ["HTTPS_PROXY", UNUSABLE, "a proxy of the protocol socks5 cannot be used, only http and https"],
    ["https_proxy", "ftp://proxy:21", "protocol ftp"],
    ["ALL_PROXY", "socks://user:hunter2@proxy", "protocol socks"],
    ["HTTPS_PROXY", '"http://proxy:3128"', "is not the address of a proxy"],
    ["HTTPS_PROXY", " http://proxy:3128", "is not the address of a proxy"],
    ["HTTPS_PROXY", "http://", "is not the address of a proxy"],
    ["HTTPS_PROXY", "http://proxy:99999", "is not the address of a proxy"],
  ])("%s=%s", (variable, value, says) => {
    const problems = proxyProblems(VENDOR, { [variable]: value });
    expect(problems).toEqual([expect.stringContaining(says)]);
    expect(problems[0]).toStartWith(`${variable}: `);
    expect(problems[0]).not.toContain("hunter2");
  });

  test("a provider whose address is not among its options", () => {
    expect(proxyProblems({ apiKey: "key" }, { ALL_PROXY: UNUSABLE })).toHaveLength(1);
  });
});

describe("the start is not stopped by", () => {
  test.each([
    ["a proxy that can work", { HTTPS_PROXY: "http://user:secret@proxy.test:3128" }],
    ["a proxy without a protocol", { HTTPS_PROXY: "proxy.test:3128" }],
    ["a TLS proxy", { HTTPS_PROXY: "https://proxy.test" }],
    ["an empty variable", { HTTPS_PROXY: "" }],
    ["the proxy of another protocol", { HTTP_PROXY: UNUSABLE }],
    ["a proxy that a variable before it replaces", { https_proxy: "http://proxy.test", ALL_PROXY: UNUSABLE }],
  ])("%s", (_, env) => {
    expect(proxyProblems(VENDOR, env)).toEqual([]);
  });

  test("any proxy, if the provider sends to this machine", () => {
    for (const baseUrl of ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"])
      expect(proxyProblems({ baseUrl }, { ALL_PROXY: UNUSABLE })).toEqual([]);
  });
});

const proxy = createServer((socket) => socket.end("HTTP/1.1 418 Proxied\r\ncontent-length: 0\r\n\r\n"));
await new Promise<void>((ready) => proxy.listen(0, "127.0.0.1", ready));
afterAll(() => proxy.close());

const NO_PROXY = [
  "vendor.invalid",
  ".vendor.invalid",
  "*.invalid",
  "invalid",
  "VENDOR.INVALID",
  "vendor.invalid:80",
  "vendor.invalid:443",
  "other, vendor.invalid ",
  "endor.invalid",
  "*",
];

test.each(NO_PROXY)("NO_PROXY=%s exempts a host if Bun sends to it without the proxy", async (noProxy) => {
  const address = proxy.address();
  const port = typeof address === "object" ? address?.port : 0;
  const call = 'console.log(await fetch("http://vendor.invalid").then(({ status }) => status, () => 0))';
  const child = Bun.spawn([process.execPath, "-e", call], {
    env: { PATH: process.env["PATH"], HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: noProxy },
  });
  const wasProxied = (await child.stdout.text()).trim() === "418";
  const problems = proxyProblems(
    { url: "http://vendor.invalid" },
    { HTTP_PROXY: UNUSABLE, NO_PROXY: noProxy },
  );
  expect(problems).toHaveLength(wasProxied ? 1 : 0);
});
