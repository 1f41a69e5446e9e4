/** HTTP attributes of spans, by the semantic conventions. */
import { describe, expect, test } from "bun:test";
import {
  answerAttributes,
  callAttributes,
  requestAttributes,
  thrownAttributes,
} from "../../../../adapters/telemetry/observers/http-spans.ts";

const ID = `ver_${"aB3-_".repeat(6)}1234`;
const READ = "/v1/verifications/:id";
const CHECKS = "/v1/verifications/:id/checks";

describe("a request", () => {
  test("has method, route, path, scheme, host and port", () => {
    const request = new Request(`http://otp.example:8000/v1/verifications/${ID}/checks`, { method: "POST" });
    expect(requestAttributes(request, CHECKS)).toEqual({
      "http.request.method": "POST",
      "http.route": CHECKS,
      "url.path": `/v1/verifications/${ID}/checks`,
      "url.scheme": "http",
      "server.address": "otp.example",
      "server.port": 8000,
    });
  });

  test.each([
    ["https://otp.example/v1/checks", "otp.example", 443],
    ["http://otp.example/v1/checks", "otp.example", 80],
    ["http://[::1]:81/v1/checks", "::1", 81],
  ])("to %s has the host %s and the port %d", (url, host, port) => {
    expect(requestAttributes(new Request(url), "/v1/checks")).toMatchObject({
      "server.address": host,
      "server.port": port,
    });
  });

  test.each(["09121234567", "%2B989121234567", "482913", "ver_09121234567", "", "a-key-of-an-app"])(
    "with %p in the place of an id does not show it, nor a query",
    (part) => {
      const request = new Request(`http://otp.example/v1/verifications/${part}?code=482913`);
      const attributes = requestAttributes(request, READ);
      expect(attributes["url.path"]).toBe("/v1/verifications/***");
      expect(JSON.stringify(attributes)).not.toMatch(/9121234567|482913|a-key/);
    },
  );
});

const redact = (text: string) => text.replaceAll("the-key", "***");

test("a call of a vendor has method, redacted address, host and port", () => {
  const url = "https://api.vendor.example/v1/the-key/sms/send.json";
  expect(callAttributes(url, { method: "POST" }, redact)).toEqual({
    "http.request.method": "POST",
    "url.full": "https://api.vendor.example/v1/***/sms/send.json",
    "server.address": "api.vendor.example",
    "server.port": 443,
  });
});

test.each([
  [201, 500, {}],
  [404, 500, {}],
  [503, 500, { "error.type": "503" }],
  [404, 400, { "error.type": "404" }],
] as const)("an answer of %d is an error from %d on", (status, from, error) => {
  expect(answerAttributes(status, from)).toEqual({ "http.response.status_code": status, ...error });
});

test.each([
  [new TypeError("words with 09121234567"), "TypeError"],
  [Object.assign(new Error("no"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
  [new DOMException("late", "TimeoutError"), "TimeoutError"],
  ["text", "_OTHER"],
  [undefined, "_OTHER"],
])("of what was thrown only the class is told", (thrown, type) => {
  expect(thrownAttributes(thrown)).toEqual({ "error.type": type });
});
