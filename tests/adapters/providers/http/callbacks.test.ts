/** Calls of vendors, as each preset proves and reads them. The signatures are made here as the vendors document them. */
import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { SignJWT } from "jose";
import { expect, test } from "bun:test";
import type { Callback, CallbackReading, MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { providerOf, RECIPE } from "./support.ts";

const AT = Date.UTC(2026, 0, 5, 12);
const SECONDS = String(AT / 1_000);
const URL_GIVEN = "https://otp.example.com/v1/receipts/http-x/secret";
const FORM = "application/x-www-form-urlencoded";

type Call = Partial<Callback>;

function presetOf(name: string) {
  return readFileSync(`adapters/providers/http/_presets/${name}.toml`, "utf8");
}

async function read(
  toml: string,
  options: Readonly<Record<string, unknown>>,
  call: Call,
): Promise<CallbackReading | undefined> {
  const base = { method: "POST", url: URL_GIVEN, query: "", headers: {}, body: "", at: AT } as const;
  return providerOf(toml, options).provider.receipt?.({ ...base, ...call });
}

const hmac = (hash: string, key: string | Buffer, text: string) => createHmac(hash, key).update(text);
const sorted = (body: string) =>
  [...new URLSearchParams(body)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .join("");

const TWILIO = { account_sid: "AC1", auth_token: "12345", from: "+15005550006" };
const TELEGRAM = { token: "tg-token" };
const WHATSAPP = {
  token: "wa-token",
  app_secret: "wa-secret",
  verify_token: "wa-word",
  phone_id: "1",
  template: "otp",
};
const ANDROID = { username: "u", password: "p", signing_key: "phone-key", base_url: "https://phone.example" };
const PLIVO = { auth_id: "MA1", auth_token: "plivo-token", from: "+15005550006" };
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const TELNYX = {
  api_key: "key",
  from: "+15005550006",
  public_key: Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64"),
};
const VONAGE_JWT = RECIPE.concat(`
[receipt]
states = { delivered = ["delivered"], undelivered = ["rejected", "undeliverable"] }
[receipt.callback]
set = "panel"
format = ["json"]
id = "message_uuid"
state = "status"
reason = "error.title"
proof = { kind = "jwt", key = "{api_key}" }
`);
const JWT_OPTIONS = { api_key: "a key of the vendor", base_url: "https://vendor.example" };

const VONAGE = { api_key: "key", api_secret: "secret", from: "Ramz", signature_secret: "vonage-word" };
const VONAGE_FIELDS =
  "messageId=v1&msisdn=989351234567&network-code=43211&status=failed&err-code=6&client-ref=ver%26x%3D1&timestamp=1767614400";
const vonageSigned = (query: string, key = VONAGE.signature_secret) => {
  const fields = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = fields.map(([name, value]) => `&${name}=${value.replace(/[&=]/g, "_")}`).join("");
  return `${query}&sig=${hmac("sha256", key, text).digest("hex").toUpperCase()}`;
};

const TWILIO_BODY = "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005&AccountSid=AC1";
const TELEGRAM_BODY = '{"request_id":"r1","delivery_status":{"status":"read"}}';
const WHATSAPP_BODY =
  '{"entry":[{"changes":[{"value":{"statuses":[{"id":"wamid.1","status":"delivered"},{"id":"wamid.2","status":"failed","errors":[{"code":131026}]},{"id":"wamid.3","status":"sent"}]}}]}]}';
const ANDROID_BODY = '{"event":"sms:failed","payload":{"messageId":"ver_x.1.0","reason":"RESULT_ERROR"}}';
const PLIVO_BODY = "MessageUUID=p1&Status=delivered&To=1";
const TELNYX_BODY = '{"data":{"payload":{"id":"t1","to":[{"status":"delivered"}],"errors":[]}}}';
const JWT_BODY = '{"message_uuid":"v1","status":"rejected","error":{"title":"spam"}}';

const twilioSigned = (body: string, url = URL_GIVEN, key = TWILIO.auth_token) =>
  hmac("sha1", key, url + sorted(body)).digest("base64");
const telegramSigned = (body: string, time: string, key = TELEGRAM.token) =>
  hmac("sha256", createHash("sha256").update(key).digest(), `${time}\n${body}`).digest("hex");
const telnyxSigned = (body: string, time: string) =>
  sign(null, Buffer.from(`${time}|${body}`), privateKey).toString("base64");
const jwtOf = (body: string, key = JWT_OPTIONS.api_key, at = AT) =>
  new SignJWT({ payload_hash: createHash("sha256").update(body).digest("hex") })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt(at / 1_000)
    .sign(Buffer.from(key));

interface Case {
  readonly toml: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly right: Call;
  readonly statuses: readonly MessageStatus[];
  /** Calls that are not the vendor's, or come too late. */
  readonly forged: Readonly<Record<string, Call>>;
}

const late = String(AT / 1_000 - 301);
const json = { "content-type": "application/json" };

const SIGNED: Readonly<Record<string, Case>> = {
  twilio: {
    toml: presetOf("twilio"),
    options: TWILIO,
    right: {
      headers: { "content-type": FORM, "x-twilio-signature": twilioSigned(TWILIO_BODY) },
      body: TWILIO_BODY,
    },
    statuses: [{ messageId: "SM1", state: "undelivered", reason: "30005" }],
    forged: {
      "another state": { body: TWILIO_BODY.replace("undelivered", "delivered") },
      "another address": { url: `${URL_GIVEN}x` },
      "no public address": { url: null },
      "another key": { headers: { "x-twilio-signature": twilioSigned(TWILIO_BODY, URL_GIVEN, "other") } },
      "no signature": { headers: {} },
    },
  },
  telegram: {
    toml: presetOf("telegram"),
    options: TELEGRAM,
    right: {
      headers: {
        ...json,
        "x-request-timestamp": SECONDS,
        "x-request-signature": telegramSigned(TELEGRAM_BODY, SECONDS),
      },
      body: TELEGRAM_BODY,
    },
    statuses: [{ messageId: "r1", state: "delivered" }],
    forged: {
      "another body": { body: TELEGRAM_BODY.replace("read", "expired") },
      "a replay of six minutes ago": {
        headers: { "x-request-timestamp": late, "x-request-signature": telegramSigned(TELEGRAM_BODY, late) },
      },
      "a new time on an old signature": {
        headers: {
          "x-request-timestamp": SECONDS,
          "x-request-signature": telegramSigned(TELEGRAM_BODY, late),
        },
      },
      "no time": { headers: { "x-request-signature": telegramSigned(TELEGRAM_BODY, "") } },
    },
  },
  whatsapp: {
    toml: presetOf("whatsapp"),
    options: WHATSAPP,
    right: {
      headers: {
        ...json,
        "x-hub-signature-256": `sha256=${hmac("sha256", "wa-secret", WHATSAPP_BODY).digest("hex")}`,
      },
      body: WHATSAPP_BODY,
    },
    statuses: [
      { messageId: "wamid.1", state: "delivered" },
      { messageId: "wamid.2", state: "undelivered", reason: "131026" },
      { messageId: "wamid.3", state: "pending" },
    ],
    forged: {
      "no prefix": {
        headers: { "x-hub-signature-256": hmac("sha256", "wa-secret", WHATSAPP_BODY).digest("hex") },
      },
      "another key": {
        headers: {
          "x-hub-signature-256": `sha256=${hmac("sha256", "other", WHATSAPP_BODY).digest("hex")}`,
        },
      },
    },
  },
  android: {
    toml: presetOf("android"),
    options: ANDROID,
    right: {
      headers: {
        ...json,
        "x-timestamp": SECONDS,
        "x-signature": hmac("sha256", "phone-key", ANDROID_BODY + SECONDS)
          .digest("hex")
          .toUpperCase(),
      },
      body: ANDROID_BODY,
    },
    statuses: [{ messageId: "ver_x.1.0", state: "undelivered", reason: "RESULT_ERROR" }],
    forged: {
      "too late": {
        headers: {
          "x-timestamp": late,
          "x-signature": hmac("sha256", "phone-key", ANDROID_BODY + late).digest("hex"),
        },
      },
    },
  },
  plivo: {
    toml: presetOf("plivo"),
    options: PLIVO,
    right: {
      headers: {
        "content-type": FORM,
        "x-plivo-signature-v3-nonce": "n1",
        "x-plivo-signature-v3": `AAAA, ${hmac("sha256", "plivo-token", `${URL_GIVEN}?${sorted(PLIVO_BODY)}.n1`).digest("base64")}`,
      },
      body: PLIVO_BODY,
    },
    statuses: [{ messageId: "p1", state: "delivered" }],
    forged: {
      "another nonce": {
        headers: {
          "x-plivo-signature-v3-nonce": "n2",
          "x-plivo-signature-v3": hmac(
            "sha256",
            "plivo-token",
            `${URL_GIVEN}?${sorted(PLIVO_BODY)}.n1`,
          ).digest("base64"),
        },
      },
      "no signature": { headers: { "x-plivo-signature-v3-nonce": "n1" } },
    },
  },
  vonage: {
    toml: presetOf("vonage"),
    options: VONAGE,
    right: { method: "GET", query: vonageSigned(VONAGE_FIELDS) },
    statuses: [{ messageId: "v1", state: "undelivered", reason: "6", carrier: "IR-MCI" }],
    forged: {
      "another carrier": { query: vonageSigned(VONAGE_FIELDS).replace("43211", "43235") },
      "another body": {
        method: "POST",
        query: "",
        headers: json,
        body: '{"messageId":"v1","status":"delivered"}',
      },
      "another key": { query: vonageSigned(VONAGE_FIELDS, "other") },
      "no signature": { query: VONAGE_FIELDS },
    },
  },
  telnyx: {
    toml: presetOf("telnyx"),
    options: TELNYX,
    right: {
      headers: {
        ...json,
        "telnyx-timestamp": SECONDS,
        "telnyx-signature-ed25519": telnyxSigned(TELNYX_BODY, SECONDS),
      },
      body: TELNYX_BODY,
    },
    statuses: [{ messageId: "t1", state: "delivered" }],
    forged: {
      "another body": { body: TELNYX_BODY.replace("t1", "t2") },
      "too late": {
        headers: { "telnyx-timestamp": late, "telnyx-signature-ed25519": telnyxSigned(TELNYX_BODY, late) },
      },
      nonsense: { headers: { "telnyx-timestamp": SECONDS, "telnyx-signature-ed25519": "AAAA" } },
    },
  },
  jwt: {
    toml: VONAGE_JWT,
    options: JWT_OPTIONS,
    right: { headers: { ...json, authorization: `Bearer ${await jwtOf(JWT_BODY)}` }, body: JWT_BODY },
    statuses: [{ messageId: "v1", state: "undelivered", reason: "spam" }],
    forged: {
      "another body": { body: JWT_BODY.replace("rejected", "delivered") },
      "another key": { headers: { authorization: `Bearer ${await jwtOf(JWT_BODY, "another key here")}` } },
      "too late": {
        headers: { authorization: `Bearer ${await jwtOf(JWT_BODY, JWT_OPTIONS.api_key, AT - 600_000)}` },
      },
      "no algorithm": {
        headers: {
          authorization: `Bearer ${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ payload_hash: createHash("sha256").update(JWT_BODY).digest("hex") }))}.`,
        },
      },
    },
  },
};

for (const [name, { toml, options, right, statuses, forged }] of Object.entries(SIGNED)) {
  test(`${name}: a signed call is read, and every other one is refused`, async () => {
    expect(await read(toml, options, right)).toEqual({ kind: "statuses", proof: "signed", statuses });
    for (const change of Object.values(forged))
      expect(await read(toml, options, { ...right, ...change })).toEqual({ kind: "refused" });
  });
}

test("carriers are named only where a call can be proven", () => {
  const named = (signature_secret?: string) =>
    providerOf(presetOf("vonage"), { ...VONAGE, signature_secret }).provider.carriers;
  expect(named("vonage-word")).toContain("IR-MCI");
  expect(named()).toBeUndefined();
  const netgsm = { username: "u", password: "p", from: "Ramz" };
  expect(providerOf(presetOf("netgsm"), netgsm).provider.carriers).toContain("TR-Turkcell");
  expect(providerOf(presetOf("twilio"), TWILIO).provider.carriers).toBeUndefined();
});

test("Twilio's signature is the one of its documentation", async () => {
  const body =
    "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
  const call = {
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    headers: { "content-type": FORM, "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
    body,
  };
  expect((await read(presetOf("twilio"), TWILIO, call))?.kind).toBe("statuses");
  expect((await read(presetOf("twilio"), TWILIO, { ...call, body: `${body}1` }))?.kind).toBe("refused");
});

test("lists of reports are read at any depth, also from a form that holds JSON", async () => {
  const body = `data=${encodeURIComponent('[{"requestId":"q1","report":[{"number":"91","status":"1"}]},{"requestId":"q2","report":[{"status":"2"},{"status":"26"}]}]')}`;
  const options = { authkey: "k", template: "t" };
  expect(await read(presetOf("msg91"), options, { headers: { "content-type": FORM }, body })).toEqual({
    kind: "statuses",
    proof: "path",
    statuses: [
      { messageId: "q1", state: "delivered" },
      { messageId: "q2", state: "undelivered", reason: "2" },
      { messageId: "q2", state: "pending" },
    ],
  });
  const infobip = { api_key: "k", from: "Ramz", host: "https://x.api.infobip.com" };
  const results = '{"results":[{"messageId":"i1","status":{"groupName":"DELIVERED"}}]}';
  expect(await read(presetOf("infobip"), infobip, { headers: json, body: results })).toMatchObject({
    proof: "path",
    statuses: [{ messageId: "i1", state: "delivered" }],
  });
});

const ask = (word: string) =>
  read(presetOf("whatsapp"), WHATSAPP, {
    method: "GET",
    query: `hub.mode=subscribe&hub.verify_token=${word}&hub.challenge=77`,
  });

test("a question whether the address is right is answered to who knows the word", async () => {
  expect(await ask("wa-word")).toEqual({ kind: "challenge", answer: "77" });
  expect(await ask("another")).toEqual({ kind: "refused" });
});

test("a recipe without a signature may have its calls confirmed", async () => {
  const toml = `${RECIPE}
[receipt]
states = { delivered = ["ok"], undelivered = ["no"] }
[receipt.callback]
set = "panel"
format = ["query"]
id = "id"
state = "state"
proof = { kind = "confirm" }
`;
  const options = { api_key: "k", base_url: "https://vendor.example" };
  expect(() => providerOf(toml, options)).toThrow(/needs \[receipt\.poll\]/);
  const polled = `${toml}
[receipt.poll]
after = [5]
method = "GET"
url = "{base_url}/messages/{message_id}"
state = "state"
`;
  expect(await read(polled, options, { method: "GET", query: "id=m1&state=ok" })).toEqual({
    kind: "hint",
    messageIds: ["m1"],
  });
});

test("what cannot be read is refused, and no preset throws on it", async () => {
  const bodies = ["", "{", "[]", "null", '{"entry":7}', '{"data":null}', "a=b", "\u0000", "[".repeat(10_000)];
  for (const [name, { toml, options }] of Object.entries(SIGNED))
    for (const body of bodies) {
      const reading = await read(toml, options, { body, headers: json });
      expect([name, reading?.kind]).toEqual([name, "refused"]);
    }
  for (const body of bodies)
    await read(presetOf("msg91"), { authkey: "k", template: "t" }, { body, headers: json });
});
