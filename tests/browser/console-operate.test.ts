/** The console's pages about the service as an operator uses them, in a real browser: seen live, and each act from its page to its effect. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { type ConsoleStory, startConsoleStory } from "./console-story.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
let story: ConsoleStory;
beforeAll(async () => {
  story = await startConsoleStory();
});
afterAll(() => story[Symbol.asyncDispose]());

/** A page of the console, signed in. */
async function opened(
  path: string,
  options: BrowserContextOptions = {},
  { lang = "en", of = story } = {},
): Promise<Page> {
  const page = await browser.open(`${of.origin}/admin/sign-in?lang=${lang}`, options);
  await of.signIn(page);
  await page.goto(`${of.origin}/admin/${path}`);
  return page;
}

let last = 0;
/** A number in a block of its own, so that the guard has nothing to say. */
const nextNumber = () => `0912${100 + last++}0001`;
const lineOf = (page: Page, provider: string) => page.locator("#live .lines li", { hasText: provider });

test("a provider that fails is seen without a reload, is rested by keyboard, skipped, and woken", async () => {
  // Sends of other tests would open its breaker.
  await using own = await startConsoleStory();
  const page = await opened("health", {}, { of: own });
  const verify = lineOf(page, "kavenegar/verify");
  await verify.getByText("Able").waitFor();
  for (let send = 0; send < 5; send++) expect(await own.start(nextNumber())).toBe(201);
  await verify.getByText("Failing, not called until").waitFor();

  own.fails(false);
  await verify.getByRole("link", { name: "Wake kavenegar/verify" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Wake kavenegar/verify?" }).waitFor();
  await page.getByRole("button", { name: "Wake" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("kavenegar/verify is called again").waitFor();
  expect(await own.start(nextNumber())).toBe(201);
  expect(own.calls("kavenegar/verify")).toBe(6);

  await verify.getByRole("link", { name: "Rest kavenegar/verify" }).click();
  await page.locator("select[name=hours]").selectOption("4");
  await page.getByRole("button", { name: "Rest" }).click();
  await verify.getByText("Rested by an operator until").waitFor();
  expect(await own.start(nextNumber())).toBe(201);
  expect(own.calls("kavenegar/verify")).toBe(6);
  await lineOf(page, "kavenegar/sms").getByRole("link", { name: "Rest kavenegar/sms" }).click();
  await page.getByRole("alert").getByText("No provider would be left").waitFor();
  await page.getByRole("link", { name: "Cancel" }).click();
  await verify.getByRole("link", { name: "Wake kavenegar/verify" }).click();
  await page.getByRole("button", { name: "Wake" }).click();
  await verify.getByText("Able").waitFor();
});

test("a suspicion is explained, lifted, and the challenge is gone", async () => {
  const numbers = [1, 2, 3].map((digit) => `0935555000${digit}`);
  for (const number of numbers) expect(await story.start(number)).toBe(201);
  expect(await story.start("09355550004")).toBe(403);
  const page = await opened("guard");
  await page.getByText("Of 3 sends in the last 6 h, 0 were confirmed.").waitFor();
  await page.getByRole("link", { name: /Lift the suspicion.*98935555/ }).click();
  await page.getByRole("button", { name: "Lift" }).click();
  await page.getByRole("status").getByText("The suspicion is lifted").waitFor();
  expect(await story.start("09355550004")).toBe(201);
});

test("a number is unblocked, and its next start sends", async () => {
  const number = nextNumber();
  await story.start(number);
  expect(await story.start(number)).toBe(429);
  const page = await opened("unblock");
  await page.locator("input[name=to]").fill(number);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Unblock" }).click();
  await page.getByRole("status").getByText("1 sends").waitFor();
  expect(await story.start(number)).toBe(200);
});

test("a test asks before it spends, shows what happened, and a reload sends nothing more", async () => {
  const page = await opened("test");
  const before = story.calls("kavenegar/sms");
  await page.locator("select[name=through]").selectOption("default kavenegar/sms");
  await page.locator("input[name=to]").fill("12");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("may not send to this number").waitFor();
  await page.locator("input[name=to]").fill(nextNumber());
  await page.keyboard.press("Enter");
  await page.getByText("This may cost money.").waitFor();
  expect(story.calls("kavenegar/sms")).toBe(before);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("The message was accepted.").waitFor();
  await page.reload();
  await page.getByText("The message was accepted.").waitFor();
  expect(story.calls("kavenegar/sms")).toBe(before + 1);
});

describe("the delivery page", () => {
  test("draws two days as a chart, with the same numbers as a table", async () => {
    const page = await opened("delivery?operator=IR-MCI");
    await page.locator("#chart canvas").waitFor();
    await page.getByText("As a table").click();
    expect(await page.locator("#hours tbody tr").count()).toBe(47);
    expect(await page.locator("#routes-title ~ div tbody tr", { hasText: "IR-Irancell" }).count()).toBe(0);
  });

  test("names what is drawn in the direction of the language", async () => {
    for (const [lang, isFromLeft] of [
      ["en", true],
      ["fa", false],
    ] as const) {
      const names = (await opened("delivery", {}, { lang })).locator("#chart .u-legend .u-series");
      const [first, second] = [await names.first().boundingBox(), await names.nth(1).boundingBox()];
      expect([lang, Number(first?.x) < Number(second?.x)]).toEqual([lang, isFromLeft]);
    }
  });

  test("is a table without JavaScript", async () => {
    const page = await opened("delivery", { javaScriptEnabled: false });
    expect(await page.locator("canvas").count()).toBe(0);
    await page.getByText("As a table").click();
    expect(await page.locator("#hours tbody tr").first().isVisible()).toBe(true);
  });
});

test("the page of routes shows what came back of each provider, and why the order would change", async () => {
  const page = await opened("routes");
  const route = page.locator("section.panel", { hasText: "IR-Irancell" });
  // What a bar shows stands beside it as text, and the price where cheaper providers are preferred.
  expect(await route.locator("tbody tr").first().innerText()).toMatch(
    /1\s+kavenegar\/sms\s+90 of 100\s.*\s87%\s+82% – 92%\s+well\s+1,200/,
  );
  await route
    .getByText("kavenegar/verify is weak for IR-Irancell: 40 of 120 codes came back in 24 h")
    .waitFor();
  await page
    .locator("section.panel", { hasText: "IR-MCI" })
    .getByText("The order is the configured one.")
    .waitFor();
  // From right to left, too, a bar lies within its drawing.
  await page.getByRole("link", { name: "فارسی" }).click();
  const drawing = page.locator("svg.range").first();
  const [around, way] = [await drawing.boundingBox(), await drawing.locator("rect").first().boundingBox()];
  expect([way?.x, way?.width]).toEqual([around?.x, around?.width]);
});

const PAGES = [
  "health",
  "health/rest?provider=kavenegar/sms",
  "delivery",
  "routes",
  "guard",
  "spend",
  "test",
  "unblock",
];

test.each([
  ["en", "light", 1200],
  ["fa", "dark", 320],
] as const)("every page is accessible and fits: %s, %s, %d px", async (lang, colorScheme, width) => {
  const page = await opened("health", { colorScheme, viewport: { width, height: 800 } }, { lang });
  for (const path of PAGES) {
    await page.goto(`${story.origin}/admin/${path}`);
    expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  }
});
