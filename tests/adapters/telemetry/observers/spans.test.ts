/** Spans as a collector gets them from the real program (design §6.3). */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Collector } from "../sdk/collector.ts";
import * as story from "./span-story.ts";

const { ALL_SKIPPED, CHECKED, FAILED, FELL_BACK, PARENT, SENT, SKIPPED, TO, UNSAMPLED } = story;

let collector: Collector;
beforeAll(async () => {
  collector = await story.collectStory();
});
afterAll(() => collector[Symbol.asyncDispose]());

const spansOf = (traceId: string) => story.spansOf(collector, traceId);
const treeOf = (traceId: string) => story.treeOf(collector, traceId);

const ATTEMPT = "otp.start > otp.deliver > otp.delivery.attempt";

describe("a start", () => {
  test("is a server span joined to the caller's trace, with the delivery and its attempt below", () => {
    expect(treeOf(SENT)).toEqual(["otp.start", "otp.start > otp.deliver", ATTEMPT]);
    const [start, deliver, attempt] = spansOf(SENT);
    expect(start).toMatchObject({ kind: "server", parentSpanId: PARENT, status: "unset" });
    expect(start?.attributes).toMatchObject({
      "otp.app": "default",
      "otp.purpose": "login",
      "otp.channel": "sms",
      "otp.verdict": "sent",
      "http.request.method": "POST",
      "http.response.status_code": 201,
      "http.route": "/v1/verifications",
      "url.path": "/v1/verifications",
      "url.scheme": "http",
      "server.address": "127.0.0.1",
      "server.port": expect.any(Number),
    });
    expect(start?.attributes).not.toHaveProperty("error.type");
    expect(deliver?.kind).toBe("internal");
    expect(attempt).toMatchObject({ kind: "client", status: "unset" });
  });

  test("names its call of the vendor, with the key taken out of the address", () => {
    const attributes = spansOf(SENT).at(-1)?.attributes;
    expect(attributes).toMatchObject({
      "otp.app": "default",
      "otp.channel": "sms",
      "otp.provider": "kavenegar/verify",
      "otp.attempt.index": 0,
      "otp.attempt.outcome": "accepted",
      "otp.vendor.code": "200",
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(String(attributes?.["url.full"])).port),
    });
    expect(attributes?.["url.full"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/\*\*\*\/verify\/lookup\.json$/);
  });

  test("that fell back has both attempts, in order, the first one an error with its cause", () => {
    expect(treeOf(FELL_BACK)).toEqual(["otp.start", "otp.start > otp.deliver", ATTEMPT, ATTEMPT]);
    const [start, , first, second] = spansOf(FELL_BACK);
    expect(start?.status).toBe("unset");
    expect(first).toMatchObject({ status: "error", kind: "client" });
    expect(first?.attributes).toMatchObject({
      "otp.provider": "kavenegar/verify",
      "otp.attempt.index": 0,
      "otp.attempt.outcome": "refused",
      "otp.attempt.fault": "message",
      "otp.attempt.reason": "template_not_found",
      "otp.vendor.code": "424",
      "otp.template": "verify",
      "http.response.status_code": 424,
      "error.type": "424",
    });
    expect(second).toMatchObject({ status: "unset" });
    expect(second?.attributes).toMatchObject({
      "otp.provider": "kavenegar/sms",
      "otp.attempt.index": 1,
      "otp.attempt.outcome": "accepted",
      "otp.line": "10008663",
    });
    expect(second?.attributes["url.full"]).toMatch(/\/v1\/\*\*\*\/sms\/send\.json$/);
  });

  test("names the purpose on its attempts too", () => {
    const purposes = spansOf(FELL_BACK)
      .filter(({ name }) => name === "otp.delivery.attempt")
      .map(({ attributes }) => attributes["otp.purpose"]);
    expect(purposes).toEqual(["login", "login"]);
  });

  test("that nobody carried is an error, with a status of 502", () => {
    expect(treeOf(FAILED)).toEqual(["otp.start", "otp.start > otp.deliver", ATTEMPT, ATTEMPT]);
    const [start] = spansOf(FAILED);
    expect(start?.status).toBe("error");
    expect(start?.attributes).toMatchObject({
      "otp.verdict": "delivery_failed",
      "http.response.status_code": 502,
      "error.type": "502",
    });
  });

  test("notes a provider that was passed over as an event of the delivery", () => {
    expect(treeOf(SKIPPED)).toEqual(["otp.start", "otp.start > otp.deliver", ATTEMPT]);
    expect(spansOf(SKIPPED)[1]?.events).toEqual([
      {
        name: "otp.delivery.skipped",
        attributes: { "otp.provider": "kavenegar/sms", "otp.attempt.reason": "account_refused" },
      },
    ]);
  });

  test("whose providers were all passed over has nothing but the events, on the span of the request", () => {
    expect(treeOf(ALL_SKIPPED)).toEqual(["otp.start"]);
    expect(spansOf(ALL_SKIPPED)[0]?.events.map(({ attributes }) => attributes)).toEqual([
      { "otp.provider": "kavenegar/verify", "otp.attempt.reason": "breaker_open" },
      { "otp.provider": "kavenegar/sms", "otp.attempt.reason": "breaker_open" },
    ]);
  });

  test("that the caller does not sample is not exported", () => {
    expect(spansOf(UNSAMPLED)).toEqual([]);
  });
});

test("a check is a server span with its verdict, and calls nobody", () => {
  const [check, ...others] = spansOf(CHECKED);
  expect(others).toEqual([]);
  expect(check).toMatchObject({ name: "otp.check", kind: "server", parentSpanId: PARENT, status: "unset" });
  expect(check?.attributes).toMatchObject({
    "otp.app": "default",
    "otp.purpose": "login",
    "otp.verdict": "incorrect",
    "http.request.method": "POST",
    "http.response.status_code": 422,
    "http.route": "/v1/verifications/:id/checks",
    "url.path": expect.stringMatching(/^\/v1\/verifications\/ver_[\w-]{34}\/checks$/),
  });
});

test("a request without a trace of the caller's begins one of its own", () => {
  const cancel = collector.spans().find(({ name }) => name === "otp.cancel");
  expect(cancel).toMatchObject({ kind: "server", parentSpanId: "" });
});

test("the process says what it is", () => {
  expect(collector.resource()).toMatchObject({
    "service.name": "ramz",
    "service.version": expect.any(String),
  });
});

test("a number appears masked only", () => {
  expect(collector.everything()).toContain(`${TO.slice(0, 6)}*****${TO.slice(-2)}`);
  expect(collector.everything()).not.toContain(TO.slice(1));
  expect(collector.everything()).not.toContain(`0${TO.slice(3)}`);
});
