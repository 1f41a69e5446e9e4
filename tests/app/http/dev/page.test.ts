/** The inbox page as the server writes it: readable without a script, and no message can break out of its place. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createInbox } from "../../../../adapters/providers/_kit/dev-inbox.ts";
import { type Serving, serveHere } from "../../../support/serving.ts";

const inbox = createInbox();
let ramz: Serving;
beforeAll(async () => {
  ramz = await serveHere({ RAMZ_STORE: "sqlite::memory:" }, { inbox });
});
afterAll(() => ramz[Symbol.asyncDispose]());

let numbers = 0;

/** The page in this language with a message of this text open. */
async function pageWith(text: string, language: string): Promise<string> {
  const to = `+98913${String(++numbers).padStart(7, "0")}`;
  const sentAt = Date.now();
  const message = { to, code: "123456", channel: "sms", verificationId: `ver_${numbers}`, sentAt } as const;
  inbox.keep({ ...message, expiresAt: sentAt + 60_000, text });
  const query = new URLSearchParams({ lang: language, to });
  const { status, text: page } = await ramz.api.get(`/dev/inbox?${query}`);
  expect(status).toBe(200);
  return page;
}

describe("the length of a text", () => {
  test.each([
    ["a".repeat(160), "160 of 160 units, 1 SMS", "۱۶۰ از ۱۶۰ نویسه، ۱ پیامک"],
    ["a".repeat(161), "161 of 306 units, 2 SMS", "۱۶۱ از ۳۰۶ نویسه، ۲ پیامک"],
    ["آ".repeat(70), "70 of 70 units, 1 SMS", "۷۰ از ۷۰ نویسه، ۱ پیامک"],
    ["آ".repeat(135), "135 of 201 units, 3 SMS", "۱۳۵ از ۲۰۱ نویسه، ۳ پیامک"],
  ])("is counted in the units of its parts", async (text, english, persian) => {
    expect(await pageWith(text, "en")).toContain(english);
    expect(await pageWith(text, "fa")).toContain(persian);
  });
});

test("the line of WebOTP is explained, and a text without one is not", async () => {
  const text = "123456\nis your code.\n@shop.example #123456";
  expect(await pageWith(text, "en")).toContain(
    'The last line lets <bdi class="mono">shop.example</bdi> fill',
  );
  expect(await pageWith(text, "fa")).toContain('سطر آخر به <bdi class="mono">shop.example</bdi> اجازه');
  expect(await pageWith("123456 is your code.", "en")).not.toContain("The last line lets");
});

test("a text that is markup is shown and does nothing", async () => {
  const page = await pageWith("</script><script>alert(1)</script><img src=x onerror=alert(1)>", "en");
  expect(page).toContain("&lt;/script>&lt;script>alert(1)");
  expect(page).not.toContain("<script>alert(1)");
  expect(page).not.toContain("<img");
});

test("the address asks for a number that has no message", async () => {
  const { text } = await ramz.api.get("/dev/inbox?lang=en&to=%22%3E%3Cscript%3E");
  expect(text).toContain("No message to");
  expect(text).not.toContain("<script>");
});
