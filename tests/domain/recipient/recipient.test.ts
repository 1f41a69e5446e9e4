/** Whether a number may be sent to depends on the number, never on how it was typed. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  admit,
  maskRecipient,
  type Recipient,
  type RecipientRules,
} from "../../../domain/recipient/recipient.ts";
import { testNumbering } from "../../support/numbering.ts";

const IRAN: RecipientRules = { countries: ["IR"], landlines: false };
const admitted = (typed: string, rules = IRAN) => admit(typed, rules, testNumbering);

describe("a number", () => {
  test.each(["+989121234567", "09121234567", "۰۹۱۲ ۱۲۳ ۴۵۶۷", "\u200E+98 (912) 123-4567", "٠٩١٢١٢٣٤٥٦٧"])(
    "is admitted in its canonical form, typed as %s",
    (typed) => {
      expect(admitted(typed)).toEqual({ kind: "admitted", recipient: "+989121234567" });
    },
  );

  test.each([
    "tel:+989121234567",
    "TEL:+98-912-123-4567",
    " tel:09121234567 ",
    "tel:۰۹۱۲-۱۲۳-۴۵۶۷",
    "tel:912-123-4567;phone-context=+98",
    "tel:+989121234567;phone-context=+1",
  ])("is read out of the URI %s", (typed) => {
    expect(admitted(typed)).toEqual({ kind: "admitted", recipient: "+989121234567" });
  });

  test.each(["tel:", "tel:+989121234567;ext=12", "sms:+989121234567", "tel:hello", "tel:tel:+989121234567"])(
    "is not read out of %s",
    (typed) => {
      expect(admitted(typed)).toEqual({ kind: "recipient_invalid", reason: "not_a_number" });
    },
  );

  test("that is not a phone number is refused with the reason", () => {
    expect(admitted("hello")).toEqual({ kind: "recipient_invalid", reason: "not_a_number" });
    expect(admitted("१२३")).toEqual({ kind: "recipient_invalid", reason: "not_a_number" });
    expect(admitted("0912")).toEqual({ kind: "recipient_invalid", reason: "too_short" });
  });

  test("of a country that is not configured is refused, also when it is valid", () => {
    expect(admitted("+12025550123")).toEqual({
      kind: "recipient_not_allowed",
      reason: "country",
      country: "US",
    });
    expect(admitted("+12025550123", { countries: ["IR", "US"], landlines: false }).kind).toBe("admitted");
  });

  test("of a landline is refused unless landlines are allowed", () => {
    expect(admitted("02112345678")).toEqual({ kind: "recipient_not_allowed", reason: "line", country: "IR" });
    expect(admitted("02112345678", { countries: ["IR"], landlines: true }).kind).toBe("admitted");
  });

  test("of a service is refused even when landlines are allowed", () => {
    const verdict = admitted("+981123", { countries: ["IR"], landlines: true });
    expect(verdict).toEqual({ kind: "recipient_not_allowed", reason: "line", country: "IR" });
  });
});

describe("a number in the log", () => {
  test("shows prefix and last two digits", () => {
    expect(maskRecipient("+989121234567")).toBe("+98912*****67");
  });

  test("keeps its length and hides at least four digits, however long it is", () => {
    const recipient = fc.stringMatching(/^[1-9][0-9]{6,14}$/).map((digits): Recipient => `+${digits}`);
    fc.assert(
      fc.property(recipient, (number) => {
        const masked = maskRecipient(number);
        expect(masked.length).toBe(number.length);
        expect(masked.match(/\*/g)?.length).toBeGreaterThanOrEqual(4);
      }),
    );
  });
});
