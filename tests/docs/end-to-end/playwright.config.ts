/** How the page's tests run here: with the tests' own Chromium, against an application that the test has started. */
import { defineConfig } from "@playwright/test";
import { CHROMIUM, programPath } from "../../support/programs.ts";

const { APPLICATION_URL = "", OUTPUT = "test-results" } = process.env;

export default defineConfig({
  testMatch: "playwright-sign-in.ts",
  outputDir: OUTPUT,
  reporter: "line",
  workers: 1,
  use: {
    baseURL: APPLICATION_URL,
    launchOptions: {
      executablePath: programPath(CHROMIUM),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
