/** The public address of receipts: who does not know it learns nothing and changes nothing. */
import { afterAll, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { receiptWords } from "../../../adapters/system/receipt-words.ts";
import { call, PUBLIC_URL, SECRET, serveReceipts } from "./support.ts";

const KEY = "6b6579206f6620612074657374";
const vendor = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => vendor.stop());

const ENV = {
  RAMZ_PROVIDERS: "kavenegar/verify",
  KAVENEGAR_API_KEY: KEY,
  KAVENEGAR_BASE_URL: vendor.url,
};
const asked = () => vendor.calls.filter(({ method }) => method === "sms/status").length;
const FIELDS = { messageid: "8792343", status: "10" };
const SLUG = "/v1/receipts/kavenegar-verify";

test("a wrong secret, a wrong provider and an unreadable call are answered as any unknown path, and the vendor is not asked", async () => {
  await using ramz = await serveReceipts(ENV);
  await ramz.start();
  const before = asked();
  const right = ramz.origin + (await ramz.pathOf("kavenegar/verify"));
  const wrong = [
    `${ramz.origin}${SLUG}/${"x".repeat(32)}`,
    `${ramz.origin}${SLUG}/`,
    right.replace("kavenegar-verify", "kavenegar-sms"),
    `${right}x`,
    right.slice(0, -1),
  ];
  const unknown = await problemOf(await call(`${ramz.origin}/v1/receipts`, FIELDS));
  for (const url of wrong) expect(await problemOf(await call(url, FIELDS))).toEqual(unknown);
  expect(await problemOf(await call(right, { status: "10" }))).toEqual(unknown);
  await Bun.sleep(1_200);
  expect(asked()).toBe(before);
});

test("the address is off without receipts, and without a provider that has them", async () => {
  for (const env of [{ ...ENV, RAMZ_RECEIPTS: "false" }, { RAMZ_PROVIDERS: "console" }]) {
    await using ramz = await serveReceipts(env);
    const [word] = receiptWords([SECRET], "kavenegar/verify");
    expect((await call(`${ramz.origin}${SLUG}/${word}`, FIELDS)).status).toBe(404);
  }
});

test("an address of an older secret works while that secret is in the list", async () => {
  const newer = "another-secret-of-thirty-two-characters-or-more";
  const [old] = receiptWords([SECRET], "kavenegar/verify");
  await using rotated = await serveReceipts({ ...ENV, RAMZ_SECRET: `${newer},${SECRET}` });
  expect((await call(`${rotated.origin}${SLUG}/${old}`, FIELDS)).status).toBe(200);
  expect(await rotated.pathOf("kavenegar/verify")).not.toContain(old);
  await using forgotten = await serveReceipts({ ...ENV, RAMZ_SECRET: newer });
  expect((await call(`${forgotten.origin}${SLUG}/${old}`, FIELDS)).status).toBe(404);
});

test("a body beyond the limit is refused, and the secret stands in no log line", async () => {
  await using ramz = await serveReceipts({ ...ENV, RAMZ_PUBLIC_URL: PUBLIC_URL });
  const path = await ramz.pathOf("kavenegar/verify");
  const [word] = receiptWords([SECRET], "kavenegar/verify");
  expect(path).toBe(`${SLUG}/${word}`);
  const long = await call(ramz.origin + path, { ...FIELDS, more: "x".repeat(70_000) });
  expect(long.status).toBe(413);
  expect(await long.text()).not.toContain(word);
  await call(ramz.origin + path, FIELDS);
  expect(ramz.logged.join("\n")).not.toContain(word);
});

test("a change of the configuration turns receipts off and on, and messages wait on", async () => {
  await using ramz = await serveReceipts(ENV);
  const { id, attempts } = await ramz.start();
  const url = ramz.origin + (await ramz.pathOf("kavenegar/verify"));
  vendor.report(String(attempts[0]?.["message_id"]), 10);
  await ramz.reload({ RAMZ_RECEIPTS: "false" });
  expect((await call(url, FIELDS)).status).toBe(404);
  const before = asked();
  ramz.pass(20_000);
  await Bun.sleep(1_200);
  expect(asked()).toBe(before);

  await ramz.reload({});
  expect(await ramz.receiptOf(id)).toMatchObject({ state: "delivered" });
});

/** The problem without its trace, which is another one for each request. */
async function problemOf(response: Response): Promise<unknown> {
  const { trace_id: _traceId, ...rest } = JSON.parse(await response.text());
  return { ...rest, http: response.status };
}
