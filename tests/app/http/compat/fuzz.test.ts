/** Requests made by chance at the routes of other vendors' APIs: never a 5xx, always in the vendor's words, and a refusal changes nothing. */
import { type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  PreludeCheckReply,
  PreludeErrorReply,
  PreludeStartReply,
} from "../../../../app/http/schemas/prelude.ts";
import { TwilioCheck, TwilioErrorReply, TwilioVerification } from "../../../../app/http/schemas/twilio.ts";
import { freshNumber, type HeaderList, type Reply } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { basic, SERVICE_PATH } from "../../../support/twilio.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { body, headers as anyHeaders, segment, wrongBody } from "../request/random-requests.ts";

const key = testKey();
const TOML = `
[compat]
prelude = true
twilio = true
[apps.shop]
keys = [${line(key, ["admin"], ", client_ip = true, known_session = true, own_code = true")}]
`;
const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": TOML });

/** Some of these fields, each with any value, and others. */
const some = <T>(names: readonly string[], values: fc.Arbitrary<T>) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 })), values, {
    maxKeys: 5,
    noNullPrototype: true,
  });
const json = (one: unknown) => JSON.stringify(one);
const number = fc.constantFrom(freshNumber(), freshNumber());

const target = fc.oneof(
  fc.record({ type: fc.constant("phone_number"), value: number }),
  some(["type", "value"], fc.jsonValue()),
);
const preludeStart = fc.record(
  {
    target,
    options: some(
      ["locale", "code_size", "custom_code", "method", "preferred_channel", "sender_id"],
      fc.jsonValue(),
    ),
    signals: some(["ip", "device_id", "is_trusted_user"], fc.jsonValue()),
    metadata: some(["correlation_id"], fc.jsonValue()),
    dispatch_id: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const preludeCheck = fc.record({ target, code: fc.oneof(fc.string(), fc.jsonValue()) }, { requiredKeys: [] });

const text = fc.oneof(fc.string(), fc.json(), fc.constantFrom("sms", "123456", "approved", '{"a":"b"}'));
const form = (...names: readonly string[]) =>
  fc
    .tuple(number, some(names, text))
    .map(([To, fields]) => new URLSearchParams({ To, Channel: "sms", ...fields }).toString());

interface Vendor {
  readonly type: string;
  readonly headers: HeaderList;
  readonly error: TSchema;
}
const PRELUDE: Vendor = { type: "application/json", headers: key.headers, error: PreludeErrorReply };
const TWILIO: Vendor = {
  type: "application/x-www-form-urlencoded",
  headers: basic(key.key),
  error: TwilioErrorReply,
};

interface Route {
  readonly path: string;
  readonly vendor: Vendor;
  readonly bodies: fc.Arbitrary<string>;
  readonly good: TSchema;
}
const PRELUDE_PATH = "/compat/prelude/v2/verification";
const ROUTES: readonly Route[] = [
  { path: PRELUDE_PATH, vendor: PRELUDE, bodies: preludeStart.map(json), good: PreludeStartReply },
  { path: `${PRELUDE_PATH}/check`, vendor: PRELUDE, bodies: preludeCheck.map(json), good: PreludeCheckReply },
  {
    path: `${SERVICE_PATH}/Verifications`,
    vendor: TWILIO,
    bodies: form("To", "Channel", "Locale", "CustomCode", "RateLimits", "Tags", "DeviceIp", "Amount"),
    good: TwilioVerification,
  },
  {
    path: `${SERVICE_PATH}/Verifications/VE${"a".repeat(32)}`,
    vendor: TWILIO,
    bodies: form("Status"),
    good: TwilioVerification,
  },
  {
    path: `${SERVICE_PATH}/VerificationCheck`,
    vendor: TWILIO,
    bodies: form("To", "Code", "VerificationSid"),
    good: TwilioCheck,
  },
];

/** The reply has the vendor's shape, whatever it says, and is no failure of Ramz. */
function expectWords(reply: Reply, good: TSchema, { error }: Vendor): void {
  const isShaped = Value.Check(reply.status < 300 ? good : error, reply.body);
  expect([reply.text, reply.status < 500, isShaped]).toEqual([reply.text, true, true]);
  expect(reply.headers.get("ramz-ignored") ?? "").toMatch(/^[\x20-\x7e]{0,2100}$/);
}

/** Whether the reply says that nothing was done: a refusal, which Prelude's clients get as 200, too. */
const isRefusal = ({ status, body: said }: Reply) =>
  status >= 300 || ["blocked", "expired_or_not_found"].includes(String(Object(said).status));

describe.each([...ROUTES])("$path", ({ path, vendor, bodies, good }) => {
  test("with any body is done, or refused and changes nothing", async () => {
    const headers = { "content-type": vendor.type, ...vendor.headers };
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, bodies), async (sent) => {
        const before = ramz.folder.storeHash();
        const reply = await ramz.api.request(path, { method: "POST", headers, body: sent });
        expectWords(reply, good, vendor);
        if (isRefusal(reply)) expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 150, seed: 20_261_128 },
    );
  }, 90_000);

  test("with any headers is 401 without the right key, and refuses a body that it cannot read", async () => {
    await fc.assert(
      fc.asyncProperty(anyHeaders, wrongBody, async (given, bytes) => {
        const before = ramz.folder.storeHash();
        const post = (further: HeaderList) =>
          ramz.api.request(path, { method: "POST", headers: { ...given, ...further }, body: bytes });
        const stranger = await post({ "content-type": vendor.type });
        expect(stranger.status).toBe(401);
        expectWords(stranger, good, vendor);
        const refused = await post(vendor.headers);
        expect(refused.status).toBeOneOf([400, 404, 413, 415]);
        expectWords(refused, good, vendor);
        expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 100, seed: 3 },
    );
  }, 90_000);
});

test("any path and method below a vendor's prefix is no failure, in the vendor's words, and changes nothing", async () => {
  const starts = ["/compat/prelude/", "/compat/twilio/", ...ROUTES.map(({ path }) => `${path}/`)];
  const method = fc.constantFrom("GET", "DELETE", "PUT", "PATCH", "OPTIONS", "POST");
  await fc.assert(
    fc.asyncProperty(method, fc.constantFrom(...starts), segment, async (verb, start, last) => {
      const hash = ramz.folder.storeHash();
      const vendor = start.startsWith("/compat/prelude/") ? PRELUDE : TWILIO;
      const reply = await ramz.api.request(start + last, { method: verb, headers: vendor.headers });
      expect([start + last, reply.status < 500]).toEqual([start + last, true]);
      // Dots lead out of the prefix.
      const { pathname } = new URL(start + last, ramz.api.url);
      if (/^\/compat\/(prelude|twilio)\//.test(pathname)) expectWords(reply, Type.Any(), vendor);
      expect(ramz.folder.storeHash()).toBe(hash);
    }),
    { numRuns: 200, seed: 42 },
  );
}, 90_000);
