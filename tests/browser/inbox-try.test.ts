/** The form of the inbox that tries the API, by mouse and by keyboard alone, in a real browser. */
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { sharedBrowser } from "../support/browser.ts";
import { freshNumber, wrong } from "../support/http.ts";
import { tempFolder } from "../support/process.ts";
import { sharedServing, startServing } from "../support/serving.ts";
import { line, testKey } from "../app/access/app-keys.ts";
import { bubble, numberLink, openInbox, send } from "./inbox-steps.ts";

const ramz = sharedServing({});
const browser = sharedBrowser();

/** Waits for an answer with this status and text. */
async function answered(page: Page, status: number, text: string): Promise<string> {
  const answer = page.locator(".answer", { hasText: text });
  await answer.locator(".badge", { hasText: String(status) }).waitFor();
  return (await answer.locator("pre").textContent()) ?? "";
}

test("sends, reads, refuses a wrong code, approves the right one, and says how long to wait", async () => {
  const page = await openInbox(browser, ramz.api);
  const to = freshNumber();
  await page.getByLabel("Phone number").fill(to);
  await page.getByRole("button", { name: "Send code" }).click();
  await answered(page, 201, '"status": "pending"');
  await page.locator(".bubble").getByText("waiting", { exact: true }).waitFor();
  const code = await ramz.api.codeFor(to);
  await bubble(page, code).waitFor();

  await page.getByRole("button", { name: "Send code" }).click();
  const refusal = await answered(page, 429, '"code": "cooldown"');
  expect(refusal).toMatch(/"retry_after": (60|5\d)/);

  await page.getByRole("button", { name: "Read" }).click();
  await answered(page, 200, '"checks_left": 5');
  await page.getByLabel("Code", { exact: true }).fill(wrong(code));
  await page.getByRole("button", { name: "Check" }).click();
  await answered(page, 422, '"checks_left": 4');
  await bubble(page, code).getByText("4 guesses left").waitFor();
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Check" }).click();
  await answered(page, 200, '"status": "approved"');
  await bubble(page, code).getByText("approved", { exact: true }).waitFor();
});

test("cancels", async () => {
  const page = await openInbox(browser, ramz.api);
  await page.getByLabel("Phone number").fill(freshNumber());
  await page.getByRole("button", { name: "Send code" }).click();
  await answered(page, 201, '"status": "pending"');
  await page.getByRole("button", { name: "Cancel" }).click();
  await answered(page, 200, '"status": "canceled"');
  await page.locator(".bubble.over").getByText("canceled", { exact: true }).waitFor();
});

test("a test number answers as its button says", async () => {
  const page = await openInbox(browser, ramz.api);
  await page.getByRole("button", { name: "Number is refused" }).click();
  await answered(page, 422, '"code": "recipient_invalid"');
  await page.getByRole("button", { name: "Account has no credit" }).click();
  await answered(page, 502, '"fault": "account"');
  await page.getByRole("button", { name: "Is accepted" }).click();
  await answered(page, 201, '"to": "+989990000001"');
  await page.getByLabel("Code", { exact: true }).fill("111111");
  await page.getByLabel("Code", { exact: true }).press("Enter");
  await answered(page, 200, '"status": "approved"');
});

test("asks for a key where calls need one", async () => {
  const key = testKey();
  using folder = tempFolder();
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${line(key, ["send"])}]\n`);
  await using own = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
  const page = await openInbox(browser, own.api);
  await page.getByLabel("API key").fill("ramz_unknown");
  await page.getByRole("button", { name: "Send code" }).click();
  await answered(page, 401, '"code": "unauthorized"');
  await page.getByLabel("API key").fill(key.key);
  await page.getByRole("button", { name: "Send code" }).click();
  await answered(page, 201, '"status": "pending"');
  await page.locator(".facts", { hasText: "Appshop" }).waitFor();
});

const FOCUS = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
})()`;
const MANY_TABS = 60;

/** Presses Tab until this has the focus, and sees to it that the focus shows on the way. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tab = 0; tab < MANY_TABS; tab++) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) === true,
      selector,
    );
    if (!isThere) continue;
    expect(await page.evaluate(FOCUS)).toBeGreaterThanOrEqual(2);
    return;
  }
  throw new Error(`no Tab leads to ${selector}`);
}

test("everything is done by the keyboard alone, and the focus shows", async () => {
  const page = await openInbox(browser, ramz.api, { permissions: ["clipboard-read", "clipboard-write"] });
  const to = freshNumber();
  const { code } = await send(ramz.api, to);
  await numberLink(page, to).waitFor();
  await tabTo(page, `.number[href*="${encodeURIComponent(to)}"]`);
  await page.keyboard.press("Enter");
  await bubble(page, code).waitFor();
  await page.keyboard.press("c");
  await bubble(page, code).getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);

  const other = freshNumber();
  await tabTo(page, ".try input");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(other);
  await page.keyboard.press("Enter");
  await answered(page, 201, other);
  await tabTo(page, ".try form + form input");
  await page.keyboard.type(await ramz.api.codeFor(other));
  await page.keyboard.press("Enter");
  await answered(page, 200, '"status": "approved"');
});
