/** `/embed.js` on a page of another origin, in a real browser: the proof is handed over, to that page alone. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { FrameLocator, Page } from "playwright-core";
import { accessibilityFaults, sharedBrowser } from "../support/browser.ts";
import { eventually, field, freshNumber } from "../support/http.ts";
import { BUTTON, type EmbeddingShop, startEmbeddingShop } from "./embedding-shop.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
let shop: EmbeddingShop;
beforeAll(async () => {
  shop = await startEmbeddingShop();
});
afterAll(() => shop[Symbol.asyncDispose]());

const inFrame = (page: Page): FrameLocator => page.frameLocator("dialog iframe");
const numberField = (page: Page) => inFrame(page).locator("input[name=to]");
const codeField = (page: Page) => inFrame(page).locator("input[name=code]");
const focused = (page: Page) => page.evaluate("document.activeElement?.textContent");
const openShop = (attributes = "", options: Parameters<typeof browser.open>[1] = {}) =>
  browser.open(shop.page(BUTTON + shop.script(attributes)), options);

const postToParent = (message: unknown) => `parent.postMessage(${JSON.stringify(message)}, "*")`;

/** What becomes of a call of the API, as a text; it is asked for before the dialog is over. */
async function outcomeOf(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate("void (window.outcome = Ramz.verify().catch(({ name, code }) => `${name} ${code}`))");
  return () => page.evaluate("window.outcome");
}

async function proveNumber(page: Page): Promise<string> {
  const to = freshNumber();
  await numberField(page).fill(to);
  await numberField(page).press("Enter");
  await codeField(page).fill(await shop.product.codeFor(to));
  return to;
}

async function expectNumber(proof: unknown, to: string): Promise<void> {
  const redeemed = await shop.product.redeem(String(proof));
  expect(field(redeemed.body, "phone_number")).toBe(to);
}

describe("a person", () => {
  test("proves a number with the keyboard alone, and the shop's form has the proof", async () => {
    const page = await openShop();
    // As in a page over plain http.
    await page.evaluate("delete Crypto.prototype.randomUUID");
    const to = freshNumber();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await numberField(page).and(inFrame(page).locator(":focus")).waitFor();
    await page.keyboard.type(to);
    await page.keyboard.press("Enter");
    await codeField(page).and(inFrame(page).locator(":focus")).waitFor();
    await page.keyboard.type(await shop.product.codeFor(to));
    await page.getByText("Welcome").waitFor();
    await expectNumber(shop.proofs.at(-1), to);
  });

  test("sees the page and can type, even if it was there before the dialog had room for it", async () => {
    const page = await openShop();
    await page.evaluate(`{
      const { showModal } = HTMLDialogElement.prototype;
      HTMLDialogElement.prototype.showModal = function () { setTimeout(() => showModal.call(this), 1_000); };
    }`);
    await page.getByRole("button").click();
    await numberField(page).waitFor();
    await inFrame(page).locator("input[name=to]:focus").waitFor();
    expect((await page.locator("dialog iframe").boundingBox())?.height).toBeGreaterThan(200);
  });

  test("closes the dialog with Escape in the frame, beside it, and with its button; the focus is back", async () => {
    const page = await openShop();
    await page.getByRole("button").focus();
    for (const close of [
      () => numberField(page).press("Escape"),
      async () => {
        await page.getByRole("button", { name: "Close" }).focus();
        await page.keyboard.press("Escape");
      },
      () => page.getByRole("button", { name: "Close" }).click(),
    ]) {
      const outcome = await outcomeOf(page);
      await numberField(page).waitFor();
      await close();
      expect(await outcome()).toBe("RamzError canceled");
      expect(await page.locator("dialog").count()).toBe(0);
      expect(await focused(page)).toBe("Verify my number");
    }
  });

  test("is led to the whole page, and back, when the frame cannot be shown", async () => {
    const { searchParams } = new URL(shop.product.page());
    const page = await openShop(`data-return-to="${searchParams.get("return_to")}" data-state="s-9"`);
    await page.route(/verify\?.*embed=/, (route) => route.abort());
    await page.getByRole("button").click();
    await page.waitForURL(/\/verify\?/);
    await page.getByText("Cancel").click();
    await page.waitForURL((url) => url.search === "?error=canceled&state=s-9");
  });
});

describe("the page around", () => {
  test("gets the proof as the outcome of its call, and one dialog however often it calls", async () => {
    const page = await openShop();
    const outcome = await outcomeOf(page);
    await outcomeOf(page);
    expect(await page.locator("dialog").count()).toBe(1);
    const to = await proveNumber(page);
    await expectNumber(await outcome(), to);
  });

  test("hears that the frame cannot be shown, where there is no address to return to", async () => {
    const page = await openShop();
    await page.route(/verify\?.*embed=/, (route) => route.abort());
    expect(await (await outcomeOf(page))()).toBe("RamzError unavailable");
  });

  test("believes no message but of the frame that it opened", async () => {
    const page = await openShop();
    const outcome = await outcomeOf(page);
    await numberField(page).waitFor();
    const src = (await page.locator("dialog iframe").getAttribute("src")) ?? "";
    const state = new URL(src).searchParams.get("state");
    const forged = { ramz: 1, state, type: "proof", proof: "forged" };
    await page.evaluate(`window.postMessage(${JSON.stringify(forged)}, "*")`);
    // A second frame has the origin and the state, and is not the one in the dialog.
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("iframe"), { src: "${src}" }))`,
    );
    await page.locator("main ~ iframe").contentFrame().locator("input[name=to]").waitFor();
    const [first, second] = page.frames().filter((frame) => frame.url() === src);
    await second?.evaluate(postToParent(forged));
    for (const odd of [
      null,
      1,
      "proof",
      { ...forged, state: "other" },
      { ...forged, ramz: 2 },
      { ...forged, proof: 1 },
    ])
      await first?.evaluate(postToParent(odd));
    const to = await proveNumber(page);
    await expectNumber(await outcome(), to);
  });
});

describe("a stranger's page", () => {
  test("is shown nothing and hears nothing, with the script or without it", async () => {
    const page = await browser.open("about:blank");
    // The refusal to frame is what is expected here, and the browser reports it.
    page.removeAllListeners("console");
    await page.goto(shop.strangersPage(shop.script()));
    expect(await (await outcomeOf(page))()).toBe("RamzError unavailable");
    const asShop = new URLSearchParams({ app: "shop", embed: shop.origin, state: "x" });
    await page.goto(
      shop.strangersPage(`<iframe src="${shop.product.api.url}/verify?${asShop}" title="x"></iframe>`),
    );
    const [, framed] = page.frames();
    expect(await framed?.locator("input").count()).toBe(0);
    expect(framed?.url()).toStartWith("chrome-error:");
  });

  test("cannot frame the shop either, to frame the page through it", async () => {
    const page = await browser.open("about:blank");
    page.removeAllListeners("console");
    const nested = shop.page(
      `<iframe src="${shop.product.api.url}/verify?${new URLSearchParams({ app: "shop", embed: shop.origin })}" title="x"></iframe>`,
    );
    await page.goto(shop.strangersPage(`<iframe src="${nested}" title="x"></iframe>`));
    const innermost = () => page.frames().at(-1)?.url() ?? "";
    expect(await eventually(innermost, (url) => url !== "")).toStartWith("chrome-error:");
  });
});

describe.each(["en", "fa"])("the dialog in %s", (language) => {
  test("has no fault of accessibility, from 320 pixels up, light and dark, and keeps within the window", async () => {
    const page = await openShop(`data-lang="${language}"`);
    await page.getByRole("button").click();
    await numberField(page).waitFor();
    expect(await page.locator("dialog").getAttribute("dir")).toBe(language === "fa" ? "rtl" : "ltr");
    expect(await inFrame(page).locator("html").getAttribute("lang")).toBe(language);
    const frame = page.frames().find((one) => one.url().includes("/verify")) ?? page.mainFrame();
    for (const [width, colorScheme] of [
      [900, "light"],
      [320, "dark"],
    ] as const) {
      await page.setViewportSize({ width, height: 640 });
      await page.emulateMedia({ colorScheme });
      const faults = [...(await accessibilityFaults(page)), ...(await accessibilityFaults(frame))];
      expect([width, colorScheme, faults]).toEqual([width, colorScheme, []]);
      const box = await page.locator("dialog").boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
      expect(await frame.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  });
});
