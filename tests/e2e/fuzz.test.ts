/** Some hundred requests made by chance: never a 5xx, and what is refused changes nothing. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { JSON_TYPE } from "../support/http.ts";
import { sharedRamz } from "../support/process.ts";
import { expectRefused, expectUntouched, ROUTES, type Target, TRACED, targets } from "./hostile.ts";

const ramz = sharedRamz();

const NAMES = [
  "to",
  "code",
  "phone_number",
  "purpose",
  "channel",
  "locale",
  "metadata",
  "client_ip",
  "affiliate",
];
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const digits = fc.string({ unit: fc.constantFrom("0", "9", "1", "۲", "３", " "), maxLength: 12 });
const value = fc.oneof(fc.jsonValue(), anyText, digits);
const names = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.constantFrom("__proto__", "toString", "$ne", "toJSON"),
  anyText,
);
const object = fc.dictionary(names, value, { noNullPrototype: true });
const body = fc.oneof(
  { weight: 3, arbitrary: object.map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText },
);
/** Right bodies with one thing wrong reach further than noise does. */
const almost = fc.record({ name: fc.constantFrom(...NAMES, "__proto__"), value });
const segment = fc.oneof(anyText.map(encodeURIComponent), fc.stringMatching(/^[A-Za-z0-9_%.~-]{0,45}$/));

describe("a request by chance", () => {
  test("with any body at any route is refused, or done; never a failure of Ramz", async () => {
    const aims = await targets(ramz.api);
    const index = fc.nat({ max: ROUTES.length - 1 });
    await fc.assert(
      fc.asyncProperty(index, body, async (at, text) => {
        const path = aims[at]?.path ?? "";
        await expectUntouched(ramz.folder, async () => {
          const init = { method: "POST", headers: { ...JSON_TYPE, ...TRACED }, body: text };
          expectRefused(await ramz.api.request(path, init), path);
        });
      }),
      { numRuns: 400, seed: 20_261_122 },
    );
  }, 20_000);

  test("with one thing wrong in a right body is refused by name, or is right after all", async () => {
    const index = fc.nat({ max: ROUTES.length - 1 });
    await fc.assert(
      fc.asyncProperty(index, almost, async (at, wrong) => {
        const target: Target | undefined = (await targets(ramz.api))[at];
        const given = Object.entries(target?.good ?? {}).filter(([name]) => name !== wrong.name);
        const text = JSON.stringify(Object.fromEntries([...given, [wrong.name, wrong.value]]));
        const path = target?.path ?? "";
        const before = ramz.folder.storeHash();
        const init = { method: "POST", headers: { ...JSON_TYPE, ...TRACED }, body: text };
        const reply = await ramz.api.request(path, init);
        expect([text, reply.status < 500]).toEqual([text, true]);
        if (
          reply.status < 300 ||
          reply.text.includes("code_incorrect") ||
          reply.text.includes("attempts_remaining")
        )
          return;
        expectRefused(reply, path);
        expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 200, seed: 7 },
    );
  }, 20_000);

  test("at any path below the API, with any method, is no failure and changes nothing", async () => {
    const method = fc.constantFrom("GET", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS");
    const start = fc.constantFrom(
      "/v1/verifications/",
      "/v1/",
      "/api/v1/usr/",
      "/dev/",
      "/openapi/assets/",
      "/",
    );
    await fc.assert(
      fc.asyncProperty(method, start, segment, async (verb, before, last) => {
        await expectUntouched(ramz.folder, async () => {
          const reply = await ramz.api.request(before + last, { method: verb, headers: TRACED });
          expect([before + last, reply.status < 500]).toEqual([before + last, true]);
        });
      }),
      { numRuns: 400, seed: 42 },
    );
  }, 20_000);

  test("with any headers is answered in English or Persian, never with a failure", async () => {
    const ascii = fc.stringMatching(/^[ -~]{0,60}$/);
    const headers = fc.record({
      "accept-language": fc.oneof(ascii, fc.constant("fa;q=1e999,".repeat(200))),
      traceparent: fc.oneof(ascii, fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)),
      "content-type": fc.oneof(ascii, fc.constant("application/json;charset=utf-7")),
      "x-forwarded-for": ascii,
      accept: ascii,
    });
    await fc.assert(
      fc.asyncProperty(headers, async (given) => {
        const reply = await ramz.api.request("/v1/checks", { method: "POST", headers: given, body: "{}" });
        expect(reply.status).toBeOneOf([400, 415]);
        expect(reply.headers.get("content-language")).toBeOneOf(["en", "fa"]);
      }),
      { numRuns: 200, seed: 3 },
    );
  }, 20_000);
});
