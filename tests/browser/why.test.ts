/** `/why` as a person reads it, in a real browser. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { startWhyStory, type WhyStory } from "./why-story.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
let story: WhyStory;
beforeAll(async () => {
  story = await startWhyStory();
});
afterAll(() => story[Symbol.asyncDispose]());

test.each([
  ["fa", 320, "dark"],
  ["en", 900, "light"],
] as const)(
  "in %s, %i pixels wide and %s, it has no fault of accessibility",
  async (lang, width, colorScheme) => {
    const page = await browser.open(`${story.link}?lang=${lang}`, {
      viewport: { width, height: 700 },
      colorScheme,
    });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.goto(`${story.gone}?lang=${lang}`);
    expect(await accessibilityFaults(page)).toEqual([]);
  },
);

test("a person changes the language and looks again, without JavaScript", async () => {
  const page = await browser.open(`${story.link}?lang=en`, { javaScriptEnabled: false });
  await page.getByText("فارسی").click();
  await page.getByRole("heading", { name: "کد شما چه شد؟" }).waitFor();
  await page.getByText("به‌روزرسانی").click();
  await page.waitForURL(/lang=fa/);
  expect(await page.locator(".steps li").count()).toBeGreaterThan(2);
});
