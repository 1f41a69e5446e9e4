/** The development inbox as a developer uses it, in a real browser. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { freshNumber, verificationIn } from "../support/http.ts";
import { sharedServing } from "../support/serving.ts";

const ramz = sharedServing({});
const browser = sharedBrowser();

const inbox = (options: Parameters<typeof browser.open>[1] = {}, query = "?lang=en") =>
  browser.open(`${ramz.api.url}/dev/inbox${query}`, options);

/** Sends a code, and gives it with the id of its verification. */
async function send(to: string, extra: Readonly<Record<string, unknown>> = {}) {
  const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to, ...extra }));
  return { id, code: await ramz.api.codeFor(to) };
}

const bubble = (page: Page, code: string) => page.locator(".bubble", { hasText: code });
const number = (page: Page, to: string) => page.locator(".number", { hasText: to });

describe("a message", () => {
  test("comes without a reload, with its text, size, channel and provider", async () => {
    const page = await inbox();
    const to = freshNumber();
    const { code } = await send(to, { locale: "en" });
    await number(page, to).click();
    const shown = bubble(page, code);
    await shown.locator("text=waiting for the code").waitFor();
    expect(await shown.locator(".text").textContent()).toBe(
      `${code}\nis your verification code. Do not share it.`,
    );
    expect(await shown.textContent()).toContain("50 of 160 units, 1 SMS");
    await shown.locator("summary").click();
    expect(await shown.locator(".waterfall").textContent()).toContain("console");
  });

  test("keeps what is selected while others come and the seconds pass", async () => {
    const page = await inbox();
    const to = freshNumber();
    const { code } = await send(to);
    await number(page, to).click();
    await bubble(page, code).locator(".code").dblclick();
    const before = await bubble(page, code).locator(".countdown").textContent();
    await send(freshNumber());
    await page.waitForFunction((past) => document.querySelector(".countdown")?.textContent !== past, before);
    expect(await page.evaluate("getSelection().toString()")).toBe(code);
  });

  test("is copied by its button and by a key", async () => {
    const page = await inbox({ permissions: ["clipboard-read", "clipboard-write"] });
    const to = freshNumber();
    const { code } = await send(to);
    await number(page, to).click();
    await bubble(page, code).getByRole("button", { name: "Copy code" }).click();
    await bubble(page, code).getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
    await page.evaluate("navigator.clipboard.writeText('')");
    await page.locator("body").press("c");
    await page.waitForFunction("navigator.clipboard.readText().then((text) => text !== '')");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
  });
});

describe.each(["en", "fa"] as const)("the page in %s", (language) => {
  test.each([
    [1360, "light"],
    [900, "dark"],
    [320, "light"],
    [320, "dark"],
  ] as const)(
    "%d pixels wide and %s has no fault of accessibility, and nothing stands out",
    async (width, colorScheme) => {
      const to = freshNumber();
      const { code } = await send(to);
      const page = await inbox({ viewport: { width, height: 760 }, colorScheme }, `?lang=${language}`);
      await number(page, to).click();
      await bubble(page, code).locator("summary").click();
      expect(await page.locator("html").getAttribute("dir")).toBe(language === "fa" ? "rtl" : "ltr");
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    },
  );
});
