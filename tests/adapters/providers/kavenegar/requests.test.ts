/** The requests of each provider, and the messages that then reach the phone. */
import { describe, expect, test } from "bun:test";
import { connect } from "../../../../adapters/providers/kavenegar/_api/client.ts";
import { localIdOf } from "../../../../adapters/providers/kavenegar/sms.ts";
import { CODE, KEY, deliver, openProvider, simulatorForFile, testHost } from "./support.ts";

const simulator = await simulatorForFile({
  templates: [
    { name: "verify", text: "کد: %token%\n@example.com #%token2%", state: "Approved" },
    { name: "verify-en", text: "Your code: %token", state: "Approved" },
    { name: "pending", text: "%token", state: "PendingReview" },
  ],
});

describe("kavenegar/verify", () => {
  test("sends code and template, no text and no sender", async () => {
    const provider = await openProvider("kavenegar/verify", simulator.url);
    expect(await deliver(provider)).toEqual({
      outcome: "accepted",
      vendorCode: "200",
      messageId: "8792343",
      costRial: 120,
      sentWith: { kind: "template", name: "verify" },
    });
    expect(simulator.calls[0]?.params).toEqual({ receptor: "09121234567", template: "verify", token: CODE });
    expect(simulator.outbox[0]).toMatchObject({ code: CODE, channel: "sms", method: "verify/lookup" });
  });

  test("also sends the code as token2 for the line that browsers read", async () => {
    const options = { originBound: true };
    const provider = await openProvider("kavenegar/verify", simulator.url, { options });
    await deliver(provider);
    expect(simulator.outbox[0]?.text).toBe(`کد: ${CODE}\n@example.com #${CODE}`);
  });

  test("uses the English template for English readers when there is one, and `template` otherwise", async () => {
    const options = { englishTemplate: "verify-en" };
    const bilingual = await openProvider("kavenegar/verify", simulator.url, { options });
    await deliver(bilingual, { locale: "en" });
    await deliver(bilingual, { locale: "fa" });
    await deliver(await openProvider("kavenegar/verify", simulator.url), { locale: "en" });
    expect(simulator.calls.map(({ params }) => params["template"])).toEqual([
      "verify-en",
      "verify",
      "verify",
    ]);
  });

  test("reports a template that waits for review as not found, with the page to look at", async () => {
    const options = { template: "pending" };
    const provider = await openProvider("kavenegar/verify", simulator.url, { options });
    const result = await deliver(provider);
    expect(result).toEqual({
      outcome: "refused",
      fault: "message",
      reason: "template_not_found",
      vendorCode: "424",
      sentWith: { kind: "template", name: "pending" },
    });
    expect(provider.explain("template_not_found")?.en).toContain(
      "https://console.kavenegar.com/verification",
    );
  });
});

test("kavenegar/call requests a call", async () => {
  const provider = await openProvider("kavenegar/call", simulator.url);
  expect(await deliver(provider, { channel: "call" })).toMatchObject({ outcome: "accepted" });
  expect(simulator.calls[0]?.params).toMatchObject({ type: "call", token: CODE });
  expect(simulator.outbox[0]).toMatchObject({ code: CODE, channel: "call" });
});

describe("kavenegar/sms", () => {
  test("sends a text over the configured line", async () => {
    const provider = await openProvider("kavenegar/sms", simulator.url);
    expect(await deliver(provider)).toMatchObject({ outcome: "accepted", costRial: 120 });
    expect(simulator.calls[0]?.params).toMatchObject({ receptor: "09121234567", sender: "10008663" });
    expect(simulator.outbox[0]?.text).toStartWith(`${CODE}\n`);
  });

  test("without a sender sends over the account's default line, and names that line", async () => {
    const env = { KAVENEGAR_SENDER: "" };
    const provider = await openProvider("kavenegar/sms", simulator.url, { env });
    expect(await deliver(provider)).toMatchObject({
      outcome: "accepted",
      sentWith: { kind: "line", name: "10008663" },
    });
    expect(simulator.calls[0]?.params).not.toHaveProperty("sender");
    simulator.behave("sms/send", { kind: "refuse", code: 412 });
    expect(await deliver(provider)).toMatchObject({
      vendorCode: "412",
      sentWith: { kind: "line", name: "the account's default" },
    });
  });

  test("sends one message for a repeated attempt, and two for two attempts", async () => {
    const provider = await openProvider("kavenegar/sms", simulator.url);
    const first = await deliver(provider, { attemptId: "one" });
    expect(await deliver(provider, { attemptId: "one" })).toEqual(first);
    expect(simulator.outbox).toHaveLength(1);
    await deliver(provider, { attemptId: "two" });
    expect(simulator.outbox).toHaveLength(2);
  });

  test("has a local id that is a positive long, the same for the same attempt", () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => localIdOf(`attempt ${index}`));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(BigInt(id) > 0n && BigInt(id) < 2n ** 63n).toBe(true);
    expect(localIdOf("attempt 7")).toBe(ids[7] ?? "");
  });

  test("reports a line of another account as 412, with the page of the account's lines", async () => {
    const options = { texts: { fa: "{code} کد {app}" } };
    const provider = await openProvider("kavenegar/sms", simulator.url, { options });
    simulator.behave("sms/send", { kind: "refuse", code: 412 });
    expect(await deliver(provider)).toEqual({
      outcome: "refused",
      fault: "message",
      reason: "sender_invalid",
      vendorCode: "412",
      sentWith: { kind: "line", name: "10008663" },
    });
    expect(provider.explain("sender_invalid")?.fa).toContain("https://panel.kavenegar.com/client/sms/line");
  });

  test("does not start with an invalid text, and names every problem", async () => {
    const options = { texts: { fa: "کد: {kod}" } };
    const opened = await openProvider("kavenegar/sms", simulator.url, { options }).catch(String);
    expect(opened).toContain("does not contain {code}");
    expect(opened).toContain("{kod}");
  });
});

test("methods that the package lacks use the same transport", async () => {
  const host = testHost();
  const api = connect({ apiKey: KEY, baseUrl: simulator.url }, host);
  const soon = () => host.clock.now() + 2_000;
  const { messageId = "" } = await deliver(await openProvider("kavenegar/verify", simulator.url));

  const entriesOf = async (method: string, params: object = {}) => {
    const answer = await api.post(method, params, soon());
    return answer.kind === "envelope" ? answer.envelope.entries : answer;
  };
  expect(await entriesOf("verify/templatelist")).toMatchObject([
    { name: "verify", approvalstatus: "Approved" },
    { name: "verify-en" },
    { name: "pending", approvalstatus: "PendingReview" },
  ]);
  expect(await entriesOf("utils/getdate")).toMatchObject([{ unixtime: expect.any(Number) }]);
  expect(await entriesOf("sms/status", { messageid: messageId })).toMatchObject([{ status: 5 }]);
  const info = await api.operate((sdk, done) => sdk.AccountInfo({}, done), soon());
  expect(info).toMatchObject({ kind: "envelope", envelope: { entries: [{ remaincredit: 999_880 }] } });
  const config = await api.operate((sdk, done) => sdk.AccountConfig({}, done), soon());
  expect(config).toMatchObject({ envelope: { entries: [{ debugmode: "disabled" }] } });
});
