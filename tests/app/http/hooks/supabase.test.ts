/** The Send SMS hook of Supabase over HTTP: who is believed, what is sent, and what is answered. */
import { describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import type { DeliveryMessage, DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { openGround, STORES } from "../../../immunity/ground.ts";
import { openStage, openStageOn, ROOMY } from "../../../immunity/stage.ts";
import { type Api, freshNumber } from "../../../support/http.ts";
import { bodyFor, errorIn, hand, HOOK, OTHER_SECRET, PATH, SECRET, signed } from "./supabase-signer.ts";

const CODE = "493817";
const open = (store: (typeof STORES)[number], toml = HOOK, env = {}) =>
  openStage(store, { ...ROOMY, ...env }, { toml });

const ago = (seconds: number) => ({ at: new Date(Date.now() - seconds * 1000) });
/** A body that names this address of the end user. */
const atAddress = (ip_address: string) =>
  bodyFor(freshNumber(), CODE, { metadata: { uuid: crypto.randomUUID(), ip_address } });

/** What Supabase hears for each of some sends from this address. */
const sendFrom = async (api: Api, ip: string, times: number) => {
  const codes: unknown[] = [];
  for (let turn = 0; turn < times; turn++)
    codes.push(errorIn(await hand(api, atAddress(ip)))?.http_code ?? "sent");
  return codes;
};

describe.each(STORES)("the hook of Supabase on %s", (store) => {
  test("sends the code, and is answered with an empty object of JSON", async () => {
    await using stage = await open(store);
    const to = freshNumber();
    const reply = await hand(stage.api, bodyFor(to, CODE));
    expect([reply.status, reply.text, reply.headers.get("content-type")]).toEqual([
      200,
      "{}",
      "application/json",
    ]);
    expect(stage.sent).toMatchObject([{ recipient: to, code: CODE, channel: "sms", locale: "fa" }]);
  });

  test("believes no request that is not signed as it should be, and remembers nothing of it", async () => {
    await using stage = await open(store);
    const body = bodyFor(freshNumber(), CODE);
    const good = signed(body);
    const before = await stage.contents();
    const without = (name: string) =>
      Object.fromEntries(Object.entries(good).filter(([header]) => header !== name));
    const tries: readonly (readonly [string, Record<string, string>])[] = [
      [body.replace("493817", "493818"), good],
      [`${body} `, good],
      [body, signed(body, ago(301))],
      [body, signed(body, ago(-302))],
      [body, signed(body, { secrets: [OTHER_SECRET] })],
      [body, { ...good, "webhook-id": crypto.randomUUID() }],
      [body, { ...good, "webhook-timestamp": "soon" }],
      [body, { ...good, "webhook-signature": good["webhook-signature"]?.replace("v1,", "v1a,") ?? "" }],
      [body, without("webhook-id")],
      [body, without("webhook-timestamp")],
      [body, without("webhook-signature")],
      ["not JSON", good],
      ["not JSON", {}],
    ];
    for (const [text, headers] of tries) {
      const reply = await hand(stage.api, text, headers);
      expect([headers, reply.status]).toEqual([headers, 401]);
      expect(reply.text).not.toContain(CODE);
    }
    expect(await stage.contents()).toEqual(before);
    expect(stage.sent).toEqual([]);
    expect((await hand(stage.api, body, signed(body, ago(299)))).text).toBe("{}");
  });

  test("takes any of its secrets, and signatures of several", async () => {
    const toml = `[apps.shop.hooks.supabase]\nsecrets = ["${OTHER_SECRET}", "${SECRET}"]\n`;
    await using stage = await open(store, toml);
    const unknown = `v1,whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    for (const secrets of [[SECRET], [OTHER_SECRET], [SECRET, OTHER_SECRET], [unknown, SECRET]]) {
      const body = bodyFor(freshNumber(), CODE);
      expect((await hand(stage.api, body, signed(body, { secrets }))).text).toBe("{}");
    }
    expect(stage.sent).toHaveLength(4);
  });

  test("sends one message for three tries of one body, in turn and at once, and answers them alike", async () => {
    await using stage = await open(store);
    for (const atOnce of [false, true]) {
      const to = freshNumber();
      const body = bodyFor(to, CODE);
      const replies: (readonly [number, string])[] = [];
      const once = async () => {
        const { status, text } = await hand(stage.api, body);
        replies.push([status, text]);
      };
      if (atOnce) await Promise.all([once(), once(), once()]);
      else for (let at = 0; at < 3; at++) await once();
      expect(replies).toEqual([
        [200, "{}"],
        [200, "{}"],
        [200, "{}"],
      ]);
      expect(stage.sent.filter(({ recipient }) => recipient === to)).toHaveLength(1);
    }
  });

  test("refuses in Supabase's form: 200, the status inside, and no Retry-After", async () => {
    await using stage = await open(store);
    const to = freshNumber();
    await hand(stage.api, bodyFor(to, CODE));
    const reply = await hand(stage.api, bodyFor(to, "111111"));
    expect([reply.status, errorIn(reply)?.http_code]).toEqual([200, 429]);
    expect(errorIn(reply)?.message).toContain("30 s");
    expect(reply.headers.get("retry-after")).toBeNull();
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(stage.sent).toHaveLength(1);
  });

  test("a refusal is answered from memory while it is repeated, and looked at again later", async () => {
    let result: DeliveryResult = { outcome: "refused", fault: "message", reason: "template_not_found" };
    const asked: DeliveryMessage[] = [];
    const deliver = async (message: DeliveryMessage) => {
      asked.push(message);
      return result;
    };
    await using stage = await openStage(store, ROOMY, { toml: HOOK, deliver });
    const body = bodyFor(freshNumber(), CODE);
    expect(errorIn(await hand(stage.api, body))?.http_code).toBe(502);
    const calls = asked.length;
    for (let at = 0; at < 5; at++) expect(errorIn(await hand(stage.api, body))?.http_code).toBe(502);
    expect(asked).toHaveLength(calls);
    result = { outcome: "accepted" };
    // As long as the refusal says to wait. Redis keeps its own time.
    stage.clock.forward(1_100);
    await Bun.sleep(1_100);
    expect((await hand(stage.api, body)).text).toBe("{}");
  });
});

describe("what Supabase asks for", () => {
  test("is the number in digits with its country code, whatever the app's country is", async () => {
    // In Indonesia, 98… would be a national number.
    await using stage = await open("SQLite", `${HOOK}[apps.shop]\ncountries = ["ID", "IR"]\n`);
    await hand(stage.api, bodyFor("+989121234567", CODE));
    expect(stage.sent).toMatchObject([{ recipient: "+989121234567" }]);
  });

  test("without sms.phone is for the user's number, unless that is being changed", async () => {
    await using stage = await open("SQLite");
    const [to, other] = [freshNumber(), freshNumber()];
    const old = (user: object) => bodyFor(to, CODE, { user, sms: { otp: CODE } });
    const phone = to.slice(1);
    const changing = await hand(stage.api, old({ phone, new_phone: other.slice(1) }));
    expect(errorIn(changing)).toMatchObject({ http_code: 400 });
    expect(errorIn(changing)?.message).toContain("sms.phone");
    expect(stage.sent).toEqual([]);
    expect((await hand(stage.api, old({ phone, new_phone: "" }))).text).toBe("{}");
    expect(stage.sent).toMatchObject([{ recipient: to }]);
    const changed = bodyFor(to, CODE, {
      user: { phone, new_phone: other.slice(1) },
      sms: { otp: CODE, phone: other.slice(1) },
    });
    expect((await hand(stage.api, changed)).text).toBe("{}");
    expect(stage.sent.at(-1)).toMatchObject({ recipient: other });
  });

  test("may be for a second factor, and may have a large user", async () => {
    await using stage = await open("SQLite");
    const [mfa, large] = [freshNumber(), freshNumber()];
    const factor = bodyFor(mfa, CODE, { sms: { otp: CODE, phone: mfa.slice(1), sms_type: "mfa" } });
    expect((await hand(stage.api, factor)).text).toBe("{}");
    const user = { phone: large.slice(1), user_metadata: { notes: "x".repeat(60_000) } };
    expect((await hand(stage.api, bodyFor(large, CODE, { user }))).text).toBe("{}");
    expect(stage.sent).toMatchObject([{ recipient: mfa }, { recipient: large }]);
  });

  test("is refused when it has no code or no number", async () => {
    await using stage = await open("SQLite");
    const to = freshNumber();
    const codes = await Promise.all(
      [
        bodyFor(to, CODE, { sms: { phone: to.slice(1) } }),
        bodyFor(to, CODE, { user: {}, sms: { otp: CODE } }),
        bodyFor(to, "12 34 56"),
        bodyFor("+0", CODE),
        "[]",
        "{",
      ].map(async (body) => errorIn(await hand(stage.api, body))?.http_code),
    );
    expect(codes).toEqual([422, 400, 400, 422, 422, 400]);
    expect(stage.sent).toEqual([]);
  });

  test("is 413 when it is more than 256 KiB, proven or not, because it is not read", async () => {
    await using stage = await open("SQLite");
    const body = bodyFor(freshNumber(), CODE, { notes: "x".repeat(262_144) });
    for (const headers of [{}, signed(body)]) {
      const reply = await hand(stage.api, body, headers);
      expect([reply.status, reply.body]).toMatchObject([413, { error: { http_code: 413 } }]);
    }
    expect(stage.sent).toEqual([]);
  });

  test("without a code is refused with a sentence that an end user's app may show", async () => {
    await using stage = await open("SQLite");
    const reply = await hand(stage.api, bodyFor(freshNumber(), CODE, { sms: {} }));
    expect(errorIn(reply)).toEqual({ http_code: 422, message: "The request has no code (sms.otp)." });
    await using persian = await open("SQLite", `${HOOK}locale = "fa"\n`);
    const { message = "" } =
      errorIn(await hand(persian.api, bodyFor(freshNumber(), CODE, { sms: {} }))) ?? {};
    expect(message).toBe("این درخواست کدی ندارد (sms.otp).");
  });

  test("is written in the language of the hook, and so is a refusal", async () => {
    await using stage = await open("SQLite", `${HOOK}locale = "en"\nchannel = "call"\nexpires_in = 60\n`);
    const to = freshNumber();
    await hand(stage.api, bodyFor(to, CODE));
    expect(stage.sent).toMatchObject([{ locale: "en", channel: "call" }]);
    await using persian = await open("SQLite", `${HOOK}locale = "fa"\n`);
    expect(errorIn(await hand(persian.api, bodyFor("+0", CODE)))?.message).toMatch(/[\u0600-\u06FF]/);
  });

  test("is limited by the end user's address where Supabase names it, and never by Supabase's own", async () => {
    const limit = { RAMZ_IP_SENDS_PER_HOUR: "2" };
    await using stage = await open("SQLite", HOOK, limit);
    expect(await sendFrom(stage.api, "203.0.113.9", 3)).toEqual(["sent", "sent", 429]);
    expect(await sendFrom(stage.api, "203.0.113.10", 1)).toEqual(["sent"]);
    for (const none of ["", "127.0.0.1", "10.1.2.3", "no address"])
      expect(await sendFrom(stage.api, none, 3)).toEqual(["sent", "sent", "sent"]);
    await using ignoring = await open("SQLite", `${HOOK}client_ip = false\n`, limit);
    expect(await sendFrom(ignoring.api, "203.0.113.9", 3)).toEqual(["sent", "sent", "sent"]);
  });
});

test("a hundred codes that never come back are no pumping, with an end user's address and without", async () => {
  const env = { RAMZ_GUARD: "enforce", RAMZ_IP_SENDS_PER_HOUR: "1000000", RAMZ_MESSAGES_PER_DAY: "1000000" };
  await using stage = await openStage("SQLite", env, { toml: HOOK });
  for (const ip of ["203.0.113.9", ""])
    expect(await sendFrom(stage.api, ip, 50)).toEqual(Array.from({ length: 50 }, () => "sent"));
  expect(stage.sent).toHaveLength(100);
});

test("while the store is away, Supabase hears so in its own words, and nothing is sent", async () => {
  using ground = await openGround("SQLite");
  await using stage = await openStageOn(ground, ROOMY, { toml: HOOK });
  await hand(stage.api, bodyFor(freshNumber(), CODE));
  rmSync(ground.folder.path, { recursive: true });
  const reply = await hand(stage.api, bodyFor(freshNumber(), CODE));
  expect([reply.status, errorIn(reply)?.http_code, reply.headers.get("retry-after")]).toEqual([
    200,
    503,
    null,
  ]);
  expect(stage.sent).toHaveLength(1);
});

test("the test vector of Standard Webhooks", async () => {
  await using stage = await open("SQLite");
  const body = '{"user":{"phone":"989121234567"},"sms":{"otp":"123456"}}';
  const at = new Date(1_795_831_701_000);
  const headers = signed(body, { id: "11111111-1111-4111-8111-111111111111", at });
  expect(headers["webhook-signature"]).toBe("v1,Va83PUJohlmjP7Ig82qF669EiRP/9NFzq5+PMwEd/Uc=");
  stage.clock.forward(at.getTime() - Date.now());
  expect((await hand(stage.api, body, headers)).text).toBe("{}");
  expect(stage.sent).toMatchObject([{ recipient: "+989121234567", code: "123456" }]);
});

describe("where no such hook is configured", () => {
  test("every path is 404, and with a hook another method is 405", async () => {
    await using stage = await open("SQLite");
    const body = bodyFor(freshNumber(), CODE);
    for (const path of [
      "/hooks/shop/other",
      "/hooks/other/supabase",
      "/hooks",
      "/hooks/shop",
      `${PATH}/more`,
    ])
      expect([path, (await hand(stage.api, body, signed(body), path)).status]).toEqual([path, 404]);
    expect((await stage.api.get(PATH)).status).toBe(405);
    await using none = await open("SQLite", "[apps.shop]\n");
    expect((await hand(none.api, body)).status).toBe(404);
    expect((await none.api.get(PATH)).status).toBe(404);
  });
});
