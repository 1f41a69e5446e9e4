/** The inbox page in every language, scheme and width, without JavaScript, on a slow line, and over a restart. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { listen } from "../../app/http/server.ts";
import { loadConfig } from "../../app/config/load.ts";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { apiAt, freshNumber } from "../support/http.ts";
import { composeHere, sharedServing } from "../support/serving.ts";
import { type InboxStory, startInboxStory } from "./inbox-story.ts";
import { bubble, numberLink, openInbox, send } from "./inbox-steps.ts";

const ramz = sharedServing({});
const browser = sharedBrowser();

/** Every width and both schemes; not all pairs, because each takes a second. */
const LOOKS = [
  [1360, "light"],
  [900, "dark"],
  [320, "light"],
] as const;

describe.each(["en", "fa"] as const)("the page in %s", (language) => {
  let story: InboxStory;
  beforeAll(async () => {
    story = await startInboxStory();
  });
  afterAll(() => story[Symbol.asyncDispose]());

  test("has no fault of accessibility and nothing stands out, light and dark, from 320 pixels up", async () => {
    const query = `?lang=${language}&to=${encodeURIComponent(story.fallenBack)}`;
    const page = await openInbox(browser, story.api, {}, query);
    expect(await page.locator("html").getAttribute("dir")).toBe(language === "fa" ? "rtl" : "ltr");
    for (const [width, colorScheme] of LOOKS) {
      await page.setViewportSize({ width, height: 760 });
      await page.emulateMedia({ colorScheme });
      expect([width, colorScheme, await accessibilityFaults(page)]).toEqual([width, colorScheme, []]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
  });

  test("has none with an answer of the API, with an empty inbox and without an answer", async () => {
    const page = await openInbox(browser, story.api, {}, `?lang=${language}`);
    await page.locator(".test-number").first().click();
    await page.locator(".answer").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator(".clear").click();
    await page.locator(".empty").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 760 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  });
});

test("without JavaScript the messages are readable, and numbers are links", async () => {
  const [to, other] = [freshNumber(), freshNumber()];
  const { code } = await send(ramz.api, to);
  await send(ramz.api, other);
  const options = { javaScriptEnabled: false };
  const page = await browser.open(`${ramz.api.url}/dev/inbox?lang=en`, options);
  await numberLink(page, to).click();
  expect(await bubble(page, code).locator(".text").textContent()).toContain(code);
  expect(await page.locator(".notice").isVisible()).toBe(true);
  expect(await page.getByRole("button").count()).toBe(0);
});

test("on a slow line the messages stand there before the script, and then it is live", async () => {
  const { code } = await send(ramz.api, freshNumber());
  const page = await browser.open("about:blank");
  const line = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 };
  await line.send("Network.emulateNetworkConditions", slow);
  await page.goto(`${ramz.api.url}/dev/inbox?lang=en`, { waitUntil: "commit" });
  await bubble(page, code).waitFor();
  expect(await page.locator(".connection").textContent()).toBe("Connecting");
  await page.locator(".connection.live").waitFor();
  const to = freshNumber();
  await send(ramz.api, to);
  await numberLink(page, to).waitFor();
});

test("a restart shows, and then the page is live again, with what the new process has", async () => {
  const env = { RAMZ_STORE: "sqlite::memory:" };
  const start = async (port: number) => {
    const composed = await composeHere(env);
    const listening = listen(composed, { host: "127.0.0.1", port, ...loadConfig(env).config.http });
    const stop = async () => {
      await listening.stop();
      await composed.close();
    };
    return { api: apiAt(listening.url.origin), port: Number(listening.url.port), stop };
  };
  const before = await start(0);
  const { code } = await send(before.api, freshNumber());
  const page = await openInbox(browser, before.api);
  await bubble(page, code).waitFor();
  await before.stop();
  await page.getByText("Ramz does not answer").waitFor();
  // What came before stays readable meanwhile.
  expect(await bubble(page, code).count()).toBe(1);

  const after = await start(before.port);
  await page.locator(".connection.live").waitFor();
  const later = await send(after.api, freshNumber());
  await bubble(page, later.code).waitFor();
  expect(await bubble(page, code).count()).toBe(0);
  await after.stop();
});
