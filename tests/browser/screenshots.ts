/** `bun run screenshots`: pictures of the pages, for the docs, into docs/images. Look at each before it is committed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM, programPath } from "../support/programs.ts";
import { takeConsoleScreenshots } from "./console-screenshots.ts";
import { takeFindScreenshots } from "./find-screenshots.ts";
import { startInboxStory } from "./inbox-story.ts";
import { takeVisitorScreenshots } from "./visitor-screenshots.ts";

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

await takeVisitorScreenshots(browser, FOLDER, SIZES);
await takeConsoleScreenshots(browser, FOLDER);
await takeFindScreenshots(browser, FOLDER);
await browser.close();
