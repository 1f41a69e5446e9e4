/** What a developer does on the inbox page, and what stands there. */
import type { Page } from "playwright-core";
import type { SharedBrowser } from "../support/browser.ts";
import { type Api, verificationIn } from "../support/http.ts";

type Options = Parameters<SharedBrowser["open"]>[1];

/** Opens the page, and waits until it follows what happens. */
export async function openInbox(
  browser: SharedBrowser,
  { url }: Pick<Api, "url">,
  options: Options = {},
  query = "?lang=en",
): Promise<Page> {
  const page = await browser.open(`${url}/dev/inbox${query}`, options);
  await page.locator(".connection.live").waitFor();
  return page;
}

/** Sends a code, and gives it with the id of its verification. */
export async function send(api: Api, to: string, extra: Readonly<Record<string, unknown>> = {}) {
  const { id } = verificationIn(await api.post("/v1/verifications", { to, ...extra }));
  return { id, code: await api.codeFor(to) };
}

export const bubble = (page: Page, code: string) => page.locator(".bubble", { hasText: code });
export const numberLink = (page: Page, to: string) => page.locator(".number", { hasText: to });
