/** The guard's challenge on the hosted page: solved in the background where there is JavaScript, and said where there is none. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { BEHIND_PROXY, from, openStage, type Stage } from "../immunity/stage.ts";
import { HOSTED_PAGE, RETURN_TO } from "../immunity/routes.ts";
import { accessibilityFaults, sharedBrowser, withoutScript } from "../support/browser.ts";
import { freshNumber } from "../support/http.ts";

setDefaultTimeout(60_000);

const browser = sharedBrowser();
const SUSPICIOUS = { RAMZ_GUARD_APP_FLOOR: "2", RAMZ_GUARD_ADDRESS_FLOOR: "20", OTP_RESEND_WAIT_TIME: "0" };

/** A service whose app is under attack: sends that are not confirmed, from many addresses. */
async function openSuspicious(): Promise<Stage> {
  const stage = await openStage(
    "SQLite",
    { ...BEHIND_PROXY, ...SUSPICIOUS },
    { toml: `[apps.shop]\npublic = true\n${HOSTED_PAGE}` },
  );
  // The last is the person's own, whose first code of the day needs no challenge.
  for (const address of ["198.18.1.1", "198.18.2.1", "198.18.3.1", "203.0.113.7"])
    await stage.api.post("/api/v1/usr/otp", { phone_number: freshNumber() }, from(address));
  return stage;
}

const openPage = ({ api }: Stage, javaScriptEnabled: boolean) =>
  browser.open(
    `${api.url}/verify?${new URLSearchParams({ app: "shop", return_to: RETURN_TO, lang: "en" })}`,
    {
      javaScriptEnabled,
      extraHTTPHeaders: from("203.0.113.7"),
    },
  );

test("is solved in the background, and the code goes out without a further step", async () => {
  await using stage = await openSuspicious();
  const page = await openPage(stage, true);
  const to = freshNumber();
  await page.locator("input[name=to]").fill(to);
  await page.keyboard.press("Enter");
  await page.locator("input[name=code]").waitFor();
  expect(stage.codeFor(to)).toMatch(/^\d{6}$/);
});

test("what is said where the page's script does not come is sound", async () => {
  await using stage = await openSuspicious();
  const page = await openPage(stage, true);
  await withoutScript(page);
  await page.locator("input[name=to]").fill(freshNumber());
  await page.keyboard.press("Enter");
  await page.getByText("needs JavaScript").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test("is said without JavaScript, and nothing is sent", async () => {
  await using stage = await openSuspicious();
  const page = await openPage(stage, false);
  const to = freshNumber();
  await page.locator("input[name=to]").fill(to);
  await page.keyboard.press("Enter");
  await page.getByText("needs JavaScript").waitFor();
  expect(stage.codeFor(to)).toBe("none");
});
