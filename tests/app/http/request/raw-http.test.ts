/** Requests that no polite client sends, byte by byte: no failure, no page of the framework, nothing of the inside shown. */
import { describe, expect, test } from "bun:test";
import { freshNumber, rawHttp } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { expectUntouched } from "./hostile.ts";

const ramz = sharedServing({ RAMZ_ALLOWED_HOSTS: "otp,x,a.b,ramz.example,ramz.test,xn--mgbaam7a8h" });
const send = (lines: readonly string[], body = "") =>
  rawHttp(Number(new URL(ramz.api.url).port), [...lines, "Connection: close", "", body].join("\r\n"));

const JSON_LINE = "Content-Type: application/json";
const statusOf = (answer: string) => /^HTTP\/1\.[01] (\d{3}) /.exec(answer)?.[1] ?? answer;

/** What a failure page, a stack trace or a path on disk looks like. */
const INSIDE = /<!doctype|bunfallback|node_modules|\/app\/|\.ts:\d|TypeError/i;

describe("a host name", () => {
  test.each([
    "localhost",
    "otp",
    "x",
    "a.b",
    "otp:8000",
    "127.0.0.1",
    "[::1]:8000",
    "RAMZ.example",
    "xn--mgbaam7a8h",
  ])("%s, right but unusual, leads to the same routes", async (host) => {
    const to = freshNumber();
    const body = JSON.stringify({ to });
    const length = `Content-Length: ${body.length}`;
    const sent = await send(["POST /v1/verifications HTTP/1.1", `Host: ${host}`, JSON_LINE, length], body);
    expect(statusOf(sent)).toBe("201");
    expect(statusOf(await send(["GET /healthz HTTP/1.1", `Host: ${host}`]))).toBe("200");
    expect(statusOf(await send(["GET /v1/verifications/x HTTP/1.1", `Host: ${host}`]))).toBe("404");
    const bad = await send(
      ["POST /api/v1/usr/otp HTTP/1.1", `Host: ${host}`, JSON_LINE, "Content-Length: 2"],
      "{}",
    );
    expect(bad).toContain('{"phone_number":["This field is required."]}');
  });

  test.each(["[", "[::", "a b", "a:99999", "a/b", "a?b", "a#b", "@", "%", "\u00ff", "<x>", ""])(
    "%p, which is none, is no failure and shows nothing of the inside",
    async (host) => {
      await expectUntouched(ramz.folder, async () => {
        for (const line of [
          "GET /healthz",
          "GET /nowhere",
          "PUT /v1/checks",
          "GET /dev/messages?to=1",
          "POST /v1/checks",
        ]) {
          const answer = await send([`${line} HTTP/1.1`, `Host: ${host}`, JSON_LINE, "Content-Length: 0"]);
          expect([line, statusOf(answer)]).toEqual([line, expect.stringMatching(/^[24]\d\d$/)]);
          expect(answer).not.toMatch(INSIDE);
        }
      });
    },
  );

  test("may be missing in HTTP/1.0, as in the checks of old load balancers", async () => {
    expect(statusOf(await send(["GET /healthz HTTP/1.0"]))).toBe("200");
    for (const line of ["POST /v1/checks", "GET /nowhere", "DELETE /v1/verifications/x"]) {
      const answer = await send([`${line} HTTP/1.0`, JSON_LINE]);
      expect([line, statusOf(answer)]).toEqual([line, expect.stringMatching(/^4\d\d$/)]);
      expect(answer).not.toMatch(INSIDE);
    }
  });
});

describe("a length", () => {
  const chunked = `${(100_000).toString(16)}\r\n${"x".repeat(100_000)}\r\n0\r\n\r\n`;

  test.each([
    ["both declared and chunked", ["Content-Length: 5", "Transfer-Encoding: chunked"], chunked],
    ["declared twice", ["Content-Length: 2", "Content-Length: 3"], "{}x"],
    ["below zero", ["Content-Length: -1"], "{}"],
    ["beyond all bounds", ["Content-Length: 99999999999"], "{}"],
    ["no number", ["Content-Length: x"], "{}"],
    ["chunked with a size that is none", ["Transfer-Encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n"],
  ])("%s is refused", async (_, lengths, body) => {
    await expectUntouched(ramz.folder, async () => {
      const answer = await send(["POST /v1/checks HTTP/1.1", "Host: ramz.test", JSON_LINE, ...lengths], body);
      expect(statusOf(answer)).toMatch(/^4\d\d$/);
      expect(answer).not.toMatch(INSIDE);
    });
  });
});

describe("a request line", () => {
  test.each([
    "GET //evil.example/%2e%2e HTTP/1.1",
    "GET http://evil.example/healthz HTTP/1.1",
    "GET /v1/verifications/\u00ff\u00fe HTTP/1.1",
    "GET /v1/verifications/x#y HTTP/1.1",
    "GET /\\..\\x HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "TRACE / HTTP/1.1",
    "CONNECT evil.example:443 HTTP/1.1",
    "BREW /v1/checks HTTP/1.1",
    "get /healthz HTTP/1.1",
    "GET /healthz HTTP/9.9",
    "GET /v1/verifications/x HTTP/1.1\r\nX: a\u0000b",
    `GET /${"a".repeat(20_000)} HTTP/1.1`,
  ])("%j is no failure and shows nothing of the inside", async (line) => {
    await expectUntouched(ramz.folder, async () => {
      const answer = await send([line, "Host: ramz.test"]);
      expect(statusOf(answer)).toMatch(/^([24]\d\d|505)?$/);
      expect(answer).not.toMatch(INSIDE);
    });
  });
});
