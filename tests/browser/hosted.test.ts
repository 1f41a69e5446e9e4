/** The hosted page as a person uses it, in a real browser: from the product, to the number, the code, and back with a proof. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { field, freshNumber, wordOf, wrong } from "../support/http.ts";
import { type Product, startProduct } from "./hosted-product.ts";

// A page in four looks takes its time, and a test that runs out of it takes the browser along.
setDefaultTimeout(60_000);

const browser = sharedBrowser();
let product: Product;
beforeAll(async () => {
  product = await startProduct({ hosted: 'color = "#ffd500"' });
});
afterAll(() => product[Symbol.asyncDispose]());

const persian = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit)));
const numberField = (page: Page) => page.locator("input[name=to]");
const codeField = (page: Page) => page.locator("input[name=code]");
const backAtProduct = (page: Page) => page.waitForURL((url) => url.pathname === "/after-otp");

/** Opens the page, sends the code to a number of its own, and waits for the form of the code. */
async function toCodeForm(of: Product, options: Parameters<typeof browser.open>[1] = {}, lang = "en") {
  const to = freshNumber();
  const page = await browser.open(of.page(lang), options);
  await numberField(page).fill(to);
  await numberField(page).press("Enter");
  await codeField(page).waitFor();
  return { page, to, code: await of.codeFor(to) };
}

async function expectProof(page: Page, to: string): Promise<void> {
  await backAtProduct(page);
  const { searchParams } = new URL(page.url());
  expect(searchParams.get("state")).toBe("s-1");
  const proof = searchParams.get("proof") ?? "";
  expect(page.url()).not.toContain(to.slice(1));
  const redeemed = await product.redeem(proof);
  expect(field(redeemed.body, "phone_number")).toBe(to);
  expect(wordOf(await product.redeem(proof))).toBe("409 proof_redeemed");
}

describe("a person", () => {
  test("proves a number and is back at the product with a proof that is good once", async () => {
    const { page, to, code } = await toCodeForm(product);
    await codeField(page).pressSequentially(code);
    await expectProof(page, to);
  });

  test("does it with the keyboard alone, and the number in Persian digits", async () => {
    const to = freshNumber();
    const page = await browser.open(product.page("fa"));
    await page.keyboard.type(persian(`0${to.slice(3)}`));
    await page.keyboard.press("Enter");
    await codeField(page).waitFor();
    await page.keyboard.type(persian(await product.codeFor(to)));
    await expectProof(page, to);
  });

  test.each(["en", "fa"])("does all of it without JavaScript, in %s", async (lang) => {
    const { page, to, code } = await toCodeForm(product, { javaScriptEnabled: false }, lang);
    await codeField(page).fill(code);
    await codeField(page).press("Enter");
    await expectProof(page, to);
  });

  test("pastes the whole message", async () => {
    const { page, to, code } = await toCodeForm(product);
    await codeField(page).fill(`Shop 2024: ${code} is your code.\n@shop.example #${code}`);
    await expectProof(page, to);
  });

  test("does it on a slow line", async () => {
    const page = await browser.open("about:blank");
    const slow = await page.context().newCDPSession(page);
    const line = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 20_000 };
    await slow.send("Network.emulateNetworkConditions", line);
    const to = freshNumber();
    await page.goto(product.page(), { waitUntil: "commit" });
    await numberField(page).fill(to);
    await numberField(page).press("Enter");
    await codeField(page).waitFor();
    await codeField(page).pressSequentially(await product.codeFor(to));
    await expectProof(page, to);
  });

  test("who cancels is back without a proof", async () => {
    const page = await browser.open(product.page());
    await page.getByText("Cancel").click();
    await backAtProduct(page);
    expect(new URL(page.url()).search).toBe("?error=canceled&state=s-1");
  });
});

describe("the page", () => {
  test("says how many guesses are left, and ends them after the last", async () => {
    const { page, code } = await toCodeForm(product);
    for (let step = 1; step <= 5; step++) {
      await Promise.all([page.waitForEvent("load"), codeField(page).fill(wrong(code, step))]);
      await page.getByRole("alert").waitFor();
      if (step < 5) expect(await page.getByRole("alert").textContent()).toContain(`left: ${5 - step}`);
    }
    expect(await codeField(page).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("counts down to the next code, keeps its place over a reload, and says the wait to who is too early", async () => {
    const { page, to } = await toCodeForm(product);
    const resend = page.getByRole("button", { name: "Send the code again" });
    expect(await resend.isDisabled()).toBe(true);
    expect(await page.locator(".wait").textContent()).toMatch(/ask again in \d+ s|1 min/);
    await page.reload();
    await codeField(page).waitFor();
    const other = await browser.open(product.page());
    await numberField(other).fill(to);
    await numberField(other).press("Enter");
    await other.getByRole("alert").waitFor();
    expect(await other.getByRole("alert").textContent()).toMatch(/Try again in (\d+ s|1 min)\b/);
  });

  test("sends the same code again once the wait is over, by a call where a provider calls", async () => {
    await using brief = await startProduct({ env: { OTP_RESEND_WAIT_TIME: "1" } });
    const { page, to, code } = await toCodeForm(brief);
    await page.locator("button[value=call]:enabled").click();
    await codeField(page).waitFor();
    const { body } = await brief.api.get(`/dev/messages?to=${encodeURIComponent(to)}`);
    expect(body).toMatchObject([
      { channel: "call", code },
      { channel: "sms", code },
    ]);
  });

  test("keeps the step when its language changes", async () => {
    const { page } = await toCodeForm(product);
    await page.getByText("فارسی").click();
    await page.getByText("کد را وارد کنید").waitFor();
    expect(await codeField(page).count()).toBe(1);
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  });

  test("says that a code has expired", async () => {
    await using brief = await startProduct({ env: { OTP_EXPIRY_TIME: "1" } });
    const { page, code } = await toCodeForm(brief);
    await Bun.sleep(1_100);
    await codeField(page).fill(code);
    await page.getByText("The code has expired.").waitFor();
    expect(await codeField(page).count()).toBe(0);
  });

  test("gives a code that was used no second proof", async () => {
    const { page, to, code } = await toCodeForm(product);
    await codeField(page).fill(code);
    await expectProof(page, to);
    await page.goBack();
    await page.getByText("was used already").waitFor();
    expect(await codeField(page).count()).toBe(0);
  });
});

type Look = readonly [width: number, colorScheme: "light" | "dark"];

/** Colours do not depend on the width, nor whether a page fits on its colours: each language has each of them once. */
const LOOKS: readonly (readonly [language: "en" | "fa", looks: readonly Look[]])[] = [
  [
    "en",
    [
      [900, "light"],
      [320, "dark"],
    ],
  ],
  [
    "fa",
    [
      [900, "dark"],
      [320, "light"],
    ],
  ],
];

describe.each([...LOOKS])("the page in %s", (language, looks) => {
  test("has no fault of accessibility, from 320 pixels up, light and dark, in every step", async () => {
    const page = await browser.open(product.page(language));
    expect(await page.locator("html").getAttribute("dir")).toBe(language === "fa" ? "rtl" : "ltr");
    await expectSound(page, looks);
    await numberField(page).fill("12");
    await numberField(page).press("Enter");
    await page.getByRole("alert").waitFor();
    await expectSound(page, looks);
    await numberField(page).fill(freshNumber());
    await numberField(page).press("Enter");
    await codeField(page).waitFor();
    await expectSound(page, looks);
    await page.goto(`${product.api.url}/verify?app=unknown&lang=${language}`);
    await expectSound(page, looks);
  });
});

async function expectSound(page: Page, looks: readonly Look[]): Promise<void> {
  for (const [width, colorScheme] of looks) {
    await page.setViewportSize({ width, height: 760 });
    await page.emulateMedia({ colorScheme });
    expect([width, colorScheme, await accessibilityFaults(page)]).toEqual([width, colorScheme, []]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  }
}

test("the first paint takes under 30 KB and three requests before typefaces, and nothing moves", async () => {
  const page = await browser.open("about:blank");
  const loaded: Promise<{ readonly url: string; readonly size: number }>[] = [];
  page.on("response", (response) =>
    loaded.push(
      response
        .request()
        .sizes()
        .then(({ responseBodySize, responseHeadersSize }) => ({
          url: response.url(),
          size: responseBodySize + responseHeadersSize,
        })),
    ),
  );
  await page.goto(product.page());
  await page.evaluate("document.fonts.ready");
  const parts = (await Promise.all(loaded)).filter(({ url }) => !/\.woff2$|^data:/.test(url));
  // In any order: style and script are asked for at once.
  expect(parts.map(({ url }) => new URL(url).pathname.replace(/\..*\./, ".")).sort()).toEqual([
    "/assets/script.js",
    "/assets/style.css",
    "/verify",
  ]);
  expect(parts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(30_000);
  expect(await movedOn(page)).toEqual([]);
  await numberField(page).fill(freshNumber());
  await numberField(page).press("Enter");
  await codeField(page).waitFor();
  // While the wait ticks, too.
  await page.waitForTimeout(1_200);
  expect(await movedOn(page)).toEqual([]);
});

/** What moved by itself since the page was shown. */
function movedOn(page: Page): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().map(({ value }) => value)));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve([]), 500);
  })`);
}
