/** A recipe at work against a real server: the request, the classes, bad days, tokens, and what must never leave. */
import { afterEach, describe, expect, test } from "bun:test";
import { MESSAGE, providerOf, RECIPE, sendThrough, startVendor, type Vendor } from "./support.ts";

const KEY = "canary-key-4711";
const ACCEPTED = { ok: true, id: 41 };

const slow = () => Bun.sleep(400).then(() => Response.json(ACCEPTED));
const echo = () => Response.json({ code: `bad ${MESSAGE.code} for ${KEY}` }, { status: 400 });
const refuse = () => new Response("", { status: 400 });
const token = (word: string) => Response.json({ access_token: word, expires_in: 3_600 });
let vendor: Vendor;
afterEach(() => vendor.stop());

/** Starts a vendor that always answers so, and sends the example message to it. */
async function sendTo(answer: Parameters<typeof startVendor>[0], toml = RECIPE, waitMs = 2_000) {
  vendor = startVendor(answer);
  return sendThrough(toml, { api_key: KEY, base_url: vendor.baseUrl }, waitMs);
}

describe("a request", () => {
  test("holds each value where the recipe says, and leaves out what is not set", async () => {
    await sendTo(() => Response.json(ACCEPTED));
    const [asked] = vendor.asked;
    expect(asked).toMatchObject({ method: "POST", path: "/send/09121234567" });
    expect(asked?.headers.get("x-key")).toBe(KEY);
    const body: unknown = JSON.parse(asked?.text ?? "");
    expect(body).toEqual({ to: "+989121234567", code: "012345", ttl: expect.any(Number) });
  });

  const lives: readonly (readonly [leftMs: number, ttl: number])[] = [
    [45_000, 60],
    [90_500, 90],
    [600_000, 120],
  ];
  for (const [leftMs, ttl] of lives)
    test(`a code with ${leftMs} ms left has a message of ${ttl} s where the vendor takes 60 to 120`, async () => {
      const toml = RECIPE.replace('channels = ["sms"]', 'channels = ["sms"]\nlifetime_seconds = [60, 120]');
      vendor = startVendor(() => Response.json(ACCEPTED));
      const { provider } = providerOf(toml, { api_key: KEY, base_url: vendor.baseUrl });
      await provider.deliver({ ...MESSAGE, expiresAt: Date.now() + leftMs }, Date.now() + 2_000);
      expect(JSON.parse(vendor.asked[0]?.text ?? "")).toMatchObject({ ttl });
    });

  test("an id too large for a number is kept to the digit", async () => {
    const text = '{"ok": true, "id": 9007199254740993}';
    const result = await sendTo(() => new Response(text));
    expect(result).toEqual({ outcome: "accepted", messageId: "9007199254740993" });
  });

  test("values are encoded as one part of an address", async () => {
    const toml = RECIPE.replace("/send/{number.local}", "/send/{sender}?a={sender}");
    vendor = startVendor(() => Response.json(ACCEPTED));
    await sendThrough(toml, { api_key: KEY, base_url: vendor.baseUrl, sender: "../x?y=1&z" });
    expect(vendor.asked[0]?.path).toBe("/send/..%2Fx%3Fy%3D1%26z?a=..%2Fx%3Fy%3D1%26z");
  });

  test("a number of a country that is not served is not asked for", async () => {
    const toml = RECIPE.replace('channels = ["sms"]', 'channels = ["sms"]\ncountries = ["TR"]');
    const result = await sendTo(() => Response.json(ACCEPTED), toml);
    expect(result).toMatchObject({ outcome: "refused", fault: "message", numberOnly: true });
    expect(vendor.asked).toEqual([]);
  });
});

describe("an answer", () => {
  const big = "x".repeat(70_000);
  const rows: readonly (readonly [title: string, answer: () => Response, wanted: object])[] = [
    ["200 without its condition", () => Response.json({ ok: false }), { outcome: "unknown" }],
    ["200 without an id", () => Response.json({ ok: true }), { outcome: "unknown" }],
    ["200 with HTML", () => new Response("<html>"), { outcome: "unknown", reason: "answer_unreadable" }],
    ["200 with a listed code", () => Response.json({ code: 10 }), { outcome: "refused", fault: "account" }],
    ["400 with a listed code", () => Response.json({ CODE: "40" }, { status: 400 }), { fault: "recipient" }],
    ["500 with a listed code", () => Response.json({ code: 20 }, { status: 500 }), { fault: "message" }],
    ["a number it does not reach", () => Response.json({ code: 30 }), { numberOnly: true }],
    ["too many", () => Response.json({ code: 50 }), { outcome: "unavailable", reason: "throttled" }],
    [
      "an unlisted code",
      () => Response.json({ code: 99 }, { status: 400 }),
      { reason: "vendor_refused", vendorCode: "99" },
    ],
    ["400 in a foreign form", () => new Response("no", { status: 400 }), { reason: "answer_foreign" }],
    ["401", () => new Response("", { status: 401 }), { fault: "account", reason: "key_refused" }],
    ["402", () => new Response("", { status: 402 }), { fault: "account", reason: "no_credit" }],
    ["429", () => new Response("", { status: 429 }), { outcome: "unavailable" }],
    ["503", () => new Response("", { status: 503 }), { outcome: "unknown" }],
    ["an answer over 64 KiB", () => Response.json({ ok: true, id: 1, big }), { reason: "answer_too_large" }],
    ["wrong types", () => Response.json({ ok: [true], id: { a: 1 } }), { outcome: "unknown" }],
    ["null", () => Response.json(null), { outcome: "unknown" }],
  ];
  for (const [title, answer, wanted] of rows)
    test(title, async () => {
      expect(await sendTo(answer)).toMatchObject(wanted);
    });

  test("a redirect is not followed", async () => {
    const answer = () => Response.redirect(`${vendor.baseUrl}/elsewhere`, 307);
    expect(await sendTo(answer)).toMatchObject({ outcome: "unknown", reason: "redirected" });
    expect(vendor.asked).toHaveLength(1);
  });

  test("that is late may have gone out", async () => {
    expect(await sendTo(slow, RECIPE, 100)).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test("from nowhere was not sent", async () => {
    vendor = startVendor(() => Response.json(ACCEPTED));
    await vendor.stop();
    const result = await sendThrough(RECIPE, { api_key: KEY, base_url: vendor.baseUrl });
    expect(result).toEqual({ outcome: "unavailable", reason: "connection_refused" });
  });

  test("that echoes code and key keeps neither", async () => {
    expect(await sendTo(echo)).toMatchObject({ vendorCode: "bad *** for ***" });
    await vendor.stop();
    expect(await sendTo(() => Response.json({ ok: true, id: `${KEY}/${MESSAGE.code}` }))).toMatchObject({
      messageId: "***/***",
    });
  });
});

test("an unanswered call is repeated once where the vendor knows the reference again", async () => {
  const toml = RECIPE.replace('method = "POST"', 'method = "POST"\nrepeat = true');
  const answers = [new Response("", { status: 500 }), Response.json(ACCEPTED)];
  const result = await sendTo(() => answers.shift() ?? new Response("", { status: 500 }), toml);
  expect(result.outcome).toBe("accepted");
  expect(vendor.asked).toHaveLength(2);
});

test.each([429, 401, 500])(
  "the repetition of a call that may have gone out says nothing of the first: %d",
  async (status) => {
    const toml = RECIPE.replace('method = "POST"', 'method = "POST"\nrepeat = true');
    const answers = [new Response("", { status: 500 }), new Response("", { status })];
    const result = await sendTo(() => answers.shift() ?? Response.json(ACCEPTED), toml);
    expect(result.outcome).toBe("unknown");
    expect(vendor.asked).toHaveLength(2);
  },
);

test.each([
  ["Basic", 'auth = { kind = "basic", user = "shop", password = "{api_key}" }'],
  ["bearer", 'auth = { kind = "bearer", token = "{api_key}" }'],
])("credentials that a vendor echoes as it got them are not kept: %s", async (_, auth) => {
  const toml = RECIPE.replace(/auth = .*/, auth);
  const result = await sendTo(({ headers }) => {
    const got = headers.get("authorization") ?? "";
    return Response.json(
      { ok: false, code: `${got} ${encodeURIComponent(got.split(" ")[1] ?? "")}` },
      { status: 400 },
    );
  }, toml);
  const pair = Buffer.from(`shop:${KEY}`).toString("base64");
  const text = JSON.stringify(result);
  expect(vendor.asked).toHaveLength(1);
  for (const secret of [KEY, pair, encodeURIComponent(pair)]) expect(text).not.toContain(secret);
});

describe("OAuth", () => {
  const oauth =
    'auth = { kind = "oauth", token_url = "{base_url}/token", form = { secret = "{api_key}" }, token = "access_token", expires = "expires_in" }';
  const toml = RECIPE.replace(/auth = .*/, oauth);

  test("a token is asked for once and kept", async () => {
    vendor = startVendor(({ path }) => (path === "/token" ? token("one") : Response.json(ACCEPTED)));
    const { provider } = providerOf(toml, { api_key: KEY, base_url: vendor.baseUrl });
    const deadline = Date.now() + 2_000;
    await provider.deliver(MESSAGE, deadline);
    await provider.deliver(MESSAGE, deadline);
    expect(vendor.asked.map(({ path }) => path)).toEqual([
      "/token",
      "/send/09121234567",
      "/send/09121234567",
    ]);
    expect(vendor.asked[1]?.headers.get("authorization")).toBe("Bearer one");
  });

  test("a token that a vendor echoes is not kept", async () => {
    const result = await sendTo(
      ({ path, headers }) =>
        path === "/token"
          ? token("a-token-of-its-own")
          : Response.json({ ok: false, code: headers.get("authorization") }, { status: 400 }),
      toml,
    );
    expect(JSON.stringify(result)).not.toContain("a-token-of-its-own");
  });

  test("many sends at once ask for one token", async () => {
    vendor = startVendor(({ path }) => (path === "/token" ? token("one") : Response.json(ACCEPTED)));
    const { provider } = providerOf(toml, { api_key: KEY, base_url: vendor.baseUrl });
    const deadline = Date.now() + 2_000;
    const results = await Promise.all(Array.from({ length: 20 }, () => provider.deliver(MESSAGE, deadline)));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["accepted"]));
    expect(vendor.asked.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  test("a token that is no longer accepted is replaced once", async () => {
    const tokens = ["old", "new"];
    vendor = startVendor(({ path, headers }) => {
      if (path === "/token") return token(tokens.shift() ?? "none");
      const isNew = headers.get("authorization") === "Bearer new";
      // With a code of its own in the body: the status alone says that the token is over.
      return isNew ? Response.json(ACCEPTED) : Response.json({ code: 10 }, { status: 401 });
    });
    const result = await sendThrough(toml, { api_key: KEY, base_url: vendor.baseUrl });
    expect(result.outcome).toBe("accepted");
  });

  test("without a token nothing was sent", async () => {
    expect(await sendTo(refuse, toml)).toEqual({
      outcome: "refused",
      fault: "account",
      reason: "key_refused",
    });
    await vendor.stop();
    expect(await sendTo(() => new Response("", { status: 500 }), toml)).toMatchObject({
      outcome: "unavailable",
    });
  });
});

describe("a vendor of the GSM alphabet", () => {
  const toml = RECIPE.replace('code = "{code}"', 'text = "{text}"').replace(
    'method = "POST"',
    'method = "POST"\ncharset = "gsm7"',
  );

  test("gets a text in it", async () => {
    expect((await sendTo(() => Response.json(ACCEPTED), toml)).outcome).toBe("accepted");
  });

  test("is not asked with any other", async () => {
    vendor = startVendor(() => Response.json(ACCEPTED));
    const { provider } = providerOf(toml, { api_key: KEY, base_url: vendor.baseUrl });
    const result = await provider.deliver({ ...MESSAGE, locale: "fa" }, Date.now() + 2_000);
    expect(result).toEqual({ outcome: "refused", fault: "message", reason: "text_not_gsm7" });
    expect(vendor.asked).toEqual([]);
  });
});
