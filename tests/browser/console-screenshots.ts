/** Pictures of the operator console, for the docs. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startConsoleStory } from "./console-story.ts";

const LOOKS = [
  { language: "en", colorScheme: "light", viewport: { width: 1200, height: 760 } },
  { language: "fa", colorScheme: "dark", viewport: { width: 360, height: 780 } },
] as const;

/** Health with a provider that fails, two days of delivery, a suspicious block, and budgets in use. */
export async function takeConsoleScreenshots(browser: Browser, folder: string): Promise<void> {
  await using story = await startConsoleStory();
  for (let send = 0; send < 5; send++) await story.start(`0912${100 + send}0001`);
  for (let send = 0; send < 4; send++) await story.start(`0935555000${send}`);
  for (const { language, colorScheme, viewport } of LOOKS) {
    const context = await browser.newContext({ viewport, colorScheme, timezoneId: "Asia/Tehran" });
    const page = await context.newPage();
    await page.goto(`${story.origin}/admin/sign-in?lang=${language}`);
    await story.signIn(page);
    for (const name of ["health", "delivery", "routes", "guard", "spend"]) {
      await page.goto(`${story.origin}/admin/${name}`);
      await page.evaluate("document.fonts.ready");
      const file = `console-${name}-${language}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: name === "delivery" });
      console.log(file);
    }
    await context.close();
  }
}
