/** Texts: the number of parts, the problems of an invalid text, and the text that is sent. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Encoding, segmentsOf } from "../../../../adapters/providers/_kit/sms-segments.ts";
import {
  type TextStyle,
  lintText,
  lintTexts,
  renderText,
} from "../../../../adapters/providers/_kit/message-text.ts";
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

  test("fills in app and minutes, rounded up", () => {
    const texts = { en: "{code} for {app}, {minutes} min" };
    expect(render("en", { texts })).toBe("123456 for shop, 5 min");
    expect(renderText({ app: "$&", code: "1", locale: "en", expiresAt: 0 }, { texts }, 9)).toBe(
      "1 for $&, 1 min",
    );
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
    expect(lintTexts({ texts })).toEqual([]);
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
  [`{code}${"س".repeat(65)}`, "fa", "is 71 units long, and one message holds 70: shorten it"],
  [`{code}${"a".repeat(155)}`, "en", "is 161 units long, and one message holds 160: shorten it"],
];

describe("checking a text", () => {
  test.each([...PROBLEMS])("%p (%s): %s", (text, locale, sentence) => {
    const problems = lintText(text, locale);
    expect(problems.join(" ")).toContain(sentence);
    for (const problem of problems) expect(problem).toStartWith(`The ${locale} text "${text}" `);
  });

  test("names every problem at once", () => {
    expect(lintText("{x} https://a كد", "fa")).toHaveLength(4);
  });

  test("passes the built-in texts, with a domain of 26 characters and with the hash of an app", () => {
    expect(lintTexts({})).toEqual([]);
    expect(lintTexts({ webDomain: "accounts.example-shop.test" })).toEqual([]);
    expect(lintTexts({ webDomain: "example.com", androidHash: "FA+9qCX9VSu" })).toEqual([]);
  });

  test("passes the half-space that Persian is written with", () => {
    expect(lintText("{code}\nکد شما، نمی‌پرسیم", "fa")).toEqual([]);
  });

  test("counts the last line", () => {
    const text = `{code}${"س".repeat(60)}`;
    expect(lintText(text, "fa")).toEqual([]);
    expect(lintText(text, "fa", { webDomain: "example.com" })).toHaveLength(1);
  });
});
