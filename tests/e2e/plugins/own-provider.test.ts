/** A provider of one's own, from a file: it works end to end, and whatever it does, Ramz stays up. */
import { describe, expect, test } from "bun:test";
import { freshNumber, problemIn, verificationIn, wordOf } from "../../support/http.ts";
import { type Folder, startRamz, tempFolder } from "../../support/process.ts";
import { codeHandedTo, handed, pluginFile } from "./plugin-files.ts";

const GOOD = pluginFile(
  'return { outcome: "accepted", messageId: "m-1", costRial: 90, secret: message.code };',
);
/** Ten digits, so that a code does not turn up in a log by chance. */
const ENV = { HOST: "127.0.0.1", OTP_CODE_LENGTH: "10", OTP_ATTEMPT_TIMEOUT_MS: "300" };
const serving = (folder: Folder, providers: string) =>
  startRamz({ ...ENV, RAMZ_PROVIDERS: providers }, folder);

describe("a provider from ./file.ts", () => {
  test("carries the code, and what it says of the message is shown", async () => {
    using folder = tempFolder();
    folder.write("mine.ts", GOOD);
    await using ramz = await serving(folder, "./mine.ts");
    const to = freshNumber();
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to, locale: "en" }));
    expect(sent.attempts).toMatchObject([
      { provider: "./mine.ts", outcome: "accepted", message_id: "m-1", cost_rial: 90 },
    ]);
    expect(handed(folder)).toMatchObject([
      { verificationId: sent.id, recipient: to, channel: "sms", locale: "en" },
    ]);
    const code = codeHandedTo(folder, to);
    expect(code).toMatch(/^\d{10}$/);
    expect(JSON.stringify(sent.attempts)).not.toContain(code);
    expect(ramz.printed()).not.toContain(code);
    expect((await ramz.api.get("/dev/messages")).status).toBe(404);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("200");
  });

  test("is followed by the next one when it cannot send, with the same code", async () => {
    using folder = tempFolder();
    folder.write(
      "bad.ts",
      pluginFile('return { outcome: "refused", fault: "message", reason: "no_template" };'),
    );
    folder.write("good.ts", GOOD);
    await using ramz = await serving(folder, "./bad.ts,./good.ts");
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to: freshNumber() }));
    expect(sent.provider).toBe("./good.ts");
    expect(sent.attempts).toMatchObject([
      { provider: "./bad.ts", outcome: "refused", fault: "message", reason: "no_template" },
      { provider: "./good.ts", outcome: "accepted" },
    ]);
    expect(new Set(handed(folder).map((one) => Object(one).code)).size).toBe(1);
  });

  test("that refuses everything is a 502 which says why, and spends nothing", async () => {
    using folder = tempFolder();
    folder.write(
      "bad.ts",
      pluginFile('return { outcome: "refused", fault: "account", reason: "no_credit" };'),
    );
    await using ramz = await serving(folder, "./bad.ts");
    const to = freshNumber();
    const reply = await ramz.api.post("/v1/verifications", { to });
    expect(wordOf(reply)).toBe("502 delivery_failed");
    expect(problemIn(reply).detail).toContain("./bad.ts no_credit");
    expect(reply.headers.get("retry-after")).toBe(String(problemIn(reply).retry_after));
    expect(problemIn(reply).verification).toMatchObject({ status: "undelivered", provider: null });
    const predecessor = await ramz.api.post("/api/v1/usr/otp", { phone_number: to });
    expect(predecessor.status).toBe(502);
    expect(predecessor.body).toEqual({ detail: "Failed to send OTP. Please try again later." });
    const readiness = await ramz.api.get("/readyz");
    expect(readiness.status).toBe(503);
    expect(readiness.body).toMatchObject({ store: "up", providers: { "./bad.ts": "resting" } });
  });

  test.each([
    ["throws", "throw new Error(message.code);", "provider_failed"],
    ["throws nothing at all", "throw undefined;", "provider_failed"],
    ["rejects later", "await Bun.sleep(20); throw new Error('late');", "provider_failed"],
    ["answers nothing", "", "provider_answered_nonsense"],
    ["answers null", "return null;", "provider_answered_nonsense"],
    ["answers a word", "return 'accepted';", "provider_answered_nonsense"],
    ["answers an unknown outcome", "return { outcome: 'ok' };", "provider_answered_nonsense"],
    [
      "refuses without a reason",
      "return { outcome: 'refused', fault: 'message' };",
      "provider_answered_nonsense",
    ],
    ["answers with a trap", "return { get outcome() { throw new Error(); } };", "provider_failed"],
    ["never answers", "await new Promise(() => {});", "timeout"],
  ])(
    "that %s is an unknown attempt; the code may be out, so it counts and works",
    async (_, deliver, reason) => {
      using folder = tempFolder();
      folder.write("odd.ts", pluginFile(deliver));
      await using ramz = await serving(folder, "./odd.ts");
      const to = freshNumber();
      const reply = await ramz.api.post("/v1/verifications", { to });
      expect(reply.status).toBe(201);
      const view = verificationIn(reply);
      expect(view).toMatchObject({ status: "pending", provider: null });
      expect(view.attempts).toMatchObject([
        { provider: "./odd.ts", outcome: "unknown", reason, hint: expect.any(String) },
      ]);
      const code = codeHandedTo(folder, to);
      expect(reply.text).not.toContain(code);
      expect(ramz.printed()).not.toContain(code);
      expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("200");
    },
  );

  test.each([
    ["its reason", 'outcome: "unknown", reason: `sent ${message.code}`'],
    ["the vendor's code", 'outcome: "accepted", vendorCode: message.code'],
    ["the message's id", 'outcome: "accepted", messageId: `m-${message.code}`'],
  ])("that puts the code into %s gets it into no reply and no log", async (_, result) => {
    using folder = tempFolder();
    folder.write("leaky.ts", pluginFile(`return { ${result} };`));
    await using ramz = await serving(folder, "./leaky.ts");
    const to = freshNumber();
    const sent = await ramz.api.post("/v1/verifications", { to });
    const read = await ramz.api.get(`/v1/verifications/${verificationIn(sent).id}`);
    const code = codeHandedTo(folder, to);
    expect(sent.text + read.text).not.toContain(code);
    expect(ramz.printed()).not.toContain(code);
    expect((await ramz.api.get("/metrics")).text).not.toContain(code);
  });

  test("that throws after its answer, outside any call, does not take the process down", async () => {
    using folder = tempFolder();
    const late =
      "setTimeout(() => { throw new Error('stray'); }, 10); void Promise.reject(new Error('stray'));";
    folder.write("stray.ts", pluginFile(`${late} return { outcome: "accepted" };`));
    await using ramz = await serving(folder, "./stray.ts");
    expect((await ramz.api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
    // Nothing is to happen, so there is nothing to wait for but time.
    const end = await Promise.race([ramz.exited, Bun.sleep(500).then(() => "still running")]);
    expect(end).toBe("still running");
    expect(ramz.printed()).toContain("stray");
  });
});
