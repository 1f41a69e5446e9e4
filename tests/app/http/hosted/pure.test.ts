/** The parts of the hosted page that need no server: the code in a text, colours, and the problems of its settings. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { codeIn } from "../../../../app/http/hosted/code-in.ts";
import { contrast, inkOn, readable } from "../../../../app/http/pages/theme.ts";
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
  }, 30_000);
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
    const [problem, ...more] = problemsOfHosted(
      { return_to: [address], embed_origins: [] },
      "apps.shop.hosted",
    );
    expect(problem).toContain(`apps.shop.hosted.return_to: "${address}"`);
    expect(more).toEqual([]);
  });

  test("a page without an address to return to, and a logo from elsewhere, are problems", () => {
    expect(problemsOfHosted({ return_to: [], embed_origins: [], name: "Shop" }, "apps.shop.hosted")).toEqual([
      expect.stringContaining("return_to: it is missing"),
    ]);
    const logo = "https://cdn.example/logo.png";
    expect(
      problemsOfHosted({ return_to: ["https://shop.example/"], embed_origins: [], logo }, "apps.shop.hosted"),
    ).toEqual([expect.stringContaining('.logo: "https://cdn.example/logo.png" is an address elsewhere')]);
  });

  test("without one the page is off; with one it has the app's name", () => {
    expect(hostedSettingsOf("shop", { return_to: [], embed_origins: [] })).toBeNull();
    expect(
      hostedSettingsOf("shop", { return_to: ["http://localhost:3000/x"], embed_origins: [] }),
    ).toMatchObject({
      name: { en: "shop", fa: "shop" },
      purpose: "default",
    });
  });

  test("`hosted = true` is the table with the origins of the app", () => {
    const cors = ["https://shop.example", "http://localhost:3000"];
    expect(hostedSettingsOf("shop", true, cors)).toMatchObject({
      returnTo: ["https://shop.example/", "http://localhost:3000/"],
      embedOrigins: cors,
      name: { en: "shop", fa: "shop" },
    });
    expect(hostedSettingsOf("shop", false, cors)).toBeNull();
    expect(problemsOfHosted(true, "apps.shop.hosted", cors)).toEqual([]);
    expect(problemsOfHosted(true, "apps.shop.hosted")).toEqual([expect.stringContaining("cors is empty")]);
  });

  test.each(["https://*.shop.example", "https://shop.example/", "http://shop.example", "null", "*"])(
    "%s may not embed the page",
    (origin) => {
      const hosted = { return_to: [], embed_origins: [origin] };
      expect(problemsOfHosted(hosted, "apps.shop.hosted")).toEqual([
        expect.stringContaining(`apps.shop.hosted.embed_origins: "${origin}" is not an origin`),
      ]);
    },
  );

  test.each(["javascript:alert(1)", "http://shop.example/help", "help", "data:text/html,x", "https://a b"])(
    "%s is no address for a link",
    (help_url) => {
      const hosted = { return_to: ["https://shop.example/"], embed_origins: [], help_url };
      expect(problemsOfHosted(hosted, "apps.shop.hosted")).toEqual([
        expect.stringContaining(`apps.shop.hosted.help_url: "${help_url}"`),
      ]);
    },
  );

  test("a text in one language stands for the other, too", () => {
    const hosted = {
      return_to: ["https://shop.example/"],
      embed_origins: [],
      button: "Go",
      footer_fa: "پایین",
    };
    expect(hostedSettingsOf("shop", hosted)).toMatchObject({
      button: { en: "Go", fa: "Go" },
      footer: { en: "پایین", fa: "پایین" },
      helpUrl: null,
    });
  });
});
