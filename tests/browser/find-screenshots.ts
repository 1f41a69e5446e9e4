/** Pictures of the console where it finds what happened, and of its acts. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startFindStory } from "./find-story.ts";

const LOOKS = [
  ["en", "light", "She called us"],
  ["fa", "dark", "تماس خود کاربر"],
] as const;

export async function takeFindScreenshots(browser: Browser, folder: string): Promise<void> {
  await using story = await startFindStory();
  for (const [language, colorScheme, reason] of LOOKS) {
    const viewport = { width: 1320, height: 860 };
    const context = await browser.newContext({ viewport, colorScheme, timezoneId: "Asia/Tehran" });
    const page = await context.newPage();
    const shot = async (what: string) => {
      await page.evaluate("document.fonts.ready");
      const file = `console-${what}-${language}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file) });
      console.log(file);
    };
    // A typeface that came late shows from the next page on.
    for (const _ of [1, 2]) await page.goto(`${story.url}/admin/sign-in?lang=${language}`);
    await page.locator("input[name=key]").fill(story.key);
    await page.keyboard.press("Enter");
    await page.locator("input[name=q]").waitFor();
    await page.goto(`${story.url}/admin/find/${story.fellBack.id}`);
    await shot("find");
    await page.locator("summary", { hasText: /Show the number|نمایش شماره/ }).click();
    await page.locator("input[name=reason]").fill(reason);
    await page.locator(".unmask button").click();
    await page.locator("[role=status]").waitFor();
    await page.goto(`${story.url}/admin/acts`);
    await shot("acts");
    await context.close();
  }
}
