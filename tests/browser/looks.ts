/** The looks that pictures of pages are taken in: two languages, two themes and three widths. */
import { join } from "node:path";
import type { Browser, BrowserContext, Page, ViewportSize } from "playwright-core";

export interface Look {
  readonly language: "en" | "fa";
  readonly colorScheme: "light" | "dark";
  /** The end of the name of a picture, e.g. `fa-dark-narrow`. */
  readonly name: string;
  readonly viewport: ViewportSize;
}

const SIZES = {
  narrow: { width: 360, height: 780 },
  middle: { width: 840, height: 900 },
  wide: { width: 1320, height: 860 },
} as const;

export const LOOKS: readonly Look[] = (["en", "fa"] as const).flatMap((language) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    Object.entries(SIZES).map(([size, viewport]) => ({
      language,
      colorScheme,
      name: `${language}-${colorScheme}-${size}`,
      viewport,
    })),
  ),
);

export function openLook(browser: Browser, { viewport, colorScheme }: Look): Promise<BrowserContext> {
  return browser.newContext({ viewport, colorScheme, timezoneId: "Asia/Tehran" });
}

/** Opens the page twice: a typeface that came late shows from the next page on. */
export async function openSettled(page: Page, url: string): Promise<void> {
  for (const _ of [1, 2]) {
    await page.goto(url);
    await page.evaluate("document.fonts.ready");
  }
}

/** Takes `<what>-<look>.png`. */
export async function takePicture(
  page: Page,
  folder: string,
  what: string,
  { name }: Look,
  fullPage = false,
): Promise<void> {
  await page.evaluate("document.fonts.ready");
  const file = `${what}-${name}.png`;
  await page.screenshot({ path: join(folder, file), fullPage });
  console.log(file);
}
