/** Pictures of the console where it finds what happened, and of its acts. */
import type { Browser } from "playwright-core";
import { startFindStory } from "./find-story.ts";
import { LOOKS, openLook, openSettled, takePicture } from "./looks.ts";

const REASONS = { en: "She called us", fa: "تماس خود کاربر" } as const;

export async function takeFindScreenshots(browser: Browser, folder: string): Promise<void> {
  await using story = await startFindStory();
  for (const look of LOOKS) {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    await openSettled(page, `${story.url}/admin/sign-in?lang=${look.language}`);
    await page.locator("input[name=key]").fill(story.key);
    await page.keyboard.press("Enter");
    await page.locator("input[name=q]").fill(story.fellBack.to);
    await page.keyboard.press("Enter");
    await page.locator(`a[href*="${story.fellBack.id}"]`).first().waitFor();
    await takePicture(page, folder, "console-number", look);
    await page.goto(`${story.url}/admin/find/${story.fellBack.id}`);
    await takePicture(page, folder, "console-find", look);
    await page.locator("summary", { hasText: /Show the number|نمایش شماره/ }).click();
    await page.locator("input[name=reason]").fill(REASONS[look.language]);
    await page.locator(".unmask button").click();
    await page.locator("[role=status]").waitFor();
    await page.goto(`${story.url}/admin/acts`);
    await takePicture(page, folder, "console-acts", look);
    await context.close();
  }
}
