/** A provider from a file works end to end, and Ramz stays up whatever it does. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freshNumber, problemIn, type Reply, verificationIn, wordOf } from "../../support/http.ts";
import { type Folder, type Running, startRamz, tempFolder } from "../../support/process.ts";
import { codeHandedTo, handed, pluginFile } from "./plugin-files.ts";

const GOOD = pluginFile(
  'return { outcome: "accepted", messageId: "m-1", costRial: 90, secret: message.code };',
);
/** Ten digits, so that no other number in a log equals a code. */
const ENV = { HOST: "127.0.0.1", OTP_CODE_LENGTH: "10", OTP_ATTEMPT_TIMEOUT_MS: "300" };
/** One process may serve many of these tests, all from one address. */
const UNLIMITED = { RAMZ_IP_SENDS_PER_HOUR: "1000", RAMZ_GUARD: "off" };
const serving = (folder: Folder, providers: string) =>
  startRamz({ ...ENV, ...UNLIMITED, RAMZ_PROVIDERS: providers }, folder);

describe("a provider from ./file.ts", () => {
  test("carries the code, and its facts about the message are shown", async () => {
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

  test("is followed by the next provider, with the same code, when it cannot send", async () => {
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

  test("that refuses everything leads to a 502 with the reason, and uses up no limit", async () => {
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
    // Both say when the provider is called again.
    const [refused, notReady] = [reply, readiness].map(({ headers }) => Number(headers.get("retry-after")));
    expect(refused).toBeGreaterThan(25);
    expect(Math.abs((refused ?? 0) - (notReady ?? 0))).toBeLessThanOrEqual(1);
    expect(readiness.body).toMatchObject({ retry_after: notReady });
  });

  test("that throws after its answer, outside a call, does not stop the process", async () => {
    using folder = tempFolder();
    const late =
      "setTimeout(() => { throw new Error('stray'); }, 10); void Promise.reject(new Error('stray'));";
    folder.write("stray.ts", pluginFile(`${late} return { outcome: "accepted" };`));
    await using ramz = await serving(folder, "./stray.ts");
    expect((await ramz.api.post("/v1/verifications", { to: freshNumber() })).status).toBe(201);
    // The process must stay up, so the test can only wait for some time.
    const end = await Promise.race([ramz.exited, Bun.sleep(500).then(() => "still running")]);
    expect(end).toBe("still running");
    expect(ramz.printed()).toContain("stray");
  });
});

/** What a provider may do wrong, and what an attempt at it is called. */
const ODD = [
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
  [
    "answers with a getter that throws",
    "return { get outcome() { throw new Error(); } };",
    "provider_failed",
  ],
  ["never answers", "await new Promise(() => {});", "timeout"],
] as const;

/** Where a provider may put the code. */
const LEAKY = [
  ["its reason", 'outcome: "unknown", reason: `sent ${message.code}`'],
  ["the vendor's code", 'outcome: "accepted", vendorCode: message.code'],
  ["the message's id", 'outcome: "accepted", messageId: `m-${message.code}`'],
] as const;

const BODIES = [...ODD.map(([, body]) => body), ...LEAKY.map(([, result]) => `return { ${result} };`)];

/** Does with each number what the body at the number's last digits says, and accepts all others. */
const EVERYTHING = pluginFile(`
  const bodies = [${BODIES.map((body) => `async () => { ${body} }`).join(",\n")}];
  const body = bodies[Number(message.recipient.slice(-3))];
  return body === undefined ? { outcome: "accepted" } : body();
`);

describe("a provider", () => {
  const folder = tempFolder();
  let running: Running | undefined;
  beforeAll(async () => {
    folder.write("everything.ts", EVERYTHING);
    running = await serving(folder, "./everything.ts");
  });
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  const ramz = () => {
    if (running === undefined) throw new Error("it runs only while tests do");
    return running;
  };

  /** A send that runs the body, after one that succeeds: failures in a row would rest the provider. */
  async function send(body: string): Promise<{ readonly to: string; readonly reply: Reply }> {
    const { api } = ramz();
    const at = String(BODIES.indexOf(body)).padStart(3, "0");
    await api.post("/v1/verifications", { to: `+989350${at}999` });
    const to = `+989359999${at}`;
    return { to, reply: await api.post("/v1/verifications", { to }) };
  }

  test.each([...ODD])(
    "that %s is an unknown attempt: the code may have gone out, so it is counted and valid",
    async (_, body, reason) => {
      const { to, reply } = await send(body);
      expect(reply.status).toBe(201);
      const view = verificationIn(reply);
      expect(view).toMatchObject({ status: "pending", provider: null });
      expect(view.attempts).toMatchObject([
        { provider: "./everything.ts", outcome: "unknown", reason, hint: expect.any(String) },
      ]);
      const code = codeHandedTo(folder, to);
      expect(reply.text).not.toContain(code);
      expect(ramz().printed()).not.toContain(code);
      expect(wordOf(await ramz().api.post("/v1/checks", { to, code }))).toBe("200");
    },
  );

  test.each([...LEAKY])(
    "that puts the code into %s does not get it into a reply or a log",
    async (_, result) => {
      const { to, reply } = await send(`return { ${result} };`);
      const read = await ramz().api.get(`/v1/verifications/${verificationIn(reply).id}`);
      const code = codeHandedTo(folder, to);
      expect(reply.text + read.text).not.toContain(code);
      expect(ramz().printed()).not.toContain(code);
      expect((await ramz().api.get("/metrics")).text).not.toContain(code);
    },
  );
});
