/** `bun run screenshots`: pictures of the pages, for the docs, into docs/images. Look at each before it is committed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM, programPath } from "../support/programs.ts";
import { takeConsoleScreenshots } from "./console-screenshots.ts";
import { BUTTON, startEmbeddingShop } from "./embedding-shop.ts";
import { takeFindScreenshots } from "./find-screenshots.ts";
import { startInboxStory } from "./inbox-story.ts";
import { startWhyStory } from "./why-story.ts";
import { startProduct } from "./hosted-product.ts";

const FOLDER = join(import.meta.dir, "../../docs/images");

const SIZES = {
  narrow: { width: 360, height: 780 },
  middle: { width: 840, height: 900 },
  wide: { width: 1320, height: 860 },
} as const;

mkdirSync(FOLDER, { recursive: true });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: programPath(CHROMIUM), args });
await using story = await startInboxStory();

for (const language of ["en", "fa"] as const)
  for (const colorScheme of ["light", "dark"] as const)
    for (const [name, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ viewport, colorScheme, timezoneId: "Asia/Tehran" });
      const page = await context.newPage();
      const query = new URLSearchParams({ lang: language, to: story.fallenBack });
      await page.goto(`${story.api.url}/dev/inbox?${query}`);
      await page.locator(".badge.live", { hasText: language === "fa" ? "زنده" : "Live" }).waitFor();
      await page.evaluate("document.fonts.ready");
      const file = `inbox-${language}-${colorScheme}-${name}.png`;
      await page.screenshot({ path: join(FOLDER, file) });
      console.log(file);
      await context.close();
    }

const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#5b3fd6"/><path d="M12 15h16l-2 14H14z" fill="#fff"/></svg>',
).toString("base64");
await using product = await startProduct({
  hosted: `color = "#5b3fd6"\nlogo = "data:image/svg+xml;base64,${LOGO}"`,
});
for (const [language, colorScheme, step] of [
  ["en", "light", "number"],
  ["fa", "dark", "code"],
] as const) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme });
  const page = await context.newPage();
  await page.goto(product.page(language));
  if (step === "code") {
    await page.locator("input[name=to]").fill("09123456781");
    await page.keyboard.press("Enter");
    await page.locator("input[name=code]").waitFor();
  }
  await page.evaluate("document.fonts.ready");
  // A typeface that came late shows from the next page on.
  await page.reload();
  await page.evaluate("document.fonts.ready");
  const file = `hosted-${language}-${colorScheme}-${step}.png`;
  await page.screenshot({ path: join(FOLDER, file) });
  console.log(file);
  await context.close();
}
await using shop = await startEmbeddingShop(`color = "#5b3fd6"`);
for (const [language, colorScheme, width, step] of [
  ["en", "light", 720, "number"],
  ["fa", "dark", 360, "code"],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: 640 }, colorScheme });
  const page = await context.newPage();
  const frame = page.frameLocator("dialog iframe");
  // A typeface that came late shows from the next page on.
  for (const _ of [1, 2]) {
    await page.goto(shop.page(BUTTON + shop.script(`data-lang="${language}"`)));
    await page.getByRole("button").click();
    await frame.locator("input[name=to]").waitFor();
  }
  if (step === "code") {
    await frame.locator("input[name=to]").fill("09123456782");
    await frame.locator("input[name=to]").press("Enter");
    await frame.locator("input[name=code]").waitFor();
  }
  await page.waitForTimeout(500);
  const file = `embed-${language}-${colorScheme}.png`;
  await page.screenshot({ path: join(FOLDER, file) });
  console.log(file);
  await context.close();
}
await using asked = await startWhyStory();
for (const [language, colorScheme] of [
  ["fa", "light"],
  ["en", "dark"],
] as const) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
  const page = await context.newPage();
  // A typeface that came late shows from the next page on.
  for (const _ of [1, 2]) {
    await page.goto(`${asked.link}?lang=${language}`);
    await page.evaluate("document.fonts.ready");
  }
  const file = `why-${language}-${colorScheme}.png`;
  await page.screenshot({ path: join(FOLDER, file), fullPage: true });
  console.log(file);
  await context.close();
}
await takeConsoleScreenshots(browser, FOLDER);
await takeFindScreenshots(browser, FOLDER);
await browser.close();
