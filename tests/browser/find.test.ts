/** The console as an operator uses it to answer "why did she get no code?": sign in, find, read, show a number, sign out. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { MINUTE_MS } from "../../domain/time.ts";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { type FindStory, startFindStory } from "./find-story.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
let story: FindStory;
beforeAll(async () => {
  story = await startFindStory();
});
afterAll(() => story[Symbol.asyncDispose]());

/** Opens a page of the console as an operator who signs in there. */
async function openSignedIn(path = "/admin", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.open(story.url + path, options);
  await page.locator("input[name=key]").fill(story.key);
  await page.keyboard.press("Enter");
  await page.locator("main.console").waitFor();
  return page;
}

async function search(page: Page, q: string): Promise<void> {
  await page.goto(`${story.url}/admin/find`);
  await page.locator("input[name=q]").fill(q);
  await page.keyboard.press("Enter");
  await page.locator(".lead").waitFor();
}

const inPersian = (to: string) => to.replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? digit);

/** Resolves once the field has the focus by itself. */
async function awaitFocus(page: Page, name: string): Promise<void> {
  await page.locator(`input[name=${name}]:focus`).waitFor();
}

/** Presses Tab until an element with this text, or of this name, has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(
      "[document.activeElement.textContent, document.activeElement.name].join(' ')",
    );
    if (focused.includes(wanted)) return;
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

describe("an operator", () => {
  test("signs in, finds a number in Persian digits, and has it shown, by the keyboard alone", async () => {
    const page = await browser.open(`${story.url}/admin?lang=en`);
    await awaitFocus(page, "key");
    await page.keyboard.type("a key that is none");
    await page.keyboard.press("Enter");
    expect(await page.locator("[role=alert]").textContent()).toContain("This key is not known");
    await awaitFocus(page, "key");
    await page.keyboard.type(story.key);
    await page.keyboard.press("Enter");
    await awaitFocus(page, "q");
    const { to } = story.fellBack;
    await page.keyboard.type(inPersian(`0${to.slice(3)}`));
    await page.keyboard.press("Enter");
    await page.locator(".lead").waitFor();
    expect(await page.locator(".lead").textContent()).toContain(
      "The vendor reports that the message arrived",
    );
    expect(page.url() + (await page.content())).not.toContain(to.slice(3));

    await tabTo(page, "Show the number");
    await page.keyboard.press("Enter");
    await tabTo(page, "reason");
    await page.keyboard.type("she called about her order");
    await page.keyboard.press("Enter");
    await page.locator("[role=status]").waitFor();
    expect(await page.locator("h1 .number").textContent()).toBe(to);

    await tabTo(page, "Acts");
    await page.keyboard.press("Enter");
    await page.locator(".acts").waitFor();
    const [newest] = await page.locator(".acts > li").allTextContents();
    expect(newest).toContain(
      "sara was shown the number \u2066+98935*****77\u2069: \u2068she called about her order\u2069",
    );
    expect(await page.locator(".badge.good").textContent()).toContain("The chain holds");

    await tabTo(page, "Sign out");
    await page.keyboard.press("Enter");
    await page.locator("input[name=key]").waitFor();
    await page.goto(`${story.url}/admin/find/${story.fellBack.id}`);
    expect(page.url()).toContain("/admin/sign-in");

    const log = story.log.join("\n");
    expect(log).toContain("unmasked");
    for (const secret of [story.key, to.slice(3), "a key that is none"]) expect(log).not.toContain(secret);
  });

  test("reads why a message did not go out, and what happened before another arrived", async () => {
    const page = await openSignedIn(`/admin/find/${story.undelivered.id}`);
    expect(await page.locator(".lead").textContent()).toStartWith(
      "Nothing was sent. Fix the problems listed below.",
    );
    expect(await page.locator(".waterfall > li").count()).toBe(2);
    await page.goto(`${story.url}/admin/find/${story.fellBack.id}`);
    const [refused, accepted] = await page.locator(".waterfall > li").allTextContents();
    expect(refused).toMatch(/kavenegar\/verify.*refused.*vendor code 424/);
    expect(accepted).toMatch(/kavenegar\/sms.*accepted.*Arrived at the phone after \d+ s\..*120 Rial/);
    const trace = await page.locator("a[href^='https://jaeger.example.com/trace/']").getAttribute("href");
    expect(trace).toMatch(/\/[0-9a-f]{32}$/);
    const link = await page.locator("input[readonly]").inputValue();
    await page.goto(link);
    expect(await page.locator("main").count()).toBe(1);
    await page.goBack();
    const bars = await page
      .locator(".waterfall rect")
      .evaluateAll<number[], SVGElement>((all) => all.map((one) => Number(one.getAttribute("x"))));
    expect(bars[1]).toBeGreaterThan(bars[0] ?? 0);
  });

  test("is signed out by time, in every tab, and comes back to the same page", async () => {
    const path = `/admin/find/${story.approved.id}`;
    const page = await openSignedIn(path);
    story.clock.forward(31 * MINUTE_MS);
    await page.reload();
    expect(await page.locator("[role=status]").textContent()).toContain("You were signed out.");
    await page.locator("input[name=key]").fill(story.key);
    await page.keyboard.press("Enter");
    await page.locator("main.console").waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
  });

  test("does all of it without JavaScript", async () => {
    const page = await openSignedIn("/admin", { javaScriptEnabled: false });
    const { to } = story.approved;
    await search(page, to);
    expect(await page.locator(".lead").textContent()).toContain("The right code was entered.");
    expect(await page.locator("time").first().textContent()).toContain("UTC");
    await page.locator("summary", { hasText: /Show the number|نمایش شماره/ }).click();
    await page.locator(".unmask button").click();
    expect(await page.locator("h1 .number").textContent()).toBe(to);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.locator("input[name=key]").waitFor();
  });
});

const LOOKS = [
  ["in English, light, wide", "en", { colorScheme: "light", viewport: { width: 1200, height: 800 } }],
  ["in Persian, dark, 320 px wide", "fa", { colorScheme: "dark", viewport: { width: 320, height: 700 } }],
] as const;

test.each(LOOKS)("every page is accessible and fits, %s", async (_look, lang, options) => {
  const page = await browser.open(`${story.url}/admin/sign-in?lang=${lang}`, options);
  const faults: string[] = [];
  const examine = async (what: string) => {
    expect(await page.locator("html").getAttribute("dir")).toBe(lang === "fa" ? "rtl" : "ltr");
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    if (tooWide > 0) faults.push(`${what} is ${tooWide} px too wide`);
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${what}: ${fault}`));
  };
  await examine("sign-in");
  await page.locator("input[name=key]").fill("none");
  await page.keyboard.press("Enter");
  await page.locator("[role=alert]").waitFor();
  await examine("refused key");
  await page.locator("input[name=key]").fill(story.key);
  await page.keyboard.press("Enter");
  await page.locator("input[name=q]").waitFor();
  await examine("search");
  await page.locator("input[name=q]").fill("nothing");
  await page.keyboard.press("Enter");
  await page.locator("[role=alert]").waitFor();
  await examine("search that found nothing");
  await search(page, story.undelivered.to);
  await examine("number");
  await search(page, "09121110000");
  await examine("number without anything");
  for (const { id } of [story.fellBack, story.undelivered, story.approved]) {
    await page.goto(`${story.url}/admin/find/${id}`);
    await examine(id);
  }
  await page.locator("summary", { hasText: /Show the number|نمایش شماره/ }).click();
  await page.locator(".unmask button").click();
  await page.locator("[role=status]").waitFor();
  await examine("shown number");
  await page.goto(`${story.url}/admin/acts`);
  await examine("acts");
  expect(faults).toEqual([]);
});
