/** The states of the hosted page that are seen when something goes wrong: each sound for assistive technology, and each says what to do. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, sharedBrowser, withoutScript } from "../support/browser.ts";
import { freshNumber } from "../support/http.ts";
import { type Product, startProduct } from "./hosted-product.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
const NARROW = { viewport: { width: 320, height: 700 }, colorScheme: "dark" } as const;
/** Test numbers of console mode, which behave like this. */
const [REFUSED, FAILS] = ["+989990000002", "+989990000005"];

const codeField = (page: Page) => page.locator("input[name=code]");

async function sendTo(page: Page, to: string): Promise<void> {
  await page.locator("input[name=to]").fill(to);
  await page.locator("input[name=to]").press("Enter");
}

async function expectSound(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
}

/** The wait of a refusal, second by second. */
async function expectTicking(page: Page): Promise<void> {
  const said = page.locator("#said");
  const first = await said.textContent();
  await page.waitForFunction((before) => document.getElementById("said")?.textContent !== before, first);
  // Read out once, not with every second.
  expect(await said.getAttribute("aria-live")).toBe("off");
}

test("too soon, no money left, not sent and no such number: what to do, and the wait that ticks down", async () => {
  await using product = await startProduct({
    env: { RAMZ_MESSAGES_PER_DAY: "1", RAMZ_BUDGET_MODE: "enforce" },
  });
  const to = freshNumber();
  const page = await browser.open(product.page("fa"), NARROW);
  await sendTo(page, REFUSED ?? "");
  await page.getByText("اپراتور به این شماره پیام نمی‌رساند").waitFor();
  await expectSound(page);
  await sendTo(page, FAILS ?? "");
  await page.getByText("ارسال کد ممکن نشد").waitFor();
  await expectSound(page);
  await page.goto(product.page("en"));
  await sendTo(page, to);
  await codeField(page).waitFor();
  await page.goto(product.page("en"));
  await sendTo(page, to);
  await page.getByText("A code was sent to this number a moment ago").waitFor();
  await expectTicking(page);
  await expectSound(page);
  await page.goto(product.page("fa"));
  await sendTo(page, freshNumber());
  await page.getByText("تعداد درخواست‌ها بیش از حد است").waitFor();
  await expectSound(page);
});

test("expired and used: said, and sound", async () => {
  await using product: Product = await startProduct({ env: { OTP_EXPIRY_TIME: "2" } });
  const page = await browser.open(product.page("fa"), NARROW);
  const to = freshNumber();
  await sendTo(page, to);
  await codeField(page).waitFor();
  const ticket = page.url();
  await codeField(page).fill(await product.codeFor(to));
  await page.waitForURL(/after-otp/);
  await page.goto(ticket);
  await page.getByText("این کد قبلاً استفاده شده است").waitFor();
  await expectSound(page);
  await page.goto(product.page("fa"));
  await sendTo(page, freshNumber());
  await codeField(page).waitFor();
  await Bun.sleep(2_100);
  await page.reload();
  await page.getByText("کد منقضی شده است").waitFor();
  await expectSound(page);
});

test("without its script, every step is sound", async () => {
  await using product = await startProduct();
  const page = await browser.open(product.page("fa"), NARROW);
  await withoutScript(page);
  await expectSound(page);
  await sendTo(page, freshNumber());
  await codeField(page).waitFor();
  await expectSound(page);
  await codeField(page).fill("1");
  await codeField(page).press("Enter");
  await page.getByRole("alert").waitFor();
  await expectSound(page);
});

test("takes the code of a message that names the site (WebOTP), and sends it once", async () => {
  await using product = await startProduct();
  const to = freshNumber();
  const page = await browser.open("about:blank");
  // Chromium on a desk has no messages. This is what it hands over on a phone.
  let code = "";
  await page.exposeFunction("codeOfMessage", async () => (code = await product.codeFor(to)));
  await page.addInitScript(`
    window.OTPCredential = class {};
    navigator.credentials.get = async ({ otp }) => ({ type: "otp", transport: otp.transport, code: await codeOfMessage() });
  `);
  await page.goto(product.page());
  await sendTo(page, to);
  await page.waitForURL(/after-otp/);
  expect(code).toMatch(/^\d{6}$/);
});
