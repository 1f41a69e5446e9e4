/** Pictures of the pages of end users: the hosted page, the dialog around it, and what happened to a code. */
import type { Browser, FrameLocator, Page } from "playwright-core";
import { BUTTON, startEmbeddingShop } from "./embedding-shop.ts";
import { startProduct } from "./hosted-product.ts";
import { type Look, LOOKS, openLook, openSettled, takePicture } from "./looks.ts";
import { startWhyStory } from "./why-story.ts";

const COLOR = 'color = "#5b3fd6"';
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#5b3fd6"/><path d="M12 15h16l-2 14H14z" fill="#fff"/></svg>',
).toString("base64");

export async function takeVisitorScreenshots(browser: Browser, folder: string): Promise<void> {
  await using product = await startProduct({
    hosted: `${COLOR}\nlogo = "data:image/svg+xml;base64,${LOGO}"`,
    env: { OTP_RESEND_WAIT_TIME: "60" },
  });
  await using shop = await startEmbeddingShop(COLOR);
  await using asked = await startWhyStory();
  let numbers = 0;
  const nextNumber = () => `0912345${String((numbers += 1)).padStart(4, "0")}`;

  async function take(look: Look, name: string, url: string, prepare: (page: Page) => Promise<void>) {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    await openSettled(page, url);
    await prepare(page);
    await takePicture(page, folder, name, look, name === "why");
    await context.close();
  }

  async function toCode(page: Page | FrameLocator): Promise<void> {
    await page.locator("input[name=to]").fill(nextNumber());
    await page.locator("input[name=to]").press("Enter");
    await page.locator("input[name=code]").waitFor();
  }

  for (const look of LOOKS) {
    const { language } = look;
    await take(look, "hosted-number", product.page(language), async () => {});
    await take(look, "hosted-code", product.page(language), toCode);
    const script = shop.script(`data-lang="${language}"`);
    await take(look, "embed", shop.page(BUTTON + script), async (page) => {
      await page.getByRole("button").click();
      const frame = page.frameLocator("dialog iframe");
      await frame.locator("input[name=to]").waitFor();
      if (language === "fa") await toCode(frame);
      // The dialog takes the height of the step.
      await page.waitForTimeout(500);
    });
    await take(look, "why", `${asked.link}?lang=${language}`, async () => {});
  }
}
