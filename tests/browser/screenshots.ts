/** `bun run screenshots`: pictures of the pages, for the docs, into docs/images. Look at each before it is committed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { CHROMIUM, programPath } from "../support/programs.ts";
import { takeConsoleScreenshots } from "./console-screenshots.ts";
import { takeFindScreenshots } from "./find-screenshots.ts";
import { startInboxStory } from "./inbox-story.ts";
import { LOOKS, openLook, takePicture } from "./looks.ts";
import { takeVisitorScreenshots } from "./visitor-screenshots.ts";

const FOLDER = join(import.meta.dir, "../../docs/images");

async function takeInboxScreenshots(browser: Browser, folder: string): Promise<void> {
  await using story = await startInboxStory();
  for (const look of LOOKS) {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    const query = new URLSearchParams({ lang: look.language, to: story.fallenBack });
    await page.goto(`${story.api.url}/dev/inbox?${query}`);
    await page.locator(".badge.live", { hasText: look.language === "fa" ? "زنده" : "Live" }).waitFor();
    await takePicture(page, folder, "inbox", look);
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: programPath(CHROMIUM), args });
await takeInboxScreenshots(browser, FOLDER);
await takeVisitorScreenshots(browser, FOLDER);
await takeConsoleScreenshots(browser, FOLDER);
await takeFindScreenshots(browser, FOLDER);
await browser.close();
