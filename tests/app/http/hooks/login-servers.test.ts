/** Log-in servers over HTTP: what reaches the provider, what each server is answered, and what a repetition costs. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { field, freshNumber, problemIn, type Reply } from "../../../support/http.ts";
import {
  BEARER,
  CODE,
  hexOf,
  nationalNumber,
  SECRET,
  type ServedHooks,
  serveHooks,
} from "./serving-hooks.ts";

let hooks: ServedHooks;
beforeAll(async () => {
  hooks = await serveHooks({
    authentik: 'locale = "fa"',
    casdoor: "deadline_ms = 500",
  });
});
afterAll(() => hooks[Symbol.asyncDispose]());

/** The codes that the provider was handed for a number, in order. */
const sentTo = (to: string) => hooks.sent.filter(({ recipient }) => recipient === to).map(({ code }) => code);
const FAILED: DeliveryResult = { outcome: "refused", fault: "message", reason: "template_not_found" };

describe("authentik", () => {
  test("its body is the code, for a number as people write it", async () => {
    const { to, national } = nationalNumber();
    const reply = await hooks.post("authentik", {
      From: "R",
      To: national,
      Body: CODE,
      Message: `Use ${CODE}`,
    });
    expect([reply.status, sentTo(to)]).toEqual([200, [CODE]]);
    expect(reply.text).not.toContain(CODE);
  });

  test("a refusal is one sentence of text, in the language of the hook", async () => {
    const { to, national } = nationalNumber();
    await hooks.post("authentik", { To: national, Body: CODE });
    const reply = await hooks.post("authentik", { To: national, Body: "771904" });
    expect([reply.status, sentTo(to)]).toEqual([429, [CODE]]);
    expect(reply.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(reply.text).toMatch(/^[\u0600-\u06FF][^\n{}<>]*\.$/);
    expect(reply.text).not.toMatch(/771904|۷۷۱۹۰۴/);
  });
});

describe("Casdoor", () => {
  test("a form, with the plus sign of the number", async () => {
    const to = freshNumber();
    const reply = await hooks.form("casdoor", { phoneNumber: to, code: CODE });
    expect([reply.status, sentTo(to)]).toEqual([200, [CODE]]);
  });

  test("exactly 200 also when no provider answered in time, and when the same is asked again", async () => {
    const to = freshNumber();
    const late = Promise.withResolvers<DeliveryResult>();
    hooks.answer(to, late.promise);
    const body = { phoneNumber: to, code: CODE };
    const first = await hooks.form("casdoor", body);
    const again = await hooks.form("casdoor", body);
    late.resolve({ outcome: "accepted" });
    expect([first.status, again.status, again.text, sentTo(to)]).toEqual([200, 200, first.text, [CODE]]);
  });

  test("a field twice is refused, whichever", async () => {
    const to = freshNumber();
    const form = `phoneNumber=${encodeURIComponent(to)}&code=${CODE}`;
    for (const twice of ["&code=771904", `&phoneNumber=${to}`, "&x=1&x=1"])
      expect((await hooks.form("casdoor", form + twice)).status).toBe(400);
    expect(sentTo(to)).toEqual([]);
  });
});

describe("Keycloak", () => {
  const text = `Your SMS code is ${CODE} and is valid for 5 minutes.`;

  test("the code in a text, as a form and as JSON", async () => {
    const [a, b] = [freshNumber(), freshNumber()];
    expect((await hooks.form("keycloak", { text, to: a, from: "Keycloak" })).status).toBe(200);
    expect((await hooks.post("keycloak", { text, to: b, from: "Keycloak" })).status).toBe(200);
    expect([sentTo(a), sentTo(b)]).toEqual([[CODE], [CODE]]);
  });

  test("JSON that its plugin wrote without escaping is refused, and so are two codes", async () => {
    const to = freshNumber();
    const broken = await hooks.post("keycloak", `{"text":"Your "code": ${CODE}","to":"${to}"}`);
    expect(problemIn(broken).code).toBe("malformed_json");
    const two = await hooks.post("keycloak", { text: `${text} Or 771904.`, to });
    expect([problemIn(two).code, sentTo(to)]).toEqual(["code_ambiguous", []]);
    expect(broken.text + two.text).not.toMatch(/482913|771904/);
  });
});

const kratosContext = (recipient: string, template: string, data: object) => ({
  recipient,
  template_type: template,
  template_data: { to: recipient, expires_in_minutes: 15, ...data },
  body: `Your code is ${CODE}, good for 15 minutes.\n\n@shop.example #${CODE}\n`,
});

describe("Kratos", () => {
  test("each template's own field, for as long as the code is good", async () => {
    for (const [template, data] of [
      ["login_code_valid", { login_code: CODE }],
      ["registration_code_valid", { registration_code: CODE }],
      ["verification_code_valid", { verification_code: CODE }],
      ["recovery_code_valid", { verification_code: CODE }],
    ] as const) {
      const to = freshNumber();
      expect((await hooks.post("kratos", kratosContext(to, template, data))).status).toBe(200);
      expect([template, sentTo(to)]).toEqual([template, [CODE]]);
    }
    const life = (hooks.sent.at(-1)?.expiresAt ?? 0) - Date.now();
    expect(life).toBeGreaterThan(890_000);
    expect(life).toBeLessThanOrEqual(900_000);
  });

  test("six tries of a refused message ask no provider again", async () => {
    const to = freshNumber();
    hooks.answer(to, FAILED);
    const failed = { to, template: "login_code_valid", code: CODE };
    const tries: Reply[] = [];
    for (let count = 0; count < 6; count += 1) tries.push(await hooks.post("kratos", failed));
    expect([tries.map(({ status }) => status), sentTo(to)]).toEqual([Array(6).fill(502), [CODE]]);
    expect(new Set(tries.map(({ text }) => text)).size).toBe(1);

    const other = freshNumber();
    await hooks.post("kratos", { to: other, code: CODE });
    for (let count = 0; count < 6; count += 1)
      expect((await hooks.post("kratos", { to: other, code: "771904" })).status).toBe(429);
    expect(sentTo(other)).toEqual([CODE]);
  });
});

const postAuthgear = (body: object, signature?: string) => {
  const text = JSON.stringify({ language_tag: "fa", template_name: "verification_sms.txt", ...body });
  return hooks.post("authgear", text, { "x-authgear-body-signature": signature ?? hexOf(text) });
};

describe("Authgear", () => {
  const variables = { template_variables: { code: CODE } };

  test("each verdict has its word", async () => {
    const failing = async (result: DeliveryResult) => {
      const to = freshNumber();
      hooks.answer(to, result);
      return postAuthgear({ to, ...variables });
    };
    const to = freshNumber();
    const replies = {
      ok: await postAuthgear({ to, ...variables }),
      rate_limited: await postAuthgear({ to, template_variables: { code: "771904" } }),
      invalid_phone_number: await postAuthgear({ to: "+98912", ...variables }),
      unsupported_request: await postAuthgear({
        to,
        template_variables: { link: "https://x.example/482913" },
      }),
      delivery_rejected: await failing(FAILED),
      authentication_failed: await postAuthgear({ to, ...variables }, hexOf("another body")),
    };
    for (const [word, reply] of Object.entries(replies)) expect(field(reply.body, "code")).toBe(word);
    const foreign = await postAuthgear({ to: "+4915112345678", ...variables });
    expect([foreign.status, field(foreign.body, "code")]).toEqual([403, "delivery_rejected"]);
    const refused = await failing({ outcome: "refused", fault: "recipient", reason: "no_such_number" });
    expect(field(refused.body, "code")).toBe("invalid_phone_number");
    expect(sentTo(to)).toEqual([CODE]);
  });

  test("the same request sent again later is answered from memory", async () => {
    const to = freshNumber();
    const [first, again] = [
      await postAuthgear({ to, ...variables }),
      await postAuthgear({ to, ...variables }),
    ];
    expect([first.text, again.text, sentTo(to)]).toEqual([`{"code":"ok"}`, `{"code":"ok"}`, [CODE]]);
  });
});

const postZitadel = (text: string, at = Date.now()) => {
  const time = Math.floor(at / 1_000);
  const signature = `t=${time},v1=${"0".repeat(64)},v1=${hexOf(`${time}.${text}`)}`;
  return hooks.post("zitadel", text, { "zitadel-signature": signature });
};

const zitadelBody = (to: string, args: object) =>
  JSON.stringify({
    contextInfo: { recipientPhoneNumber: to, eventType: "session.otp.sms.challenged" },
    args,
  });

describe("Zitadel", () => {
  test("args.code and args.oTP, signed twice", async () => {
    const [a, b] = [freshNumber(), freshNumber()];
    expect((await postZitadel(zitadelBody(a, { code: CODE }))).status).toBe(200);
    expect((await postZitadel(zitadelBody(b, { oTP: CODE }))).status).toBe(200);
    expect([sentTo(a), sentTo(b)]).toEqual([[CODE], [CODE]]);
  });

  test("an old signature changes nothing and counts nothing", async () => {
    const to = freshNumber();
    const text = zitadelBody(to, { code: CODE });
    expect((await postZitadel(text, Date.now() - 301_000)).status).toBe(401);
    expect((await hooks.post("zitadel", text, BEARER)).status).toBe(401);
    expect((await postZitadel(text)).status).toBe(200);
    expect(sentTo(to)).toEqual([CODE]);
  });
});

const oktaBody = (phoneNumber: string, otpCode: string, further: object) => ({
  eventType: "com.okta.telephony.provider",
  data: { messageProfile: { phoneNumber, otpCode, deliveryChannel: "SMS", locale: "EN-US" } },
  ...further,
});

describe("Okta", () => {
  test("a second try of an event sends nothing, though its bytes differ", async () => {
    const to = freshNumber();
    const first = await hooks.post("okta", oktaBody(to, CODE, { eventId: "e1", eventTime: "1" }));
    const again = await hooks.post("okta", oktaBody(to, CODE, { eventId: "e1", eventTime: "2" }));
    expect([again.text, sentTo(to)]).toEqual([first.text, [CODE]]);
    expect(first.text).toContain('"status":"SUCCESSFUL"');
    const next = await hooks.post("okta", oktaBody(to, "771904", { eventId: "e1" }));
    expect(next.body).toMatchObject({ error: { errorCauses: [{ reason: "cooldown" }] } });
  });

  test("a call without a provider that calls is an error", async () => {
    const to = freshNumber();
    const { data } = oktaBody(to, CODE, {});
    const reply = await hooks.post("okta", {
      data: { messageProfile: { ...data.messageProfile, deliveryChannel: "VOICE CALL" } },
    });
    expect(reply.body).toMatchObject({ error: { errorCauses: [{ reason: "channel_unavailable" }] } });
  });
});

test("FusionAuth: both forms of its body", async () => {
  const [a, b] = [freshNumber(), freshNumber()];
  const textMessage = `Your code is ${CODE}`;
  await hooks.post("fusionauth", { phoneNumber: a, textMessage, userId: "u" });
  await hooks.post("fusionauth", { message: { phoneNumber: b, textMessage } });
  expect([sentTo(a), sentTo(b)]).toEqual([[CODE], [CODE]]);
});

test("Authsignal: the event of an SMS, once for its idempotency key", async () => {
  const to = freshNumber();
  const event = (time: string) => ({
    type: "sms.created",
    time,
    data: { to, code: CODE, idempotencyKey: "k1" },
  });
  expect((await hooks.post("authsignal", event("1"))).status).toBe(200);
  expect((await hooks.post("authsignal", event("2"))).status).toBe(200);
  expect((await hooks.post("authsignal", { ...event("3"), type: "email.created" })).status).toBe(400);
  expect(sentTo(to)).toEqual([CODE]);
});

test("without the secret nothing is read, changed or counted, whatever the body is", async () => {
  const to = freshNumber();
  const body = { to, payload: { code: CODE } };
  for (const headers of [{}, { authorization: "Bearer another" }, { authorization: `Bearer ${SECRET}x` }]) {
    expect((await hooks.post("logto", body, headers)).status).toBe(401);
    expect((await hooks.post("logto", "{", headers)).status).toBe(401);
  }
  expect((await hooks.post("logto", body)).status).toBe(200);
  expect(sentTo(to)).toEqual([CODE]);
});
