/** However a number is written, it is one number: aliases do not pass the cool-down (anchors V15). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { libphonenumber } from "../../../../adapters/numbering/libphonenumber.ts";
import { admit, type RecipientRules } from "../../../../domain/recipient/recipient.ts";
import { verificationIn, wordOf } from "../../../support/http.ts";
import { sharedServing, startServing } from "../../../support/serving.ts";

const CANON = "+989121234567";
const inScript = (zero: number, text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const persian = (text: string) => inScript(0x06f0, text);
const arabic = (text: string) => inScript(0x0660, text);
const fullWidth = (text: string) => inScript(0xff10, text).replace("+", "\uFF0B");

/** What the keyboards of several scripts give, and one letter. */
const SOUP = "0123456789+۰۱۲۹٠٩０９ -()\u200C\u200F\u00A0x".split("");

const PLAIN = [
  "09121234567",
  "9121234567",
  "989121234567",
  "+989121234567",
  "00989121234567",
  "+9809121234567",
  "9809121234567",
  "009809121234567",
];

const SPELLINGS: readonly string[] = [
  ...PLAIN,
  ...PLAIN.map(persian),
  ...PLAIN.map(arabic),
  ...PLAIN.map(fullWidth),
  "0912 123 4567",
  "0912-123-4567",
  "(0912) 123 4567",
  "0912.123.4567",
  "0912/1234567",
  "+98 0 912 123 4567",
  "+98 (0)912 123-4567",
  "+98\u00A0912\u00A01234567",
  "\u200E+989121234567",
  "\u200F09121234567\u200F",
  "\u202A+98 912 123 4567\u202C",
  "\u2066+989121234567\u2069",
  "0912\u200C123\u200C4567",
  "\u061C0912\u200B1234567\uFEFF",
  " \t09121234567\n",
  "0912\u20101234567",
  "0912\u20131234567",
  "0912\u22121234567",
  "۰۹12 ١٢٣ 4567",
  "۰۹۱۲-۱۲۳-۴۵۶۷",
  "\uFF0B۹۸ (۹۱۲) ۱۲۳۴۵۶۷",
  "００９８ 912 ۱۲۳ ٤٥٦٧",
];

describe("one number", () => {
  const ramz = sharedServing();

  test(`in ${SPELLINGS.length} spellings, one send each, gets one message`, async () => {
    await using own = await startServing();
    const { api } = own;
    expect(new Set(SPELLINGS).size).toBeGreaterThan(40);
    const [first = "", ...others] = SPELLINGS;
    const sent = await api.post("/v1/verifications", { to: first });
    expect(sent.status).toBe(201);
    expect(verificationIn(sent).to).toBe(CANON);
    const words: string[][] = [];
    for (const to of others) {
      words.push([to, wordOf(await api.post("/v1/verifications", { to }))]);
      const { status } = await api.post("/api/v1/usr/otp", { phone_number: to });
      expect([to, status]).toEqual([to, 429]);
    }
    expect(words).toEqual(others.map((to) => [to, "429 cooldown"]));
    const { body } = await api.get("/dev/messages");
    expect(body).toBeArrayOfSize(1);
  });

  test("is found in the development inbox by any spelling", async () => {
    await ramz.api.post("/v1/verifications", { to: CANON });
    for (const spelling of SPELLINGS) expect(await ramz.api.codeFor(spelling)).toMatch(/^\d{6}$/);
  });

  test("checked in another spelling than it was sent in is the same verification", async () => {
    const to = "0935 000 0001";
    await ramz.api.post("/v1/verifications", { to });
    const code = await ramz.api.codeFor(to);
    const reply = await ramz.api.post("/v1/checks", { to: persian("+98 935 0000001"), code });
    expect(wordOf(reply)).toBe("200");
  });
});

describe("the canonical form", () => {
  const rules: RecipientRules = { countries: ["IR", "DE", "US"], landlines: true };
  const separator = fc.constantFrom("", " ", "-", "\u200C", "\u200F", "\u00A0", "(", ")", ".", "/");
  const script = fc.constantFrom(persian, arabic, fullWidth, (text: string) => text);
  const prefix = fc.constantFrom("0", "", "98", "+98", "0098", "+980", "00980");
  const national = fc.integer({ min: 9_000_000_000, max: 9_399_999_999 }).map(String);

  test("is the same for any spelling of an Iranian mobile number", () => {
    fc.assert(
      fc.property(
        prefix,
        national,
        fc.array(separator, { maxLength: 14 }),
        script,
        (before, digits, marks, write) => {
          const spaced = (before + digits)
            .split("")
            .map((char, index) => char + (marks[index] ?? ""))
            .join("");
          expect(admit(write(spaced), rules, libphonenumber)).toEqual({
            kind: "admitted",
            recipient: `+98${digits}`,
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each(["+525512345678", "+5215512345678", "+52 1 55 1234 5678", "tel:+52-1-55-1234-5678"])(
    "of a Mexican mobile number is that of today, also with the 1 that was dialled until 2020: %s",
    (typed) => {
      for (const countries of [["IR", "MX"], ["MX"]] as const)
        expect(admit(typed, { countries: [...countries], landlines: false }, libphonenumber)).toEqual({
          kind: "admitted",
          recipient: "+525512345678",
        });
    },
  );

  test.each(["5512345678", "5215512345678", "0445512345678", "0455512345678", "015512345678"])(
    "of a Mexican number as it is written at home is the same: %s",
    (typed) => {
      expect(admit(typed, { countries: ["MX"], landlines: false }, libphonenumber)).toEqual({
        kind: "admitted",
        recipient: "+525512345678",
      });
    },
  );

  test("of a canonical form is itself, for whatever is typed", () => {
    const soup = fc.string({
      unit: fc.constantFrom(...SOUP),
      maxLength: 20,
    });
    const world = fc
      .tuple(fc.constantFrom("+49", "+1", "0049", "001", "+98", ""), soup)
      .map((two) => two.join(""));
    let admitted = 0;
    fc.assert(
      fc.property(fc.oneof(soup, world), (typed) => {
        const once = admit(typed, rules, libphonenumber);
        if (once.kind !== "admitted") return;
        admitted += 1;
        expect(admit(once.recipient, rules, libphonenumber)).toEqual(once);
      }),
      { numRuns: 20_000, seed: 1 },
    );
    expect(admitted).toBeGreaterThan(20);
  });
});
