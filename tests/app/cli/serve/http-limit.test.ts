/** The places of all accounts together must fit below the number of requests that Bun runs at once. */
import { expect, test } from "bun:test";
import { httpLimitProblem } from "../../../../app/cli/serve/http-limit.ts";

test("Bun's default of 256 requests is too low for one account", () => {
  expect(httpLimitProblem([500], {})).toContain("BUN_CONFIG_MAX_HTTP_REQUESTS=256 is below the 500 calls");
});

test("the places of all accounts are added up, with a spare for other requests", () => {
  const env = { BUN_CONFIG_MAX_HTTP_REQUESTS: "1064" };
  expect(httpLimitProblem([500, 500], env)).toBeNull();
  expect(httpLimitProblem([500, 501], env)).toContain("set it to at least 1065");
});
