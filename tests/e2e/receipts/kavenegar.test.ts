/** Receipts of Kavenegar and SMS.ir end to end: asked for, and reported by a call that is only a hint. */
import { afterAll, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { startSmsIrSimulator } from "../../../adapters/providers/smsir/_simulator/simulator.ts";
import { eventually } from "../../support/http.ts";
import { call, serveReceipts } from "./support.ts";

const KEY = "6b6579206f6620612074657374";
const vendor = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => vendor.stop());

const ENV = {
  RAMZ_PROVIDERS: "kavenegar/verify,kavenegar/sms",
  KAVENEGAR_API_KEY: KEY,
  KAVENEGAR_BASE_URL: vendor.url,
};
const statusCalls = () => vendor.calls.filter(({ method }) => method === "sms/status").length;

test("the vendor is asked, and the receipt stands in the timeline, in metrics and in the log", async () => {
  await using ramz = await serveReceipts(ENV);
  const { id, attempts } = await ramz.start();
  const messageId = String(attempts[0]?.["message_id"]);
  vendor.report(messageId, 10);
  ramz.pass(20_000);
  expect(await ramz.receiptOf(id)).toMatchObject({ state: "delivered", after_ms: expect.any(Number) });

  const metrics = await (await fetch(`${ramz.origin}/metrics`)).text();
  expect(metrics).toMatch(
    /otp_receipts_total\{[^}]*otp_provider="kavenegar\/verify"[^}]*otp_operator="IR-MCI"[^}]*otp_receipt_state="delivered"[^}]*\} 1/,
  );
  expect(metrics).toContain("otp_receipt_delay_seconds_bucket");
  expect(ramz.logged.some((line) => line.includes("delivered after") && line.includes(id))).toBe(true);
  expect(ramz.logged.join("\n")).not.toContain("9121234567");
});

test("a vendor that is asked and does not answer stands in metrics and in the log", async () => {
  const fallen = await startKavenegarSimulator({ keys: [KEY] });
  await using ramz = await serveReceipts({ ...ENV, KAVENEGAR_BASE_URL: fallen.url });
  await ramz.start();
  await fallen.stop();
  ramz.pass(20_000);
  await eventually(
    () => ramz.logged.join("\n"),
    (lines) => lines.includes("connection_refused"),
  );
  expect(await (await fetch(`${ramz.origin}/metrics`)).text()).toMatch(
    /otp_receipts_total\{[^}]*otp_provider="kavenegar\/verify"[^}]*otp_receipt_state="unanswered"[^}]*\} 1\n/,
  );
});

test("a call is a hint: a forged state is not believed, the vendor's own is", async () => {
  await using ramz = await serveReceipts(ENV);
  const { id, attempts } = await ramz.start();
  const messageId = String(attempts[0]?.["message_id"]);
  const address = ramz.origin + (await ramz.pathOf("kavenegar/sms"));
  const before = statusCalls();

  // The message is of kavenegar/verify; both providers share the account, and with it the messages.
  expect((await call(address, { messageid: messageId, status: "10" })).status).toBe(200);
  while (statusCalls() === before) await Bun.sleep(20);
  expect((await ramz.read(id)).attempts[0]).not.toHaveProperty("receipt");

  vendor.report(messageId, 11);
  expect((await fetch(`${address}?messageid=${messageId}&status=10`)).status).toBe(200);
  expect(await ramz.receiptOf(id)).toMatchObject({ state: "undelivered", reason: "11" });
  // It is counted for the provider that carried the message, not for the one that was called and asked.
  await eventually(
    async () => (await fetch(`${ramz.origin}/metrics`)).text(),
    (metrics) =>
      /otp_receipts_total\{[^}]*otp_provider="kavenegar\/verify"[^}]*otp_receipt_state="undelivered"/.test(
        metrics,
      ),
  );
});

test("SMS.ir is asked about each message", async () => {
  const smsIr = await startSmsIrSimulator({
    keys: ["k"],
    templates: [{ id: 7, text: "code: #Code#", isApproved: true }],
  });
  try {
    await using ramz = await serveReceipts({
      RAMZ_PROVIDERS: "smsir/verify",
      SMSIR_API_KEY: "k",
      SMSIR_BASE_URL: `${smsIr.url}/v1`,
      SMSIR_TEMPLATE: "7",
    });
    const { id } = await ramz.start();
    ramz.pass(20_000);
    expect(await ramz.receiptOf(id)).toMatchObject({ state: "delivered" });
  } finally {
    await smsIr.stop();
  }
});
