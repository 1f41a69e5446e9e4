import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { compileCodePattern } from "../../../../app/http/hooks/code-pattern.ts";
import { findCode } from "../../../../app/http/hooks/find-code.ts";

const NONE = "code_not_found";
const MANY = "code_ambiguous";

/** The code that is found, or why there is none. */
function found(text: string): string {
  const result = findCode(text);
  return result.kind === "found" ? result.code : result.kind;
}

const TEXTS: readonly (readonly [text: string, result: string])[] = [
  // English
  ["Your code is 482913", "482913"],
  ["482913 is your code. It is good for 5 minutes.", "482913"],
  ["Your SMS code is 4829 and is valid for 5 minutes.", "4829"],
  ["G-482913 is your verification code", "482913"],
  ["Code:4829137,valid 5 min", "4829137"],
  ["Your code (482913) expires in 86400 seconds", "482913"],
  ["Use 482913 within 1440 min.", "482913"],
  ["Use 482913.Do not share it", "482913"],
  ["Your code is 482913. Again: 482913.", "482913"],
  ["0482 is your code", "0482"],
  ["Your code is 4829137056", "4829137056"],
  // Persian and Arabic
  ["کد تأیید شما: ۴۸۲۹۱۳", "482913"],
  ["کد شما ۴۸۲۹۱۳ است و تا ۱۴۴۰ دقیقه معتبر است", "482913"],
  ["کد۴۸۲۹۱۳است", "482913"],
  ["کد ۴۸۲۹۱۳ روز خوش", "482913"],
  ["مبلغ ۱۵۰۰۰۰۰ ریال\nرمز پویا: ۴۸۲۹۱۳", "482913"],
  ["رمز التحقق ٤٨٢٩١٣", "482913"],
  ["کد \u2068۴۸۲۹۱۳\u2069 برای ورود", "482913"],
  ["کد ۴۸۲۹۱۳ (482913)", "482913"],
  // Lines for machines
  ["Your code is 482913\n\n@example.com #482913", "482913"],
  ["Login of 2026\n@example.com #482913", "482913"],
  ["Your code\n@example.com #AB48C9", "AB48C9"],
  ["Your code\n@example.com #482913 %frame.example", "482913"],
  ["Your code is 482913\n@example.com #48", "482913"],
  ["Your code\n@example.com #48-2913", NONE],
  ["<#> Your code is 482913\nFA+9qCX9VSu", "482913"],
  ["Your code is 482913\nFA1234X9VSu", "482913"],
  ["482913 is your code\n@example.com #482913\nFA+9qCX9VSu", "482913"],
  // Addresses
  ["Your code is 482913 or open https://example.com/v/771904", "482913"],
  ["Your code is 482913, see www.example.com/771904", "482913"],
  ["کد ۴۸۲۹۱۳ یا ramz.example/771904", "482913"],
  ["نشانی https://example.com/a، کد ۴۸۲۹۱۳", "482913"],
  // Phone numbers
  ["Your code is 482913. Call 02191001234.", "482913"],
  ["کد شما ۴۸۲۹۱۳ برای شمارهٔ ۰۹۱۲۱۲۳۴۵۶۷", "482913"],
  ["Your code is 482913. Call +989121234567.", "482913"],
  ["Your code is 482913. Call 0912-123-4567.", MANY],
  ["Call +4512345678", MANY],
  // Two readings
  ["Your code is 482913, not 771904", MANY],
  ["© 2026 Example. Your code is 482913", MANY],
  ["Order 10023: code 482913", MANY],
  ["2026-11-28: your code is 482913", MANY],
  ["Your code is 4829-1377", MANY],
  // A part of something longer
  ["Your code is AB4829", MANY],
  ["Your code is 4829AB", MANY],
  ["Use 2026 Code1234567", MANY],
  ["Use 2026 code/482913", MANY],
  ["Pay 1234.56 now", MANY],
  // None
  ["Your phone number was changed.", NONE],
  ["", NONE],
  ["Your code is 482", NONE],
  ["Your code is 482 913", NONE],
  ["Your code is 48291370561", NONE],
  ["Open https://example.com/v/771904", NONE],
  ["Call 09121234567", NONE],
  ["Good for 1440 minutes", NONE],
  ["Your code is १२३४५६", NONE],
  [`Your code is 482913${".".repeat(2_000)}`, NONE],
];

test.each([...TEXTS])("%j", (text, result) => {
  expect(found(text)).toBe(result);
});

/** What stands beside codes in messages. */
const noise = fc.oneof(
  fc.constantFrom(
    "2026",
    "1403/09/08",
    "14:30",
    "1500000 ریال",
    "5 minutes",
    "۱۰ دقیقه",
    "AB1234",
    "Code1234567",
    "https://example.com/771904",
    "x.example/12345",
    "09121234567",
    "+4512345678",
    "0912-123-4567",
    "FA+9qCX9VSu",
    "FA1234X9VSu",
    "@example.com",
    "#1234",
    "code",
    "کد",
    ".",
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const glue = fc.constantFrom(" ", " ", "\n", ", ", ": ");

test("never another code than the one in the text", () => {
  const code = fc.stringMatching(/^[0-9]{6}$/);
  fc.assert(
    fc.property(code, fc.array(noise), fc.array(noise), glue, glue, (right, before, after, left, end) => {
      const text = before.join(left) + left + right + end + after.join(end);
      const result = found(text);
      // WebOTP's line is the sender's own word for it, wherever else digits are.
      fc.pre(!/(^|\n)@\S+ #/.test(text));
      expect([right, NONE, MANY]).toContain(result);
    }),
    { numRuns: 2_000 },
  );
});

test("what is found stands in the text, in whole", () => {
  fc.assert(
    fc.property(fc.array(noise), glue, (parts, between) => {
      const text = parts.join(between);
      const result = findCode(text);
      if (result.kind !== "found") return;
      const ascii = text.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));
      expect(ascii).toMatch(new RegExp(`(?<![0-9])${result.code}(?![0-9])`));
    }),
    { numRuns: 2_000 },
  );
});

async function foundBy(pattern: string, text: string): Promise<string> {
  const compiled = await compileCodePattern(pattern);
  if (compiled.kind === "invalid") return compiled.why;
  const result = findCode(text, compiled.codes);
  return result.kind === "found" ? result.code : result.kind;
}

describe("the operator's pattern", () => {
  test.each([
    ["code is ([0-9]{6})", "© 2026: your code is 482913", "482913"],
    ["کد (\\d{6})", "سال ۱۴۰۳، کد ۴۸۲۹۱۳", "482913"],
    ["code ([A-Z0-9]{6})", "code AB48C9", "AB48C9"],
    ["([0-9]{6})", "482913 and 771904", MANY],
    ["([0-9]{6})", "482913 and 482913", "482913"],
    ["code is ([0-9]{6})", "482913", NONE],
    ["code is ([0-9]*)", "code is none", NONE],
    ["[0-9]{6}", "482913", "needs exactly one group (…), around the code"],
    ["([0-9]{6})|(x)", "482913", "needs exactly one group (…), around the code"],
    ["([0-9]{6}", "482913", "is no regular expression of RE2: missing closing )"],
  ])("%s in %j", async (pattern, text, result) => {
    expect(await foundBy(pattern, text)).toBe(result);
  });

  test("one that backtracks for ever takes no time", async () => {
    const started = performance.now();
    expect(await foundBy("^(?:a+)+([0-9]{6})$", "a".repeat(1_999))).toBe(NONE);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
