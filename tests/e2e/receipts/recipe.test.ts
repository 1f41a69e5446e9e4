/** Receipts and feedback of a recipe end to end: a signed call, a forged one, a question, and what the vendor is told. */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "bun:test";
import { tempFolder } from "../../support/process.ts";
import { startVendor } from "../../adapters/providers/http/support.ts";
import { call, PUBLIC_URL, serveReceipts } from "./support.ts";

const KEY = "vendor-key";
let state = "queued";
let sent = 0;
let calls = 0;
const vendor = startVendor(({ path, text }) => {
  if (path.startsWith("/messages/")) {
    calls += 1;
    return Response.json({ state });
  }
  if (path === "/feedback") return Response.json({});
  addresses.push(String(new Map(Object.entries(JSON.parse(text))).get("callback")));
  return Response.json({ id: `m${++sent}` });
});
const addresses: string[] = [];
afterAll(() => vendor.stop());
beforeEach(() => {
  state = "queued";
  vendor.asked.length = 0;
});

const RECIPE = `
api = 1
title = "A vendor that signs"
channels = ["sms"]
account = ["key"]
options = { key = { secret = true }, base_url = { https = true } }
[send]
method = "POST"
url = "{base_url}/send"
auth = { kind = "header", name = "X-Key", value = "{key}" }
json = { to = "{number.e164}", code = "{code}", "callback?" = "{callback}" }
[accept]
http = [200]
id = "id"
[faults]
otherwise = "message vendor_refused"
[receipt]
states = { delivered = ["delivered"], undelivered = ["failed"] }
[receipt.callback]
set = "request"
format = ["form"]
id = "id"
state = "state"
reason = "why"
proof = { kind = "twilio", key = "{key}" }
[receipt.poll]
after = [20]
method = "GET"
url = "{base_url}/messages/{message_id}"
state = "state"
[feedback.approved]
method = "POST"
url = "{base_url}/feedback"
json = { id = "{message_id}", outcome = "approved" }
[feedback.canceled]
method = "POST"
url = "{base_url}/feedback"
json = { id = "{message_id}", outcome = "canceled" }
`;

const folder = tempFolder();
afterAll(() => folder[Symbol.dispose]());
const recipe = join(folder.path, "signing.toml");
await Bun.write(recipe, RECIPE);
const NAME = `http/${recipe}`;
const ENV = {
  RAMZ_PROVIDERS: NAME,
  RAMZ_HTTP_SIGNING_KEY: KEY,
  RAMZ_HTTP_SIGNING_BASE_URL: vendor.baseUrl,
  RAMZ_PUBLIC_URL: PUBLIC_URL,
};

function signed(address: string, fields: Readonly<Record<string, string>>, key = KEY) {
  const names = Object.keys(fields).sort();
  const over = PUBLIC_URL + address + names.map((name) => name + fields[name]).join("");
  return { "x-twilio-signature": createHmac("sha1", key).update(over).digest("base64") };
}

test("a signed call is believed at once, a forged one is unknown, and a replay changes nothing", async () => {
  await using ramz = await serveReceipts(ENV);
  const { id } = await ramz.start();
  const path = (addresses.at(-1) ?? "").slice(PUBLIC_URL.length);
  expect(path).toBe(await ramz.pathOf(NAME));
  const fields = { id: `m${sent}`, state: "failed", why: "30005" };

  for (const headers of [{}, signed(path, fields, "another key"), signed(path, { ...fields, state: "x" })])
    expect((await call(ramz.origin + path, fields, headers)).status).toBe(404);
  expect((await ramz.read(id)).attempts[0]).not.toHaveProperty("receipt");

  expect((await call(ramz.origin + path, fields, signed(path, fields))).status).toBe(200);
  const receipt = await ramz.receiptOf(id);
  expect(receipt).toMatchObject({ state: "undelivered", reason: "30005" });
  expect((await call(ramz.origin + path, fields, signed(path, fields))).status).toBe(200);
  expect(await ramz.receiptOf(id)).toEqual(receipt);

  const foreign = { id: "of another system", state: "delivered" };
  expect((await call(ramz.origin + path, foreign, signed(path, foreign))).status).toBe(200);
  const metrics = await (await fetch(`${ramz.origin}/metrics`)).text();
  expect(metrics).toMatch(/otp_receipts_total\{[^}]*otp_receipt_state="undelivered"[^}]*\} 1\n/);
  expect(metrics).toMatch(/otp_receipts_total\{[^}]*otp_receipt_state="unexpected"[^}]*\} 1\n/);
});

test("a vendor that does not call is asked, with its key", async () => {
  await using ramz = await serveReceipts({ ...ENV, RAMZ_PUBLIC_URL: "" });
  const { id } = await ramz.start();
  expect(addresses.at(-1)).toBe("undefined");
  state = "delivered";
  ramz.pass(20_000);
  expect(await ramz.receiptOf(id)).toMatchObject({ state: "delivered" });
  expect(calls).toBe(1);
  expect(vendor.asked.at(-1)?.headers.get("x-key")).toBe(KEY);
});

test("the vendor learns of an approval and of a cancellation, only where feedback is on", async () => {
  for (const [RAMZ_FEEDBACK, told] of [
    ["false", []],
    ["true", ["approved", "canceled"]],
  ] as const) {
    vendor.asked.length = 0;
    await using ramz = await serveReceipts({ ...ENV, RAMZ_FEEDBACK });
    const first = await ramz.start();
    const { code } = JSON.parse(vendor.asked[0]?.text ?? "{}");
    await post(`${ramz.origin}/v1/verifications/${first.id}/checks`, { code });
    const second = await ramz.start("09127654321");
    await fetch(`${ramz.origin}/v1/verifications/${second.id}`, { method: "DELETE" });
    await ramz.ramz.close();
    const feedback = vendor.asked.filter(({ path }) => path === "/feedback");
    expect(feedback.map(({ text }) => String(JSON.parse(text).outcome))).toEqual([...told]);
    expect(feedback.some(({ text }) => text.includes(code))).toBe(false);
  }
});

test("on_undelivered = next: a signed failure sends the code through the next provider", async () => {
  const chain = { RAMZ_PROVIDERS: `${NAME},console`, RAMZ_ON_UNDELIVERED: "next" };
  await using ramz = await serveReceipts({ ...ENV, ...chain });
  const { id } = await ramz.start();
  const path = (addresses.at(-1) ?? "").slice(PUBLIC_URL.length);
  const fields = { id: `m${sent}`, state: "failed" };
  await call(ramz.origin + path, fields, signed(path, fields, "another key"));
  await call(ramz.origin + path, fields, signed(path, fields));
  await ramz.ramz.close();
  const code = JSON.parse(vendor.asked[0]?.text ?? "{}").code;
  expect(
    ramz.logged.filter((line) => line.includes(`falling back to console, because ${NAME} said`)).length,
  ).toBe(1);
  expect(ramz.ramz.inbox?.list().map((message) => message.code)).toEqual([code]);
  expect(ramz.ramz.inbox?.list()[0]?.verificationId).toBe(id);
});

test("on_undelivered = next moves nothing for a call that only knows the address", async () => {
  const unsigned = join(folder.path, "unsigned.toml");
  await Bun.write(unsigned, RECIPE.replace(/proof = .*/, 'proof = { kind = "path" }'));
  const name = `http/${unsigned}`;
  await using ramz = await serveReceipts({
    ...ENV,
    RAMZ_PROVIDERS: `${name},console`,
    RAMZ_ON_UNDELIVERED: "next",
    RAMZ_HTTP_UNSIGNED_KEY: KEY,
    RAMZ_HTTP_UNSIGNED_BASE_URL: vendor.baseUrl,
  });
  const { id } = await ramz.start();
  await call(ramz.origin + (await ramz.pathOf(name)), { id: `m${sent}`, state: "failed" });
  expect(await ramz.receiptOf(id)).toMatchObject({ state: "undelivered" });
  await ramz.ramz.close();
  expect(ramz.ramz.inbox?.list()).toEqual([]);
});

test("on_undelivered = next needs receipts", async () => {
  const env = { ...ENV, RAMZ_RECEIPTS: "false", RAMZ_ON_UNDELIVERED: "next" };
  const answer = await serveReceipts(env).then(() => "it serves", String);
  expect(answer).toContain("RAMZ_ON_UNDELIVERED: next acts on receipts");
});

function post(url: string, body: object) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
