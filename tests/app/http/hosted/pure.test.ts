/** The parts of the hosted page that need no server: the code in a text, colours, and the problems of its settings. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { codeIn } from "../../../../app/http/hosted/code-in.ts";
import { contrast, inkOn, readable } from "../../../../app/http/hosted/theme.ts";
import { hostedSettingsOf, problemsOfHosted } from "../../../../app/config/tables/hosted.ts";

describe("the code in a text", () => {
  test.each([
    ["123456", "123456"],
    [" 123-456 ", "123456"],
    ["۱۲۳۴۵۶", "123456"],
    ["١٢٣٤٥٦", "123456"],
    ["کد تأیید شما: ۱۲۳۴۵۶ است", "123456"],
    ["Shop 2024: 123456 is your code", "123456"],
    ["654321 and\n@shop.example #123456", "123456"],
    ["12", "12"],
  ])("%p is %p", (typed, code) => expect(codeIn(typed, 6)).toBe(code));

  test("is not guessed where two could be it", () => {
    expect(codeIn("123456 or 654321", 6)).not.toMatch(/^\d{6}$/);
  });

  test("is found in any text, and never takes long", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => codeIn(text, 6).length <= text.length));
  });
});

test("text on and in any colour can be read", () => {
  const color = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(color, (given) => {
      for (const [ground, end] of [
        ["#f4f6f6", "#000000"],
        ["#151b1c", "#ffffff"],
      ] as const) {
        const accent = readable(given, ground, end);
        expect(contrast(accent, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(4.5);
      }
    }),
  );
});

describe("the settings", () => {
  test.each([
    "http://shop.example/x",
    "https://*.shop.example/",
    "https://shop.example/#x",
    "https://a:b@shop.example/",
    "shop.example/x",
    "javascript:alert(1)",
    "myapp://x",
  ])("%s is no address to return to", (address) => {
    const [problem, ...more] = problemsOfHosted({ return_to: [address] }, "apps.shop.hosted");
    expect(problem).toContain(`apps.shop.hosted.return_to: "${address}"`);
    expect(more).toEqual([]);
  });

  test("a page without an address to return to, and a logo from elsewhere, are problems", () => {
    expect(problemsOfHosted({ return_to: [], name: "Shop" }, "apps.shop.hosted")).toEqual([
      expect.stringContaining("return_to: it is missing"),
    ]);
    const logo = "https://cdn.example/logo.png";
    expect(problemsOfHosted({ return_to: ["https://shop.example/"], logo }, "apps.shop.hosted")).toEqual([
      expect.stringContaining(".logo: this is not a small picture"),
    ]);
  });

  test("without one the page is off; with one it has the app's name", () => {
    expect(hostedSettingsOf("shop", { return_to: [] })).toBeNull();
    expect(hostedSettingsOf("shop", { return_to: ["http://localhost:3000/x"] })).toMatchObject({
      name: { en: "shop", fa: "shop" },
      purpose: "default",
    });
  });
});
