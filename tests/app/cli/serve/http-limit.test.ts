/** The places of all accounts fit below the number of requests that Bun runs at once. */
import { expect, test } from "bun:test";
import { httpLimitFault } from "../../../../app/cli/serve/http-limit.ts";

test("without a word Bun runs 256 requests, which is too few for one account", () => {
  expect(httpLimitFault([500], {})).toContain("BUN_CONFIG_MAX_HTTP_REQUESTS=256 is below the 500 calls");
});

test("the places of every account count, with some for the rest", () => {
  const env = { BUN_CONFIG_MAX_HTTP_REQUESTS: "1064" };
  expect(httpLimitFault([500, 500], env)).toBeNull();
  expect(httpLimitFault([500, 501], env)).toContain("set it to at least 1065");
});
