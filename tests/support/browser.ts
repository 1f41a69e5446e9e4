/** A real Chromium for tests of pages. Every page that it opens must stay on this machine and keep to its own policy. */
import { afterAll, afterEach, beforeAll, expect } from "bun:test";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from "playwright-core";
import { CHROMIUM, programPath } from "./programs.ts";

export interface SharedBrowser {
  /** Opens a page in a context of its own, closed after the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

const START_MS = 60_000;

/** One browser for all tests of a file. After each test, a request that left the machine or broke the policy of a page fails it. */
export function sharedBrowser(): SharedBrowser {
  let browser: Browser | undefined;
  let faults: string[] = [];
  const pages: Page[] = [];

  beforeAll(async () => {
    // The sandbox needs rights that root in a container has not.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath: programPath(CHROMIUM), args });
  }, START_MS);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    const found = faults;
    faults = [];
    expect(found).toEqual([]);
  });

  return {
    async open(url, options = {}) {
      if (browser === undefined) throw new Error("the browser is open within tests only");
      const context = await browser.newContext(options);
      const page = await context.newPage();
      pages.push(page);
      page.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol !== "data:" && hostname !== "127.0.0.1" && hostname !== "localhost")
          faults.push(`the page asked ${request.url()}`);
      });
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
      });
      await page.goto(url);
      return page;
    },
  };
}

/** From now on the page's own scripts do not come. Unlike a browser without JavaScript, it can be examined. */
export async function withoutScript(page: Page): Promise<void> {
  await page.route(/\/assets\/script/, (route) => route.abort());
  await page.reload();
}

/** What axe-core finds wrong with a page as it is now, one line each. */
export async function accessibilityFaults(page: Page | Frame): Promise<readonly string[]> {
  // Evaluated over the debugging protocol, because the page's policy permits no foreign script.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: axe.Result[] }>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
