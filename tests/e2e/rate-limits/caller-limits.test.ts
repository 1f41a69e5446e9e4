/** What a caller counts by: `limits` in the body, each name configured for the app. */
import { describe, expect, test } from "bun:test";
import { freshNumber, problemIn, wordOf } from "../../support/http.ts";
import { sharedServing } from "../../support/serving.ts";
import { line, testKey } from "../../app/access/app-keys.ts";

const shop = testKey();
const CONFIG = `
  [apps.shop]
  keys = [${line(shop, ["send"])}]
  [apps.shop.limits.caller.device]
  per_hour = 2
`;
const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": CONFIG });

const start = (limits: Readonly<Record<string, string>>) =>
  ramz.api.post("/v1/verifications", { to: freshNumber(), limits }, shop.headers);

describe("a caller's limit", () => {
  test("holds for each value, over all numbers", async () => {
    const replies = [
      await start({ device: "a" }),
      await start({ device: "a" }),
      await start({ device: "a" }),
    ];
    expect(replies.map(wordOf)).toEqual(["201", "201", "429 caller_limit"]);
    const [, , refused] = replies;
    const wait = refused?.headers.get("retry-after");
    expect(replies.map(({ headers }) => headers.get("ratelimit"))).toEqual([
      '"device_hour";r=1',
      '"device_hour";r=0',
      `"device_hour";r=0;t=${wait}`,
    ]);
    expect(wordOf(await start({ device: "b" }))).toBe("201");
  });

  test("that is not configured is refused by name: a misspelt one would limit nothing", async () => {
    const reply = await start({ devise: "a" });
    expect(problemIn(reply).errors).toEqual([
      { field: "limits.devise", detail: "is not a limit of this app (configured: device)" },
    ]);
  });
});

test("a refusal names its rule in RateLimit on every route that sends, also one that is no quota", async () => {
  const to = freshNumber();
  await ramz.api.post("/v1/verifications", { to, purpose: "default" }, shop.headers);
  const ours = await ramz.api.post("/v1/verifications", { to }, shop.headers);
  const predecessors = await ramz.api.post("/api/v1/usr/otp", { phone_number: to }, shop.headers);
  for (const { status, headers } of [ours, predecessors])
    expect([status, headers.get("ratelimit")]).toEqual([
      429,
      `"cooldown";r=0;t=${headers.get("retry-after")}`,
    ]);
});
