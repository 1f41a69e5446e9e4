/** Reading answers: every shape that the vendor was seen to use; values of the wrong type are not used. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { numberedId } from "../../../../adapters/providers/_kit/json-values.ts";
import { readEnvelope } from "../../../../adapters/providers/kavenegar/_api/envelope.ts";
import { receptorOf, resultOfAnswer } from "../../../../adapters/providers/kavenegar/_api/delivery-result.ts";
import { readDeliveryResult } from "../../../../domain/delivery/provider.ts";

function resultOfBody(body: string, httpStatus = 200) {
  const envelope = readEnvelope(body);
  return resultOfAnswer(
    envelope === null ? { kind: "no_envelope", httpStatus } : { kind: "envelope", envelope },
  );
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

  test("are read with names in any case, and with numbers written as text", () => {
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
  ])("%s have no message id, so they are no success", (entries) => {
    expect(resultOfBody(body(entries))).toMatchObject({ outcome: "unknown", reason: "message_id_missing" });
  });

  test("without a status count as accepted", () => {
    expect(resultOfBody(body('[{"messageid":1}]')).outcome).toBe("accepted");
  });
});

test("a message id keeps every digit", () => {
  for (const id of ["9007199254740993", "9223372036854775807", "8792343"]) {
    expect(resultOfBody(body(`[{"messageid":${id},"status":5}]`)).messageId).toBe(id);
    expect(resultOfBody(body(`{"messageid":"${id}","status":5}`)).messageId).toBe(id);
  }
  for (const none of [-1, 1.5, 1e30, "", " 7", "7 ", true, null, undefined, {}, []])
    expect(numberedId(none)).toBeNull();
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
  ])("is not found in %p", (text) => {
    expect(readEnvelope(text)).toBeNull();
  });

  test("of any content leads to a well-formed result without the vendor's texts", () => {
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
        // The domain leaves out an implausible price.
        const { costRial = 0, ...others } = result;
        const kept = Math.abs(costRial) <= 1_000_000_000 ? result : others;
        expect(readDeliveryResult(result, "918273")).toEqual(kept);
        expect(JSON.stringify(result)).not.toContain("SECRET");
      }),
    );
  });
});

test("numbers are written in the form the vendor reads best", () => {
  expect(receptorOf("+989121234567")).toBe("09121234567");
  expect(receptorOf("+982112345678")).toBe("02112345678");
  expect(receptorOf("+14155550123")).toBe("0014155550123");
});
