/** Pictures of the operator console, for the docs. */
import type { Browser } from "playwright-core";
import { startConsoleStory } from "./console-story.ts";
import { LOOKS, openLook, openSettled, takePicture } from "./looks.ts";

const PAGES = ["health", "delivery", "routes", "guard", "spend", "test", "unblock"] as const;

/** Pages that say most below the fold. */
const TALL: readonly string[] = ["delivery", "routes"];

/** Health with a provider that fails, two days of delivery, a suspicious block, and budgets in use. */
export async function takeConsoleScreenshots(browser: Browser, folder: string): Promise<void> {
  await using story = await startConsoleStory();
  for (let send = 0; send < 5; send++) await story.start(`0912${100 + send}0001`);
  for (let send = 0; send < 4; send++) await story.start(`0935555000${send}`);
  for (const look of LOOKS) {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    await openSettled(page, `${story.origin}/admin/sign-in?lang=${look.language}`);
    await takePicture(page, folder, "console-sign-in", look);
    await story.signIn(page);
    for (const name of PAGES) {
      await page.goto(`${story.origin}/admin/${name}`);
      await takePicture(page, folder, `console-${name}`, look, TALL.includes(name));
    }
    await context.close();
  }
}
