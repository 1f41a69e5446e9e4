/** `GET /dev/messages`: what tests of applications read codes with, and how long it waits for them. */
import { describe, expect, test } from "bun:test";
import { eventually, freshNumber, problemIn, type Reply } from "../../../support/http.ts";
import { startRamz, tempFolder } from "../../../support/process.ts";
import { serveHere, sharedServing } from "../../../support/serving.ts";

const ramz = sharedServing({});

const send = (to: string, api = ramz.api) => api.post("/v1/verifications", { to });
const path = (query: Readonly<Record<string, string>>) => `/dev/messages?${new URLSearchParams(query)}`;

interface Message {
  readonly number: number;
  readonly to: string;
}

/** The messages in a reply; throws when it is no list of them. */
function messagesIn({ body, text }: Reply): readonly Message[] {
  if (!Array.isArray(body)) throw new Error(`no list: ${text}`);
  return body.map(({ number, to }: Message) => ({ number, to }));
}

async function timed<T>(work: PromiseLike<T>): Promise<readonly [T, number]> {
  const startedAt = performance.now();
  return [await work, performance.now() - startedAt];
}

/** A call that answers at once and one that waits for its end are this far apart, also on a busy machine. */
const WAIT_S = "20";
const LONG_MS = 10_000;

describe("with wait", () => {
  test("answers at once when there is a message", async () => {
    const to = freshNumber();
    await send(to);
    const [reply, tookMs] = await timed(ramz.api.get(path({ to, wait: WAIT_S })));
    expect(messagesIn(reply)).toMatchObject([{ to }]);
    expect(tookMs).toBeLessThan(LONG_MS);
  });

  test("answers when the message comes, however the number is written, and not for another number", async () => {
    const to = freshNumber();
    const waiting = timed(ramz.api.get(path({ to: to.replace("+98", "0"), wait: WAIT_S })));
    await Bun.sleep(200);
    await send(freshNumber());
    await send(to);
    const [reply, tookMs] = await waiting;
    expect(messagesIn(reply)).toMatchObject([{ to }]);
    expect(tookMs).toBeGreaterThan(190);
    expect(tookMs).toBeLessThan(LONG_MS);
  });

  test("answers with an empty list when the time is over", async () => {
    const [reply, tookMs] = await timed(ramz.api.get(path({ to: freshNumber(), wait: "1" })));
    expect([reply.status, reply.body]).toEqual([200, []]);
    expect(tookMs).toBeGreaterThan(990);
  });

  test("and after, answers only with what comes later", async () => {
    await using own = await serveHere({ RAMZ_STORE: "sqlite::memory:", OTP_RESEND_WAIT_TIME: "0" });
    const to = freshNumber();
    await send(to, own.api);
    const [first] = messagesIn(await own.api.get(path({ to })));
    const after = String(first?.number);
    expect((await own.api.get(path({ to, after }))).body).toEqual([]);
    const waiting = own.api.get(path({ to, after, wait: WAIT_S }));
    await send(to, own.api);
    expect(messagesIn(await waiting)).toEqual([{ number: Number(after) + 1, to }]);
  });

  test("ends at once with what there is when the process stops", async () => {
    const own = await serveHere({ RAMZ_STORE: "sqlite::memory:" });
    const waiting = own.api.get(path({ to: freshNumber(), wait: WAIT_S }));
    await Bun.sleep(200);
    const [, tookMs] = await timed(own[Symbol.asyncDispose]());
    expect((await waiting).body).toEqual([]);
    expect(tookMs).toBeLessThan(LONG_MS);
  });
});

describe.each(["en", "fa"])("a bad value, in %s", (language) => {
  test.each([
    ["wait", "61"],
    ["wait", "-1"],
    ["wait", "1.5"],
    ["wait", ""],
    ["wait", "ten"],
    ["after", "-1"],
    ["after", "9007199254740993"],
    ["after", "x"],
  ])("of %s, %j, is refused by its name", async (name, value) => {
    const reply = await ramz.api.get(path({ [name]: value }), { "accept-language": language });
    expect([reply.status, problemIn(reply).code]).toEqual([400, "invalid_request"]);
    expect(problemIn(reply)).toMatchObject({
      errors: [{ field: name, detail: expect.stringMatching(language === "fa" ? /[؀-ۿ]/ : /^must be/) }],
    });
  });
});

test("a reload by SIGHUP keeps the messages", async () => {
  using folder = tempFolder();
  folder.write("ramz.toml", "[policy]\ncode_length = 6\n");
  await using running = await startRamz({ RAMZ_CONFIG: "ramz.toml" }, folder);
  const to = freshNumber();
  await send(to, running.api);
  folder.write("ramz.toml", "[policy]\ncode_length = 8\n");
  running.signal("SIGHUP");
  const later = freshNumber();
  await eventually(running.printed, (text) => text.includes("SIGHUP: the configuration was read again"));
  await send(later, running.api);
  expect(messagesIn(await running.api.get("/dev/messages"))).toEqual([
    { number: 2, to: later },
    { number: 1, to },
  ]);
});
