/** What each log-in server writes, and in which words it is answered: purely, as tables. */
import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { hmacHolds, isFresh, sameText } from "../../../../adapters/providers/_kit/callback-proofs.ts";
import { authgearProtocol } from "../../../../app/http/hooks/authgear.ts";
import { genericProtocol } from "../../../../app/http/hooks/generic.ts";
import { oktaProtocol } from "../../../../app/http/hooks/okta.ts";
import type { TablePreset } from "../../../../app/http/hooks/presets.ts";
import type { HookProtocol, HookRefusal } from "../../../../app/http/hooks/protocol.ts";
import { zitadelProtocol } from "../../../../app/http/hooks/zitadel.ts";
import { hookSettingsOf } from "../../../../app/config/hook-settings.ts";
import type { WrittenHook } from "../../../../app/config/tables/hooks.ts";
import type { DeliveryView } from "../../../../domain/ledger/delivery-view.ts";
import { PROBLEMS, type ProblemCode } from "../../../../app/http/problems/catalogue.ts";

const PHONE = "+989121234567";
const CODE = "482913";
const SECRET = "a-secret-of-a-hook";
const proofs = { hmacHolds, isFresh, sameText };

const settingsOf = (further: Partial<WrittenHook> = {}) =>
  hookSettingsOf("any", { secrets: [SECRET], client_ip: true, ...further });

const own = {
  authgear: authgearProtocol,
  zitadel: zitadelProtocol,
  okta: oktaProtocol,
} as const;
type Own = keyof typeof own;

function protocolOf(preset: TablePreset | Own, further: Partial<WrittenHook> = {}): HookProtocol {
  if (preset === "authgear" || preset === "zitadel" || preset === "okta")
    return own[preset](settingsOf(further), null, proofs);
  return genericProtocol(preset, settingsOf(further), null, proofs);
}

/** What is carried, or the word of why nothing is. */
function read(preset: TablePreset | Own, body: unknown, further: Partial<WrittenHook> = {}): unknown {
  const { kind, ...rest } = protocolOf(preset, further).read(body);
  return kind === "message" ? rest : rest.code;
}

const okta = (profile: object, further: object = {}) => ({
  eventType: "com.okta.telephony.provider",
  requestType: "com.okta.user.telephony.mfa-verification",
  data: {
    messageProfile: {
      phoneNumber: PHONE,
      otpCode: CODE,
      deliveryChannel: "SMS",
      locale: "EN-US",
      ...profile,
    },
  },
  ...further,
});
const kratosText = "Your code is 482913. It is good for 5 minutes.\n\n@example.com #482913\n";

const READ: readonly (readonly [preset: TablePreset | Own, what: string, body: unknown, result: unknown])[] =
  [
    [
      "logto",
      "a code",
      { to: PHONE, type: "SignIn", payload: { code: CODE, locale: "fa" }, ip: "203.0.113.7" },
      { to: PHONE, code: CODE, locale: "fa", ip: "203.0.113.7", purpose: "sign_in" },
    ],
    ["logto", "digits alone", { to: "989121234567", payload: { code: CODE } }, { to: PHONE, code: CODE }],
    [
      "logto",
      "a link",
      { to: PHONE, type: "OrganizationInvitation", payload: { link: "https://x.example/482913" } },
      "code_not_found",
    ],
    ["logto", "no number", { payload: { code: CODE } }, "invalid_request"],
    [
      "authentik",
      "a national number",
      { From: "x", To: "09121234567", Body: CODE, Message: "…" },
      { to: "09121234567", code: CODE },
    ],
    ["authentik", "a text as the body", { To: PHONE, Body: `Use ${CODE}.` }, { to: PHONE, code: CODE }],
    [
      "authentik",
      "a code in the message alone",
      { To: PHONE, Body: "", Message: `Use ${CODE}.` },
      "code_not_found",
    ],
    [
      "casdoor",
      "a plus sign that the form made a space",
      { phoneNumber: " 989121234567", code: CODE },
      { to: PHONE, code: CODE },
    ],
    ["casdoor", "the code as its content", { phoneNumber: PHONE, code: CODE }, { to: PHONE, code: CODE }],
    [
      "casdoor",
      "a text as its content",
      { phoneNumber: PHONE, content: `Code: ${CODE}` },
      { to: PHONE, code: CODE },
    ],
    [
      "keycloak",
      "a text",
      { text: `Your code is ${CODE} and is valid for 5 minutes.`, to: PHONE, from: "K" },
      { to: PHONE, code: CODE },
    ],
    ["keycloak", "two codes", { text: `${CODE} or 771904`, to: PHONE }, "code_ambiguous"],
    [
      "kratos",
      "our Jsonnet",
      { to: PHONE, template: "login_code_valid", code: CODE, minutes: 15, text: kratosText },
      { to: PHONE, code: CODE, purpose: "login_code_valid", ttlMs: 900_000 },
    ],
    [
      "kratos",
      "a template without a code",
      { to: PHONE, template: "verifiable_address_changed", code: null, text: "Changed on 2026." },
      "code_not_found",
    ],
    ["kratos", "a text alone", { to: PHONE, text: kratosText }, { to: PHONE, code: CODE }],
    [
      "kratos",
      "the whole context of a recovery",
      {
        recipient: PHONE,
        template_type: "recovery_code_valid",
        template_data: { verification_code: CODE, expires_in_minutes: 5 },
        body: kratosText,
      },
      { to: PHONE, code: CODE, purpose: "recovery_code_valid", ttlMs: 300_000 },
    ],
    [
      "kratos",
      "two codes",
      { recipient: PHONE, template_data: { login_code: CODE, recovery_code: "771904" } },
      "code_ambiguous",
    ],
    [
      "fusionauth",
      "the flat form",
      { phoneNumber: PHONE, textMessage: `Code ${CODE}`, userId: "u" },
      { to: PHONE, code: CODE },
    ],
    [
      "fusionauth",
      "the nested form",
      { message: { phoneNumber: PHONE, textMessage: `Code ${CODE}` } },
      { to: PHONE, code: CODE },
    ],
    [
      "authsignal",
      "a code",
      { type: "sms.created", data: { to: PHONE, code: CODE, locale: "en", idempotencyKey: "k1" } },
      { to: PHONE, code: CODE, locale: "en", purpose: "sms.created", repeatKey: `k1\n${PHONE}\n${CODE}` },
    ],
    [
      "authsignal",
      "another event",
      { type: "email.created", data: { to: PHONE, code: CODE } },
      "invalid_request",
    ],
    [
      "authgear",
      "a code",
      {
        to: PHONE,
        body: "…",
        language_tag: "fa",
        template_name: "verification_sms.txt",
        template_variables: { code: CODE },
      },
      { to: PHONE, code: CODE, locale: "fa", purpose: "verification" },
    ],
    [
      "authgear",
      "a link",
      {
        to: PHONE,
        body: "Open https://x.example 482913",
        template_name: "forgot_password_sms.txt",
        template_variables: { link: "https://x.example" },
      },
      "code_not_found",
    ],
    [
      "zitadel",
      "args.code",
      {
        contextInfo: { recipientPhoneNumber: PHONE, eventType: "user.human.phone.code.added" },
        args: { code: CODE, expiry: "5m" },
      },
      { to: PHONE, code: CODE, purpose: "user.human.phone.code.added" },
    ],
    [
      "zitadel",
      "args.oTP",
      { contextInfo: { recipientPhoneNumber: PHONE }, args: { oTP: CODE } },
      { to: PHONE, code: CODE },
    ],
    [
      "zitadel",
      "no code",
      { contextInfo: { recipientPhoneNumber: PHONE }, args: {}, templateData: { text: `Use ${CODE}` } },
      "code_not_found",
    ],
    [
      "okta",
      "an SMS",
      okta({}),
      { to: PHONE, code: CODE, channel: "sms", locale: "EN-US", purpose: "mfa-verification" },
    ],
    [
      "okta",
      "a call",
      okta({ deliveryChannel: "VOICE CALL" }),
      { to: PHONE, code: CODE, channel: "call", locale: "EN-US", purpose: "mfa-verification" },
    ],
    ["okta", "an unknown channel", okta({ deliveryChannel: "PIGEON" }), "invalid_request"],
  ];

test.each(READ.map(([preset, what, ...rest]) => [`${preset}: ${what}`, preset, ...rest] as const))(
  "%s",
  (_, preset, body, result) => {
    expect(read(preset, body)).toEqual(result);
  },
);

test("Okta's event is the same message in each of its tries, and another code another one", () => {
  const event = { eventId: "e1" };
  expect(read("okta", okta({}, event))).toMatchObject({ repeatKey: `e1\n${PHONE}\n${CODE}` });
  expect(read("okta", okta({ otpCode: "771904" }, event))).toMatchObject({
    repeatKey: `e1\n${PHONE}\n771904`,
  });
});

test.each([
  ["authgear", { to: PHONE }, "template_variables.code"],
  ["okta", okta({ otpCode: "" }), "data.messageProfile.otpCode"],
  ["zitadel", { contextInfo: { recipientPhoneNumber: PHONE } }, "args.code"],
] as const)(
  "%s: a request without a code is refused with its place, not with settings it has not",
  (...row) => {
    const [preset, body, place] = row;
    expect(protocolOf(preset).read(body)).toEqual({
      kind: "unreadable",
      code: "code_not_found",
      detail: {
        en: `The request has no code (${place}).`,
        fa: `این درخواست کدی ندارد (${place}).`,
      },
    });
  },
);

describe("a body of nothing known is refused,", () => {
  const bodies = [
    null,
    1,
    "text",
    [],
    {},
    { to: {} },
    { data: null },
    { to: [PHONE], args: "x", contextInfo: 1 },
  ];
  const presets = ["authentik", "authgear", "authsignal", "casdoor", "fusionauth", "generic"] as const;
  test.each([...presets, "keycloak", "kratos", "logto", "okta", "zitadel"] as const)("by %s", (preset) => {
    for (const body of bodies) expect(read(preset, body)).toBe("invalid_request");
  });
});

describe("configured places", () => {
  test("are all that a server without a preset has", () => {
    const body = {
      user: { mobile: PHONE },
      otp: { value: "۴۸۲۹۱۳" },
      lang: "en",
      by: "voice",
      at: "203.0.113.7",
    };
    const places = { to: "user.mobile", code: "otp.value", locale: "lang", channel: "by", ip: "at" };
    expect(read("generic", body, places)).toEqual({
      to: PHONE,
      code: CODE,
      locale: "en",
      channel: "call",
      ip: "203.0.113.7",
    });
    expect(read("generic", { ...body, by: "email" }, places)).toBe("invalid_request");
  });

  test("replace those of a preset", () => {
    expect(read("keycloak", { receiver: PHONE, text: `Use ${CODE}` }, { to: "receiver" })).toMatchObject({
      to: PHONE,
    });
    expect(
      read("casdoor", { phoneNumber: PHONE, code: "771904", message: `Use ${CODE}` }, { text: "message" }),
    ).toMatchObject({ code: CODE });
  });

  test("a number may be written as one; a code may not, because it loses its zeros", () => {
    const places = { to: "to", code: "code" };
    expect(read("generic", { to: 989121234567, code: CODE }, places)).toMatchObject({ to: "989121234567" });
    expect(read("generic", { to: PHONE, code: 482913 }, places)).toBe("code_not_found");
  });
});

const VIEW: DeliveryView = {
  id: "dlv_1",
  purpose: "default",
  channel: "sms",
  createdAt: 0,
  expiresAt: 1,
  traceId: "t",
  recipient: PHONE,
  status: "accepted",
  provider: "kavenegar/verify",
  attempts: [],
};

function refusal(code: ProblemCode, further: Partial<HookRefusal> = {}): HookRefusal {
  const { status } = PROBLEMS[code];
  return {
    code,
    status,
    detail: "No.",
    language: "en",
    retryAfterS: null,
    verdict: null,
    traceId: "t",
    ...further,
  };
}

async function shown(response: Response) {
  const text = await response.text();
  return [response.status, response.headers.get("content-type")?.split(";")[0], text];
}

describe("answers", () => {
  test("that a message is on its way", async () => {
    for (const preset of ["authentik", "casdoor", "keycloak", "kratos", "logto", "zitadel"] as const)
      expect(await shown(protocolOf(preset).taken(VIEW))).toEqual([
        200,
        "application/json",
        `{"id":"dlv_1"}`,
      ]);
    expect(await shown(protocolOf("generic", { success: 204 }).taken(VIEW))).toEqual([204, undefined, ""]);
    expect(await shown(protocolOf("authgear").taken(VIEW))).toEqual([
      200,
      "application/json",
      `{"code":"ok"}`,
    ]);
    expect(await protocolOf("okta").taken(VIEW).json()).toEqual({
      commands: [
        {
          type: "com.okta.telephony.action",
          value: [
            {
              status: "SUCCESSFUL",
              provider: "RAMZ",
              transactionId: "dlv_1",
              transactionMetadata: "kavenegar/verify",
            },
          ],
        },
      ],
    });
  });

  test("that none is: a sentence for persons, a problem for programs", async () => {
    for (const preset of ["authentik", "logto"] as const)
      expect(await shown(protocolOf(preset).refuse(refusal("cooldown")))).toEqual([429, "text/plain", "No."]);
    for (const preset of ["casdoor", "keycloak", "kratos", "zitadel", "generic"] as const) {
      const [status, type, text = ""] = await shown(
        protocolOf(preset).refuse(refusal("cooldown", { retryAfterS: 7 })),
      );
      expect([status, type]).toEqual([429, "application/problem+json"]);
      expect(JSON.parse(String(text))).toMatchObject({ code: "cooldown", detail: "No.", retry_after: 7 });
    }
    const [status, type, text] = await shown(protocolOf("okta").refuse(refusal("delivery_failed")));
    expect([status, type]).toEqual([502, "application/json"]);
    expect(JSON.parse(String(text))).toEqual({
      error: { errorSummary: "No.", errorCauses: [{ errorSummary: "No.", reason: "delivery_failed" }] },
    });
  });

  test.each([
    ["recipient_invalid", "invalid_phone_number"],
    ["recipient_not_allowed", "delivery_rejected"],
    ["cooldown", "rate_limited"],
    ["send_limit", "rate_limited"],
    ["ip_limit", "rate_limited"],
    ["budget", "rate_limited"],
    ["low_conversion", "rate_limited"],
    ["code_not_found", "unsupported_request"],
    ["code_ambiguous", "unsupported_request"],
    ["invalid_request", "unsupported_request"],
    ["channel_unavailable", "unsupported_request"],
    ["unauthorized", "authentication_failed"],
    ["overloaded", "timeout"],
    ["idempotency_in_progress", "timeout"],
    ["busy", "unknown_error"],
    ["store_unavailable", "unknown_error"],
    ["internal", "unknown_error"],
  ] as const)("Authgear: %s is %s", async (code, word) => {
    const [status, , text] = await shown(protocolOf("authgear").refuse(refusal(code)));
    expect(status).toBe(PROBLEMS[code].status);
    expect(JSON.parse(String(text))).toEqual({
      code: word,
      description: "No.",
      info: { provider_name: "ramz", provider_type: "custom", provider_error_code: code },
    });
  });

  test.each([
    [
      "authentication_failed",
      [
        { fault: "account", outcome: "refused" },
        { reason: "account_refused", outcome: "skipped" },
      ],
    ],
    [
      "delivery_rejected",
      [
        { fault: "account", outcome: "refused" },
        { fault: "message", outcome: "refused" },
      ],
    ],
    ["delivery_rejected", [{ reason: "breaker_open", outcome: "skipped" }]],
    [
      "timeout",
      [
        { outcome: "unavailable", reason: "busy" },
        { reason: "too_late", outcome: "skipped" },
      ],
    ],
  ] as const)("Authgear: a failed delivery is %s", async (word, ends) => {
    const attempts = ends.map((end, index) => ({
      send: 0,
      index,
      provider: "p",
      startedAt: 0,
      durationMs: 0,
      ...end,
    }));
    const verdict = { kind: "delivery_failed", delivery: { ...VIEW, attempts }, retryAt: 0 } as const;
    const [, , text] = await shown(protocolOf("authgear").refuse(refusal("delivery_failed", { verdict })));
    expect(JSON.parse(String(text))).toMatchObject({ code: word });
  });
});

describe("proofs", () => {
  const body = Buffer.from("{}");
  const now = 1_795_831_701_000;
  const proven = (
    preset: TablePreset | Own,
    headers: Record<string, string>,
    further: Partial<WrittenHook> = {},
  ) => protocolOf(preset, further).isProven({ headers: new Headers(headers), body, now, secrets: [SECRET] });
  const basic = `Basic ${Buffer.from(`ramz:${SECRET}`).toString("base64")}`;
  const hex = (over: string) => createHmac("sha256", SECRET).update(over).digest("hex");

  test("a secret in Authorization, in either form unless one is configured", () => {
    for (const preset of ["logto", "keycloak", "okta"] as const) {
      expect([
        proven(preset, { authorization: `Bearer ${SECRET}` }),
        proven(preset, { authorization: basic }),
      ]).toEqual([true, true]);
      expect([proven(preset, {}), proven(preset, { authorization: "Bearer x" })]).toEqual([false, false]);
    }
    expect(proven("logto", { authorization: basic }, { auth: "bearer" })).toBe(false);
    expect(proven("logto", { authorization: `Bearer ${SECRET}` }, { auth: "basic" })).toBe(false);
  });

  test("a signature of the body", () => {
    const auth = { hmac: { header: "x-signature", encoding: "hex", prefix: "sha256=" } } as const;
    expect(proven("generic", { "x-signature": `sha256=${hex("{}")}` }, { auth })).toBe(true);
    expect(proven("generic", { authorization: `Bearer ${SECRET}` }, { auth })).toBe(false);
    expect(proven("authgear", { "x-authgear-body-signature": hex("{}") })).toBe(true);
    expect(proven("authgear", { authorization: `Bearer ${SECRET}` })).toBe(false);
  });

  test("Authsignal's own", () => {
    const signature = createHmac("sha256", SECRET).update("1795831701.{}").digest("base64").replace("=", "");
    const headers = { "x-signature-v2": `t=1795831701,v2=${signature}` };
    expect([proven("authsignal", headers), proven("logto", headers)]).toEqual([true, false]);
    expect(proven("authsignal", headers, { auth: "bearer" })).toBe(false);
  });

  test("Zitadel's, with two parts", () => {
    const value = `t=1795831701,v1=${"0".repeat(64)},v1=${hex("1795831701.{}")}`;
    expect(proven("zitadel", { "zitadel-signature": value })).toBe(true);
    expect(proven("zitadel", { authorization: `Bearer ${SECRET}` })).toBe(false);
  });
});
