/** Reading answers: every shape the vendor was seen to use, and nothing believed that has the wrong type. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { readEnvelope, readMessageId } from "../../../../adapters/providers/kavenegar/_api/envelope.ts";
import { transportFailureOf } from "../../../../adapters/providers/_kit/transport-failure.ts";
import { receptorOf, resultOf } from "../../../../adapters/providers/kavenegar/_api/delivery-result.ts";
import { readDeliveryResult } from "../../../../domain/delivery/provider.ts";

function resultOfBody(body: string, httpStatus = 200) {
  const envelope = readEnvelope(body);
  return resultOf(envelope === null ? { kind: "no_envelope", httpStatus } : { kind: "envelope", envelope });
}

const body = (entries: string, status = "200") =>
  `{"return":{"status":${status},"message":"تایید شد"},"entries":${entries}}`;

describe("entries", () => {
  test("are read as an array and as one object", () => {
    const accepted = { outcome: "accepted", vendorCode: "200", messageId: "8792343", costRial: 120 };
    expect(resultOfBody(body('[{"messageid":8792343,"status":5,"cost":120}]'))).toEqual({
      ...accepted,
      outcome: "accepted",
    });
    expect(resultOfBody(body('{"messageid":8792343,"status":5,"cost":120}'))).toEqual({
      ...accepted,
      outcome: "accepted",
    });
  });

  test("are read whatever the case of their names, and with numbers written as text", () => {
    expect(resultOfBody(body('[{"messageId":"8792343","Status":"5","COST":"120"}]', '"200"'))).toEqual({
      outcome: "accepted",
      vendorCode: "200",
      messageId: "8792343",
      costRial: 120,
    });
  });

  test.each([
    "null",
    "[]",
    "{}",
    "[null]",
    '"x"',
    "7",
    '[{"messageid":null}]',
    '[{"messageid":0}]',
    '[{"messageid":"code 1"}]',
  ])("%s hold no message id, which is no success", (entries) => {
    expect(resultOfBody(body(entries))).toMatchObject({ outcome: "unknown", reason: "message_id_missing" });
  });

  test("without a status count as accepted: 200 and an id are all there is", () => {
    expect(resultOfBody(body('[{"messageid":1}]')).outcome).toBe("accepted");
  });
});

test("message ids keep every digit", () => {
  for (const id of ["9007199254740993", "9223372036854775807", "8792343"]) {
    expect(resultOfBody(body(`[{"messageid":${id},"status":5}]`)).messageId).toBe(id);
    expect(resultOfBody(body(`{"messageid":"${id}","status":5}`)).messageId).toBe(id);
  }
  for (const none of [-1, 1.5, 1e30, "", " 7", "7 ", true, null, undefined, {}, []])
    expect(readMessageId(none)).toBeNull();
});

describe("an envelope", () => {
  test("wins over the HTTP status", () => {
    expect(resultOfBody(body("null", "412"), 200)).toMatchObject({
      reason: "sender_invalid",
      vendorCode: "412",
    });
    expect(resultOfBody(body('[{"messageid":1,"status":5}]'), 500).outcome).toBe("accepted");
  });

  test.each([
    "",
    "null",
    "7",
    "[]",
    "{}",
    '{"return":null}',
    '{"return":{}}',
    '{"return":{"status":"ok"}}',
    '{"return":{"status":1e400}}',
    "<html>",
  ])("is not %p", (text) => {
    expect(readEnvelope(text)).toBeNull();
  });

  test("whatever the body, the result is well-formed and holds nothing of the vendor's texts", () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.bigInt().map(String),
    );
    const status = fc.oneof(fc.constantFrom(200, "200", 412, 500), scalar);
    const entry = fc.record({
      messageid: scalar,
      status: scalar,
      cost: scalar,
      message: fc.constant("SECRET"),
    });
    const entries = fc.oneof(entry, fc.array(entry), scalar);
    fc.assert(
      fc.property(status, entries, (value, list) => {
        const text = JSON.stringify({ return: { status: value, message: "SECRET" }, entries: list });
        const result = resultOfBody(text);
        // A price beyond reason is left out by the domain.
        const { costRial = 0, ...others } = result;
        const kept = Math.abs(costRial) <= 1_000_000_000 ? result : others;
        expect(readDeliveryResult(result, "918273")).toEqual(kept);
        expect(JSON.stringify(result)).not.toContain("SECRET");
      }),
    );
  });
});

const failing = (code: string) => Object.assign(new TypeError(`${code} /v1/key/`), { code });

describe("an error of fetch", () => {
  const early = { answered: false, timedOut: false };

  test("is 'not sent' only for codes that come before the request is written", () => {
    expect(transportFailureOf(failing("ECONNREFUSED"), early)).toBe("connection_refused");
    expect(transportFailureOf(failing("ENOTFOUND"), early)).toBe("host_not_found");
    expect(transportFailureOf(failing("ENETUNREACH"), early)).toBe("network_unreachable");
    expect(transportFailureOf(failing("ERR_PROXY_TUNNEL"), early)).toBe("proxy_refused");
    expect(transportFailureOf(failing("DEPTH_ZERO_SELF_SIGNED_CERT"), early)).toBe("certificate_refused");
  });

  test.each(["ECONNRESET", "EPROTO", "EPIPE", "ETIMEDOUT", "ZlibError", ""])("%p is unknown", (code) => {
    expect(transportFailureOf(failing(code), early)).toBe("connection_lost");
  });

  test("is never 'not sent' once an answer began or the deadline struck", () => {
    expect(transportFailureOf(failing("ECONNREFUSED"), { answered: true, timedOut: false })).toBe(
      "connection_lost",
    );
    expect(transportFailureOf(failing("ECONNREFUSED"), { answered: false, timedOut: true })).toBe("timeout");
  });
});

test("numbers are written the way the vendor reads most safely", () => {
  expect(receptorOf("+989121234567")).toBe("09121234567");
  expect(receptorOf("+982112345678")).toBe("02112345678");
  expect(receptorOf("+14155550123")).toBe("0014155550123");
});
