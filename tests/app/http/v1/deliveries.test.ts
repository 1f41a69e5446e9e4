/** Codes of the caller's own over HTTP: who may bring one, what is answered, and what is left of the code. */
import { beforeAll, describe, expect, test } from "bun:test";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import {
  deliveryIn,
  eventually,
  freshNumber,
  type HeaderList,
  problemIn,
  type Reply,
  wordOf,
} from "../../../support/http.ts";
import { startServing, serveHere, sharedServing } from "../../../support/serving.ts";
import { tempFolder } from "../../../support/process.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { documentedAt } from "../ops/documented.ts";

const [own, plain, reader, other] = [testKey(), testKey(), testKey(), testKey()];
const TOML = `
[apps.shop]
keys = [
  ${line(own, ["send", "read"], ", own_code = true, client_ip = true")},
  ${line(plain, ["admin"])},
  ${line(reader, ["read"], ", own_code = true")},
]
[apps.shop.limits.caller]
device = { per_hour = 1 }
[apps.bank]
keys = [${line(other, ["admin"], ", own_code = true")}]
`;
const CODE = "Q7m2Xz";
const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": TOML });
const api = () => withHeaders(ramz.api, own.headers);
const carry = (further: object = {}, headers: HeaderList = {}) =>
  api().post("/v1/deliveries", { to: freshNumber(), code: CODE, ...further }, headers);

const post = (headers: HeaderList, body: object = { to: freshNumber(), code: CODE }) =>
  ramz.api.post("/v1/deliveries", body, headers);
const report = (id: string, used: boolean) => api().post(`/v1/deliveries/${id}/outcome`, { used });

describe("a carried code", () => {
  test("is answered 201 with the delivery, shown in the inbox, and read again without the code", async () => {
    const to = freshNumber();
    const reply = await carry({ to, metadata: { flow: "login" }, purpose: "login" });
    expect(reply.status).toBe(201);
    const delivery = deliveryIn(reply);
    expect(delivery).toMatchObject({ to, status: "accepted", provider: "console", purpose: "login" });
    expect(delivery).toMatchObject({ channel: "sms", metadata: { flow: "login" } });
    expect(delivery.id).toMatch(/^dlv_[\w-]{34}$/);
    expect(Date.parse(delivery.expires_at) - Date.parse(delivery.created_at)).toBe(300_000);
    expect(await ramz.api.codeFor(to)).toBe(CODE);
    const read = await api().get(`/v1/deliveries/${delivery.id}`);
    expect(deliveryIn(read)).toEqual(delivery);
    expect(reply.text + read.text).not.toContain(CODE);
  });

  test("has the life that the caller gives it", async () => {
    const { created_at, expires_at } = deliveryIn(await carry({ expires_in: 30 }));
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(30_000);
  });

  test("is counted, and its outcome too", async () => {
    const { id } = deliveryIn(await carry());
    await api().post(`/v1/deliveries/${id}/outcome`, { used: true });
    const { text } = await ramz.api.get("/metrics");
    expect(text).toMatch(/otp_carried_total\{event="accepted",.*\} [1-9]/);
    expect(text).toMatch(/otp_carried_total\{event="used",.*\} [1-9]/);
  });
});

describe("who may bring a code:", () => {
  test("a key with own_code and the scope, before the body is read", async () => {
    expect(wordOf(await post(plain.headers, {}))).toBe("403 own_code_not_allowed");
    expect(wordOf(await post(reader.headers, {}))).toBe("403 scope_missing");
    expect(wordOf(await post({}))).toBe("401 unauthorized");
    expect(wordOf(await post(own.headers))).toBe("201");
  });

  test("the same for an outcome", async () => {
    const { id } = deliveryIn(await carry());
    const path = `/v1/deliveries/${id}/outcome`;
    expect(wordOf(await ramz.api.post(path, {}, plain.headers))).toBe("403 own_code_not_allowed");
    expect(wordOf(await ramz.api.post(path, { used: true }, other.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get(`/v1/deliveries/${id}`, other.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get(`/v1/deliveries/${id}`, reader.headers))).toBe("200");
  });

  test("nothing without keys", async () => {
    await using open = await startServing({ RAMZ_AUTH: "none" });
    const reply = await open.api.post("/v1/deliveries", { to: freshNumber(), code: CODE });
    expect(wordOf(reply)).toBe("403 own_code_not_allowed");
  });
});

describe("a body that is refused names the field, in both languages, and never the code:", () => {
  test.each([
    ["code", { code: "731" }],
    ["code", { code: "73104829651" }],
    ["code", { code: "7310 48" }],
    ["code", { code: "Q7m2Xz", channel: "call" }],
    ["code", { code: 731_048 }],
    ["code", { code: undefined }],
    ["expires_in", { expires_in: 29 }],
    ["expires_in", { expires_in: 3_601 }],
    ["expires_in", { expires_in: 60.5 }],
    ["expires_in", { expires_in: "300" }],
    ["known_session", { known_session: true }],
    ["limits.colour", { limits: { colour: "red" } }],
  ])("%s of %j", async (field, further) => {
    for (const language of ["en", "fa"]) {
      const problem = problemIn(await carry(further, { "accept-language": language }));
      expect([problem.status, problem.errors?.map((one) => one.field)]).toEqual([400, [field]]);
      const detail = problem.errors?.[0]?.detail ?? "";
      expect(/[\u0600-\u06FF]/.test(detail)).toBe(language === "fa");
      // Random digits of the trace may look like a code.
      const { trace_id: _, ...shown } = problem;
      expect(JSON.stringify(shown)).not.toMatch(/731|Q7m2Xz/);
    }
  });
});

describe("an outcome", () => {
  test("is shown; used stays used", async () => {
    const { id, used } = deliveryIn(await carry());
    expect(used).toBeUndefined();
    expect(deliveryIn(await report(id, false)).used).toBe(false);
    expect(deliveryIn(await report(id, false)).used).toBe(false);
    expect(deliveryIn(await report(id, true)).used).toBe(true);
    expect(wordOf(await report(id, false))).toBe("409 already_used");
    expect(deliveryIn(await api().get(`/v1/deliveries/${id}`)).used).toBe(true);
  });

  test("of what does not exist says so of a delivery, also where an id is one of a verification", async () => {
    const start = await api().post("/v1/verifications", { to: freshNumber() });
    const { id } = Object(start.body);
    expect(problemIn(await report(id, true)).detail).toContain("no such delivery");
    expect(wordOf(await api().get(`/v1/deliveries/${id}`))).toBe("404 not_found");
  });
});

test("the same Idempotency-Key sends once; with another code it is refused", async () => {
  const to = freshNumber();
  const key = { "idempotency-key": `once-${to}` };
  const [first, again] = [await carry({ to }, key), await carry({ to }, key)];
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(wordOf(await carry({ to, code: "999999" }, key))).toBe("422 idempotency_key_reused");
  expect(wordOf(await carry({ to }))).toBe("429 cooldown");
});

/** A chain that answers as the test says. */
async function chained(deliver: (message: DeliveryMessage) => Promise<DeliveryResult>, env = {}) {
  const folder = tempFolder();
  folder.write("ramz.toml", TOML);
  const provider: Provider = { name: "p", account: "p", channels: ["sms"], explain: () => null, deliver };
  const settings = {
    RAMZ_CONFIG: `${folder.path}/ramz.toml`,
    RAMZ_STORE: "sqlite::memory:",
    RAMZ_PROVIDERS: "./p.ts",
    RAMZ_SECRET: "the-tests-of-deliveries-share-one-long-secret",
    ...env,
  };
  const serving = await serveHere(settings, { providers: [provider] });
  return {
    api: withHeaders(serving.api, own.headers),
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

test("a slow chain is answered 202 in time, and goes on to its end", async () => {
  const answer = Promise.withResolvers<DeliveryResult>();
  const codes: string[] = [];
  await using slow = await chained(
    ({ code }) => {
      codes.push(code);
      return answer.promise;
    },
    { OTP_DELIVERY_ANSWER_MS: "100" },
  );
  const reply = await slow.api.post("/v1/deliveries", { to: freshNumber(), code: CODE });
  expect([reply.status, deliveryIn(reply).status]).toEqual([202, "carrying"]);
  answer.resolve({ outcome: "accepted", messageId: "m1" });
  const read = () => slow.api.get(`/v1/deliveries/${deliveryIn(reply).id}`);
  const done = await eventually(read, (one: Reply) => deliveryIn(one).status !== "carrying");
  expect(deliveryIn(done)).toMatchObject({ status: "accepted", attempts: [{ message_id: "m1" }] });
  expect(codes).toEqual([CODE]);
  // Both are counted: the answer in time, and the end.
  const counted = () => slow.api.get("/metrics");
  const { text } = await eventually(counted, (one: Reply) => /event="accepted"/.test(one.text));
  expect(text).toMatch(/otp_carried_total\{event="carrying",.*\} 1\n/);
  expect(text).toMatch(/otp_carried_total\{event="accepted",.*\} 1\n/);
});

test("the log-in server's own address limits nothing; a named address and a named limit do", async () => {
  await using limited = await chained(async () => ({ outcome: "accepted" }), { RAMZ_IP_SENDS_PER_HOUR: "1" });
  const send = async (further: object = {}) =>
    wordOf(await limited.api.post("/v1/deliveries", { to: freshNumber(), code: CODE, ...further }));
  expect([await send(), await send(), await send()]).toEqual(["201", "201", "201"]);
  const at = { client_ip: "192.0.2.7" };
  expect([await send(at), await send(at)]).toEqual(["201", "429 ip_limit"]);
  const by = { limits: { device: "a1" } };
  expect([await send(by), await send(by)]).toEqual(["201", "429 caller_limit"]);
});

describe("what a chain comes to", () => {
  let document: unknown;
  beforeAll(async () => {
    document = (await ramz.api.get("/openapi/json")).body;
  });

  test.each<[string, DeliveryResult]>([
    ["201", { outcome: "unknown", reason: "timeout" }],
    ["502 delivery_failed", { outcome: "refused", fault: "message", reason: "template_not_found" }],
    ["422 recipient_invalid", { outcome: "refused", fault: "recipient", reason: "no_such_number" }],
  ])("is %s, as documented, with the delivery", async (word, result) => {
    await using chain = await chained(async () => result);
    const reply = await chain.api.post("/v1/deliveries", { to: freshNumber(), code: CODE });
    expect(wordOf(reply)).toBe(word);
    const delivery = reply.status < 300 ? reply.body : problemIn(reply).delivery;
    expect(Object(delivery)).toMatchObject({ status: word === "201" ? "uncertain" : "undelivered" });
    const [status = "", code = ""] = word.split(" ");
    const documented = JSON.stringify(documentedAt(document, "POST", "/v1/deliveries").get(status));
    expect(documented).toContain(code === "" ? "application/json" : `\`${code}\``);
  });
});
