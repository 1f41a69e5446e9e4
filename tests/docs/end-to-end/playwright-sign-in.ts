import { expect, test } from "@playwright/test";
import { codeFor, newNumber } from "./playwright-inbox.ts";

test("a person signs in with the code", async ({ page, request }) => {
  const to = newNumber();
  await page.goto("/sign-in");
  await page.getByLabel("Phone number").fill(to);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code").fill(await codeFor(request, to));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("You are signed in")).toBeVisible();
});

test("a wrong code can be typed again", async ({ page, request }) => {
  const to = newNumber();
  await page.goto("/sign-in");
  await page.getByLabel("Phone number").fill(to);
  await page.getByRole("button", { name: "Send code" }).click();
  const code = await codeFor(request, to);
  await page.getByLabel("Code").fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("code_incorrect");
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("You are signed in")).toBeVisible();
});

test("a number that cannot be reached gets an answer", async ({ page }) => {
  await page.goto("/sign-in");
  // One of console mode's test numbers: no message can be delivered to it.
  await page.getByLabel("Phone number").fill("+989990000003");
  await page.getByRole("button", { name: "Send code" }).click();
  await expect(page.getByRole("alert")).toContainText("delivery_failed");
});
