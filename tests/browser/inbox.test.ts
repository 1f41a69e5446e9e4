/** Messages in the development inbox as a developer sees them, in a real browser. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/browser.ts";
import { type Api, freshNumber, verificationIn, wrong } from "../support/http.ts";
import { serveHere, sharedServing } from "../support/serving.ts";
import { startInboxStory } from "./inbox-story.ts";
import { bubble, numberLink, openInbox, send } from "./inbox-steps.ts";

const ramz = sharedServing({});
const browser = sharedBrowser();

const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const copied = (page: Page) => page.evaluate("navigator.clipboard.readText()");

describe("a message", () => {
  test("comes without a reload, with its text, size, channel and provider", async () => {
    const page = await openInbox(browser, ramz.api);
    const to = freshNumber();
    const { code } = await send(ramz.api, to, { locale: "en" });
    await numberLink(page, to).click();
    const shown = bubble(page, code);
    await shown.getByText("waiting", { exact: true }).waitFor();
    expect(await shown.locator(".text").textContent()).toBe(
      `${code}\nis your verification code. Do not share it.`,
    );
    expect(await shown.textContent()).toContain("50 of 160 units, 1 SMS");
    await shown.locator(".facts", { hasText: "Providerconsole" }).waitFor();
    await shown.locator("summary").click();
    expect(await shown.locator(".waterfall").textContent()).toContain("console");
  });

  test("keeps what is selected while others come and the seconds pass", async () => {
    const page = await openInbox(browser, ramz.api, CLIPBOARD);
    const to = freshNumber();
    const { code } = await send(ramz.api, to);
    await numberLink(page, to).click();
    await bubble(page, code).locator(".code").dblclick();
    const before = await bubble(page, code).locator(".countdown").textContent();
    await send(ramz.api, freshNumber());
    await page.waitForFunction((past) => document.querySelector(".countdown")?.textContent !== past, before);
    expect(await page.evaluate("getSelection().toString()")).toBe(code);
  });

  test("is copied by its button, by a key and by a click on the code", async () => {
    const page = await openInbox(browser, ramz.api, CLIPBOARD);
    const to = freshNumber();
    const { code } = await send(ramz.api, to);
    await numberLink(page, to).click();
    for (const copy of [
      () => bubble(page, code).getByRole("button", { name: "Copy code" }).click(),
      () => page.locator("body").press("c"),
      () => bubble(page, code).locator(".code").click(),
    ]) {
      await page.evaluate("navigator.clipboard.writeText('')");
      await copy();
      await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
      expect(await copied(page)).toBe(code);
    }
    await bubble(page, code).getByRole("button", { name: "Copied" }).waitFor();
  });

  test("is found by a part of its number or its code", async () => {
    const page = await openInbox(browser, ramz.api);
    const [one, other] = [freshNumber(), freshNumber()];
    const { code } = await send(ramz.api, one);
    await send(ramz.api, other);
    await numberLink(page, other).waitFor();
    for (const words of [one.slice(-7), `0${one.slice(3)}`, code]) {
      await page.getByRole("searchbox").fill(words);
      await numberLink(page, other).waitFor({ state: "detached" });
      expect(await bubble(page, code).count()).toBe(1);
    }
    await page.getByRole("searchbox").fill("no such text");
    await page.getByText("No message matches the search.").waitFor();
  });

  test("is gone from every open page once one clears the inbox, and a command to copy stands there", async () => {
    await using own = await serveHere({ RAMZ_STORE: "sqlite::memory:" });
    await send(own.api, freshNumber());
    const [page, other] = [
      await openInbox(browser, own.api, CLIPBOARD),
      await openInbox(browser, own.api, {}, "?lang=fa"),
    ];
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("Nothing yet").waitFor();
    await other.getByText("هنوز پیامی نیست").waitFor();
    await page.getByRole("button", { name: "Copy command" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await copied(page)).toStartWith(`curl ${own.api.url}/v1/verifications`);
  });

  test("that comes while the page is out of sight is counted in its tab", async () => {
    const page = await openInbox(browser, ramz.api);
    const see = (isHidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
         document.dispatchEvent(new Event("visibilitychange"));`,
      );
    await see(true);
    await send(ramz.api, freshNumber());
    await page.waitForFunction(() => document.title === "(1) Ramz inbox");
    await see(false);
    await page.waitForFunction(() => document.title === "Ramz inbox");
  });
});

async function exhaust(api: Api, id: string, code: string): Promise<void> {
  for (let step = 1; step <= 5; step++)
    await api.post(`/v1/verifications/${id}/checks`, { code: wrong(code, step) });
}

describe("a code that is no longer of use", () => {
  test.each([
    [
      "approved",
      (api: Api, id: string, code: string) => api.post(`/v1/verifications/${id}/checks`, { code }),
    ],
    ["canceled", (api: Api, id: string) => api.del(`/v1/verifications/${id}`)],
    ["no guesses left", exhaust],
  ] as const)("is shown as %s, without a countdown", async (shown, settle) => {
    const page = await openInbox(browser, ramz.api);
    const to = freshNumber();
    const { id, code } = await send(ramz.api, to);
    await numberLink(page, to).click();
    await bubble(page, code).locator(".countdown").waitFor();
    await settle(ramz.api, id, code);
    await page.locator(".bubble.over", { hasText: code }).getByText(shown, { exact: true }).waitFor();
    expect(await page.locator(".countdown").count()).toBe(0);
    await numberLink(page, to).getByText(shown, { exact: true }).waitFor();
  });

  test("is shown as expired at its second", async () => {
    await using brief = await serveHere({ RAMZ_STORE: "sqlite::memory:", OTP_EXPIRY_TIME: "3" });
    const page = await openInbox(browser, brief.api);
    const started = await brief.api.post("/v1/verifications", { to: freshNumber() });
    const expiresAt = Date.parse(verificationIn(started).expires_at);
    await page.locator(".bubble").getByText("waiting", { exact: true }).waitFor();
    await page.locator(".bubble.over").getByText("expired", { exact: true }).waitFor();
    const lateMs = Date.now() - expiresAt;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    // The page counts in seconds; the rest is for a busy machine.
    expect(lateMs).toBeLessThan(2_500);
  });
});

test("a fallback stands open in the timeline, with each provider's reason and remedy", async () => {
  await using story = await startInboxStory();
  const page = await openInbox(browser, story.api, {}, `?lang=en&to=${encodeURIComponent(story.fallenBack)}`);
  const attempts = page.locator(".waterfall > li");
  expect(await attempts.count()).toBe(3);
  const [first, second, third] = await attempts.allTextContents();
  expect(first).toMatch(/kavenegar\/verify.*refused.*template_not_found.*The account has no template/);
  expect(second).toMatch(/kavenegar\/sms.*refused.*sender_invalid.*KAVENEGAR_SENDER/);
  expect(third).toMatch(/console.*accepted/);
  expect(await page.locator(".bubble").textContent()).toContain("4 guesses left");
});
