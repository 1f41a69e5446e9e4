/** Twilio's API is answered only where it is switched on, and then in Twilio's shape from the first byte. */
import { Value } from "@sinclair/typebox/value";
import { describe, expect, test } from "bun:test";
import { systemClock } from "../../../../../adapters/system/clock.ts";
import { TwilioErrorReply } from "../../../../../app/http/schemas/twilio.ts";
import { StoreUnavailable } from "../../../../../domain/storage/store.ts";
import { freshNumber, type HeaderList, type Reply } from "../../../../support/http.ts";
import { createMemoryStore } from "../../../../support/memory-store.ts";
import { sharedServing } from "../../../../support/serving.ts";
import { basic, postForm, SERVICE_PATH } from "../../../../support/twilio.ts";
import { startInProcess } from "../../in-process.ts";
import { key, other, reader, TOML } from "./account.ts";

const CREATE = `${SERVICE_PATH}/Verifications`;
const ONE = `${CREATE}/VE${"1".repeat(32)}`;
const CHECK = `${SERVICE_PATH}/VerificationCheck`;
const ELSEWHERE = [
  "/compat/twilio/",
  "/compat/twilio/v2/Services",
  `${SERVICE_PATH}/RateLimits`,
  `${SERVICE_PATH}/Entities/x/Factors`,
  "/compat/twilio/v2/Attempts",
];

function expectError(reply: Reply, status: number, code: number): void {
  expect([reply.text, Value.Check(TwilioErrorReply, reply.body)]).toEqual([reply.text, true]);
  expect([reply.status, reply.body]).toEqual([status, expect.objectContaining({ status, code })]);
  expect(reply.headers.get("content-type")).toStartWith("application/json");
  if (status === 429) expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
}

test("switched off, every path below it is unknown", async () => {
  await using ramz = await startInProcess();
  for (const path of [SERVICE_PATH, CREATE, ONE, CHECK, ...ELSEWHERE]) {
    const reply = await postForm(ramz.api, path, {}, basic(key.key));
    expect(reply.status).toBe(404);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
  }
});

describe("switched on", () => {
  const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": TOML });
  const post = (path: string, fields: object, headers: HeaderList = basic(key.key)) =>
    postForm(ramz.api, path, { ...fields }, headers);

  test("what is unknown is 404, and known paths with another method 405", async () => {
    for (const path of ELSEWHERE) {
      const reply = await post(path, {});
      expectError(reply, 404, 20_404);
      expect(Object(reply.body).message).toContain("is in Ramz's configuration");
    }
    for (const path of [CREATE, CHECK]) {
      const reply = await ramz.api.get(path, basic(key.key));
      expectError(reply, 405, 20_405);
      expect(reply.headers.get("allow")).toBe("POST");
    }
    expectError(await ramz.api.del(ONE, basic(key.key)), 405, 20_405);
    expectError(await ramz.api.get(ONE, basic(key.key)), 404, 20_404);
    for (const service of ["VA1", "default", `VA${"g".repeat(32)}`, "%zz", "%2e%2e"])
      expectError(await ramz.api.get(`/compat/twilio/v2/Services/${service}`, basic(key.key)), 404, 20_404);
  });

  test("bodies that are no forms are 415, and long ones 413", async () => {
    for (const path of [CREATE, ONE, CHECK]) {
      const noForm = await ramz.api.post(path, {}, basic(key.key));
      expectError(noForm, 415, 20_415);
      expect(noForm.text).not.toContain("JSON");
      expectError(await post(path, { To: "x".repeat(20_000) }), 413, 20_413);
    }
  });

  test("a key is the password, with the scope of the route; nothing tells a wrong one from none", async () => {
    const wrongs: readonly HeaderList[] = [
      {},
      { authorization: "Basic" },
      { authorization: "Basic !!!" },
      { authorization: `Basic ${btoa("no colon")}` },
      { authorization: `Basic ${btoa(`${key.key}:`)}` },
      basic(`${key.key}:x`),
      basic(key.key.slice(0, -1)),
      key.headers,
    ];
    const replies = await Promise.all(wrongs.map((headers) => post(CREATE, {}, headers)));
    for (const reply of replies) expectError(reply, 401, 20_003);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies[0]?.headers.get("www-authenticate")).toBe('Basic realm="ramz"');
    for (const path of [CREATE, ONE, CHECK])
      expectError(await post(path, {}, basic(reader.key)), 403, 20_403);
    expectError(await post(CREATE, {}, basic(key.key, "any user")), 400, 60_200);
  });

  test("a check needs a code, and either a number or a sid", async () => {
    const Code = "123456";
    const VerificationSid = `VE${"1".repeat(32)}`;
    for (const fields of [{}, { To: freshNumber() }, { Code }, { Code, To: freshNumber(), VerificationSid }])
      expectError(await post(CHECK, fields), 400, 60_200);
    expectError(await post(CHECK, { Code, To: "banana" }), 400, 60_200);
    expectError(await post(CHECK, { Code, To: freshNumber(), Amount: "1" }), 403, 60_204);
    expectError(await post(CHECK, { Code, To: freshNumber() }), 404, 20_404);
    expectError(await post(CHECK, { Code, VerificationSid }), 404, 20_404);
    expectError(await post(CHECK, { Code, VerificationSid: "VE1" }), 404, 20_404);
    const To = freshNumber();
    await post(CREATE, { To, Channel: "sms" });
    expectError(await post(CHECK, { Code: "12", To }), 400, 60_200);
  });

  test("an approved check has the proof in a header; Ramz's own code is not approved by word", async () => {
    const To = freshNumber();
    const { body } = await post(CREATE, { To, Channel: "sms" });
    const { sid } = Object(body);
    expectError(await post(`${CREATE}/${sid}`, { Status: "approved" }), 400, 60_200);
    expectError(await post(`${CREATE}/${sid}`, { Status: "deleted" }), 400, 60_200);
    expectError(await post(`${CREATE}/${sid}`, {}), 400, 60_200);
    const reply = await post(CHECK, { To, Code: await ramz.api.codeFor(To), Extra: "1" });
    expect([reply.status, reply.headers.get("ramz-ignored")]).toEqual([201, "Extra"]);
    const proof = reply.headers.get("ramz-proof") ?? "";
    const redeemed = await ramz.api.post("/v1/proofs/redeem", { proof }, key.headers);
    expect(redeemed.body).toMatchObject({ phone_number: To });
  });

  test("in console mode url has the name by which it was asked, which is one that is served", async () => {
    const { body } = await post(CREATE, { To: freshNumber(), Channel: "sms" });
    expect(Object(body).url).toStartWith(`${ramz.api.url}/compat/twilio/v2/Services/VA`);
    const reply = await post(CREATE, {}, { ...basic(key.key), host: "evil.example" });
    expectError(reply, 421, 20_421);
  });

  test("any service is the app's, unless it has one of its own", async () => {
    const another = SERVICE_PATH.replace(/VA.*/, `VA${"0".repeat(32)}`);
    expect((await ramz.api.get(another, basic(key.key))).status).toBe(200);
    expect((await ramz.api.get(SERVICE_PATH, basic(other.key))).status).toBe(200);
    expectError(await ramz.api.get(another, basic(other.key)), 404, 20_404);
  });

  test("a number in the path keeps its plus, escaped or not", async () => {
    const To = freshNumber();
    await post(CREATE, { To, Channel: "sms" });
    for (const path of [To, encodeURIComponent(To), To.replace("+98", "0")])
      expect((await ramz.api.get(`${CREATE}/${path}`, basic(key.key))).body).toMatchObject({ to: To });
  });
});

test("the proof of an approved check is in no line of the log", async () => {
  const lines: string[] = [];
  const env = { RAMZ_COMPAT_TWILIO: "true", RAMZ_AUTH: "none" };
  const log = (...line: readonly unknown[]) => void lines.push(JSON.stringify(line));
  await using ramz = await startInProcess(env, { log });
  const To = freshNumber();
  await postForm(ramz.api, CREATE, { To, Channel: "sms" }, {});
  const reply = await postForm(ramz.api, CHECK, { To, Code: await ramz.api.codeFor(To) }, {});
  expect(lines.join("\n")).toContain("console");
  expect(lines.join("\n")).not.toContain(reply.headers.get("ramz-proof") ?? "ramz");
});

test.each([
  ["fails", new Error("a fault of ours"), 500, 20_500],
  ["is away", new StoreUnavailable("gone"), 503, 20_503],
] as const)("a store that %s is answered in Twilio's shape, too", async (_, error, status, code) => {
  const store = {
    ...createMemoryStore(systemClock),
    load: async () => {
      throw error;
    },
  };
  const env = { RAMZ_COMPAT_TWILIO: "true", RAMZ_AUTH: "none", OTP_STORE_WAIT_MS: "0" };
  await using ramz = await startInProcess(env, { store });
  const calls = [
    postForm(ramz.api, CREATE, { To: freshNumber(), Channel: "sms" }, {}),
    postForm(ramz.api, CHECK, { To: freshNumber(), Code: "123456" }, {}),
    ramz.api.get(`${CREATE}/${freshNumber()}`),
  ];
  for (const reply of await Promise.all(calls)) expectError(reply, status, code);
});
