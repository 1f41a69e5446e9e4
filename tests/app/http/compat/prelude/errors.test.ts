/** Prelude's API is answered only where it is switched on, and then in Prelude's shape from the first byte. */
import { Value } from "@sinclair/typebox/value";
import { describe, expect, test } from "bun:test";
import { systemClock } from "../../../../../adapters/system/clock.ts";
import { PreludeErrorReply } from "../../../../../app/http/schemas/prelude.ts";
import { StoreUnavailable } from "../../../../../domain/storage/store.ts";
import { freshNumber, JSON_TYPE, type Reply } from "../../../../support/http.ts";
import { createMemoryStore } from "../../../../support/memory-store.ts";
import { testKey } from "../../../access/app-keys.ts";
import { sharedInProcess, startInProcess } from "../../in-process.ts";
import { CHECK, checkOnly, phone, plain, SHOP, START } from "./support.ts";

const ELSEWHERE = ["/compat/prelude/v2/nothing", "/compat/prelude/"];

/** Of Prelude's shape, with this status and word, and whether the vendor's clients may repeat the call. */
function expectError(reply: Reply, status: number, code: string, mayRetry = false): void {
  expect([reply.status, Object(reply.body).code]).toEqual([status, code]);
  expect(reply.headers.get("content-type")).toStartWith("application/json");
  expect(reply.headers.get("x-should-retry")).toBe(mayRetry ? null : "false");
  expect(Value.Check(PreludeErrorReply, reply.body)).toBe(true);
  expect(Object(reply.body).request_id).toMatch(/^[0-9a-f]{32}$/);
}

test("switched off, every path below it is unknown", async () => {
  await using ramz = await startInProcess();
  for (const path of [START, CHECK, ...ELSEWHERE]) {
    const reply = await ramz.api.post(path, {});
    expect(reply.status).toBe(404);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
  }
});

describe("switched on", () => {
  const ramz = sharedInProcess(SHOP);
  const post = (path: string, body: string, headers = JSON_TYPE) =>
    ramz.api.request(path, { method: "POST", headers: { ...plain.headers, ...headers }, body });

  test("unknown paths are 404, and known ones with another method 405", async () => {
    for (const path of ELSEWHERE) expectError(await ramz.api.post(path, {}), 404, "not_found");
    for (const path of [START, CHECK]) {
      const reply = await ramz.api.get(path);
      expectError(reply, 405, "method_not_allowed");
      expect(reply.headers.get("allow")).toBe("POST");
    }
  });

  test("bodies that cannot be read are 400, 413 and 415", async () => {
    for (const path of [START, CHECK]) {
      expectError(await post(path, "{"), 400, "bad_request");
      expectError(await post(path, "{}"), 400, "bad_request");
      expectError(await post(path, `{"x":"${"x".repeat(20_000)}"}`), 413, "body_too_large");
      expectError(await post(path, "{}", { "content-type": "text/plain" }), 415, "unsupported_media_type");
    }
  });

  test("a key is needed, with the scope of the route", async () => {
    const body = { target: phone(freshNumber()) };
    expectError(await ramz.api.post(START, body), 401, "invalid_api_key");
    expectError(await ramz.api.post(START, body, testKey().headers), 401, "invalid_api_key");
    expectError(await ramz.api.post(START, body, checkOnly.headers), 403, "scope_missing");
  });

  test("the field that is wrong is named, in both languages", async () => {
    const body = { target: { type: "phone_number", value: 9 }, code: "123456" };
    const say = async (language: string) =>
      (await ramz.api.post(CHECK, body, { ...plain.headers, "accept-language": language })).body;
    expect(await say("en")).toMatchObject({
      param: "target.value",
      message: "target.value must be a string",
    });
    expect(await say("fa")).toMatchObject({ param: "target.value", message: "target.value باید رشته باشد" });
  });
});

test.each([
  ["fails", new Error("a fault of ours"), 500, "internal", false],
  ["is away", new StoreUnavailable("gone"), 503, "store_unavailable", true],
] as const)(
  "a store that %s is answered in Prelude's shape, too",
  async (_, error, status, code, mayRetry) => {
    const load = () => Promise.reject(error);
    await using ramz = await startInProcess(SHOP, { store: { ...createMemoryStore(systemClock), load } });
    const target = phone(freshNumber());
    const started = await ramz.api.post(START, { target }, plain.headers);
    expectError(started, status, code, mayRetry);
    expect(started.text).not.toContain("a fault of ours");
    expectError(
      await ramz.api.post(CHECK, { target, code: "123456" }, plain.headers),
      status,
      code,
      mayRetry,
    );
  },
);
