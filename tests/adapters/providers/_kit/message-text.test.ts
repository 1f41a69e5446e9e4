/** Texts: the number of parts, the problems of an invalid text, and the text that is sent. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Encoding, segmentsOf } from "../../../../adapters/providers/_kit/sms-segments.ts";
import { type TextStyle, renderText } from "../../../../adapters/providers/_kit/message-text.ts";
import { textProblems } from "../../../../adapters/providers/_kit/text-problems.ts";
import type { Locale } from "../../../../domain/delivery/provider.ts";

const VECTORS: readonly (readonly [
  name: string,
  text: string,
  encoding: Encoding,
  units: number,
  segments: number,
])[] = [
  ["an empty text", "", "gsm7", 0, 1],
  ["160 basic characters", "a".repeat(160), "gsm7", 160, 1],
  ["161 basic characters", "a".repeat(161), "gsm7", 161, 2],
  ["306 basic characters", "a".repeat(306), "gsm7", 306, 2],
  ["307 basic characters", "a".repeat(307), "gsm7", 307, 3],
  ["@ and £ and Greek capitals", "@£ΔΦΓΛΩΠΨΣΘΞ", "gsm7", 12, 1],
  ["an extension character takes two", "€", "gsm7", 2, 1],
  ["all extension characters", "^{}\\[~]|€\f", "gsm7", 20, 1],
  ["80 extension characters", "€".repeat(80), "gsm7", 160, 1],
  ["an escape is not split between parts", `${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 306, 3],
  ["a backtick is not in the alphabet", "`", "ucs2", 1, 1],
  ["ç is not in the alphabet, Ç is", "ç", "ucs2", 1, 1],
  ["Ç", "Ç", "gsm7", 1, 1],
  ["a tab is not in the alphabet", "\t", "ucs2", 1, 1],
  ["70 Persian letters", "س".repeat(70), "ucs2", 70, 1],
  ["71 Persian letters", "س".repeat(71), "ucs2", 71, 2],
  ["134 Persian letters", "س".repeat(134), "ucs2", 134, 2],
  ["135 Persian letters", "س".repeat(135), "ucs2", 135, 3],
  ["one Persian letter makes the whole text UCS-2", `${"a".repeat(70)}س`, "ucs2", 71, 2],
  ["the half-space is a unit", "می‌شود", "ucs2", 6, 1],
  ["a character beyond the basic plane takes two", "😀".repeat(35), "ucs2", 70, 1],
  ["a surrogate pair is not split between parts", `${"س".repeat(66)}😀${"س".repeat(66)}`, "ucs2", 134, 3],
];

describe("parts (3GPP TS 23.038)", () => {
  test.each([...VECTORS])("%s", (_, text, encoding, units, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, units, segments });
  });
});

const render = (locale: Locale, style: TextStyle, app = "shop", code = "123456") =>
  renderText({ app, code, locale, expiresAt: 300_000 }, style, 1);

describe("the text sent", () => {
  test("has the code alone on the first line, in ASCII digits, without invisible marks", () => {
    for (const locale of ["fa", "en"] as const) expect(render(locale, {})).toMatch(/^123456\n[^@#]+$/u);
    expect(render("fa", {})).toBe("123456\nکد تأیید شما. به کسی ندهید.");
  });

  test("ends with the line that browsers read, then the hash that Android reads", () => {
    const webDomain = "example.com";
    const androidHash = "FA+9qCX9VSu";
    expect(render("fa", { webDomain }).split("\n").at(-1)).toBe("@example.com #123456");
    expect(render("en", { androidHash }).split("\n").at(-1)).toBe("FA+9qCX9VSu");
    expect(render("en", { webDomain, androidHash }).split("\n").at(-1)).toBe(
      "@example.com #123456 FA+9qCX9VSu",
    );
  });

  test("fills in app and minutes", () => {
    const texts = { en: "{code} for {app}, {minutes} min", fa: "{code} تا {minutes} دقیقه" };
    const message = { app: "$&", code: "1", expiresAt: 300_000 };
    expect(renderText({ ...message, locale: "en" }, { texts }, 0)).toBe("1 for $&, 5 min");
    expect(renderText({ ...message, locale: "fa" }, { texts }, 0)).toBe("1 تا ۵ دقیقه");
  });

  test.each([
    [600_000, "10 min", "۱۰ دقیقه"],
    [299_999, "4 min", "۴ دقیقه"],
    [60_000, "1 min", "۱ دقیقه"],
    [59_999, "less than 1 min", "کمتر از ۱ دقیقه"],
    [-1, "less than 1 min", "کمتر از ۱ دقیقه"],
  ])("never promises more minutes than are left: %d ms", (expiresAt, en, fa) => {
    const texts = { en: "{code} {minutes} min", fa: "{code} {minutes} دقیقه" };
    const message = { app: "", code: "1", expiresAt };
    expect(renderText({ ...message, locale: "en" }, { texts }, 0)).toBe(`1 ${en}`);
    expect(renderText({ ...message, locale: "fa" }, { texts }, 0)).toBe(`1 ${fa}`);
  });

  test("drops words of the built-in text until the last line fits", () => {
    const androidHash = "FA+9qCX9VSu";
    const webDomain = "accounts.example-shop.test";
    expect(render("fa", { webDomain })).toBe(`123456\nکد تأیید شما. به کسی ندهید.\n@${webDomain} #123456`);
    expect(render("fa", { webDomain, androidHash })).toBe(
      `123456\nکد تأیید شما.\n@${webDomain} #123456 ${androidHash}`,
    );
    const longer = `login.${webDomain}`;
    expect(render("fa", { webDomain: longer, androidHash })).toBe(
      `123456\n@${longer} #123456 ${androidHash}`,
    );
    for (const domain of [webDomain, longer])
      expect(segmentsOf(render("fa", { webDomain: domain, androidHash })).segments).toBe(1);
  });

  test("shortens a long app name instead of using a second part", () => {
    const texts = { fa: "{code}\nکد ورود به {app}" };
    const sent = render("fa", { texts, webDomain: "example.com" }, "فروشگاه ".repeat(20));
    expect(segmentsOf(sent)).toMatchObject({ units: 70, segments: 1 });
    expect(sent).toEndWith("\n@example.com #123456");
  });

  test("takes one part with any app name, if its template passes the checks", () => {
    const texts = {
      fa: "{code}\nکد {app}",
      en: "{code}\nis your code for {app}. It is good for {minutes} minutes.",
    };
    expect(textProblems({ texts }, 6)).toEqual([]);
    const anyName = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(anyName, fc.constantFrom<Locale>("fa", "en"), (app, locale) => {
        expect(segmentsOf(render(locale, { texts }, app)).segments).toBe(1);
      }),
    );
  });
});

const PROBLEMS: readonly (readonly [text: string, locale: Locale, sentence: string])[] = [
  ["Your code", "en", "does not contain {code}"],
  ["Your code is {code}", "en", "must start with {code}"],
  ["{code} for {name}", "en", "contains {name}, which is unknown"],
  ["{code}\u202E x", "en", "the invisible character U+202E"],
  ["\u2068{code}\u2069 x", "en", "must start with {code}"],
  ["{code}\u0000", "en", "the invisible character U+0000"],
  ["{code}\u2028کد", "fa", "the invisible character U+2028"],
  ["{code} at https://x.test", "en", "contains a link"],
  ["{code} www.shop", "en", "contains a link"],
  ["{code} shop.ir", "en", "contains a link"],
  ["{code} كد", "fa", "the Arabic"],
  ["{code}0 is it", "en", "digits or a placeholder directly beside {code}"],
  ["{code}۵ کد", "fa", "digits or a placeholder directly beside {code}"],
  ["{code}{minutes} min", "en", "digits or a placeholder directly beside {code}"],
  [`{code}${"س".repeat(65)}`, "fa", "is 71 units long, and one message holds 70: shorten it"],
  [`{code}${"a".repeat(155)}`, "en", "is 161 units long, and one message holds 160: shorten it"],
];

const problemsOf = (text: string, locale: Locale, style: TextStyle = {}) =>
  textProblems({ ...style, texts: { [locale]: text } }, 6);

describe("checking a text", () => {
  test.each([...PROBLEMS])("%p (%s): %s", (text, locale, sentence) => {
    const problems = problemsOf(text, locale);
    expect(problems.join(" ")).toContain(sentence);
    for (const problem of problems) expect(problem).toStartWith(`The ${locale} text "${text}" `);
  });

  test("names every problem at once", () => {
    expect(problemsOf("{x} https://a كد", "fa")).toHaveLength(4);
  });

  test("passes the built-in texts with any usual domain and the hash of an app", () => {
    expect(textProblems({}, 10)).toEqual([]);
    const webDomain = `${"long-".repeat(10)}name.accounts.example-shop.test`;
    expect(textProblems({ webDomain, androidHash: "FA+9qCX9VSu" }, 10)).toEqual([]);
  });

  test("names the settings when the built-in text has no words left to drop", () => {
    const webDomain = `${"a".repeat(150)}.test`;
    expect(textProblems({ webDomain }, 6)).toEqual(
      Array(2).fill(
        "The code and the last line of webDomain are 171 units long, and one message holds 160: shorten or unset webDomain.",
      ),
    );
  });

  test("passes the half-space of Persian, and a code followed by a line break, a space or a mark", () => {
    for (const text of ["{code}\nکد شما، نمی‌پرسیم", "{code} ۵", "{code}. 5 minutes"])
      expect(problemsOf(text, "fa")).toEqual([]);
  });

  test("counts the last line and the digits of the code, and names the setting of the last line", () => {
    const text = `{code}${"س".repeat(60)}`;
    expect(problemsOf(text, "fa")).toEqual([]);
    expect(textProblems({ texts: { fa: text } }, 11)).toHaveLength(1);
    expect(problemsOf(text, "fa", { webDomain: "example.com" })).toEqual([
      expect.stringMatching(
        /is 87 units long with the last line of webDomain, .*: shorten it, or unset webDomain\.$/,
      ),
    ]);
  });
});
