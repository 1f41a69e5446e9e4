/** Requests made by chance at the routes of other vendors' APIs: never a 5xx, always in the vendor's words, and a refusal changes nothing. */
import type { TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  PreludeCheckReply,
  PreludeErrorReply,
  PreludeStartReply,
} from "../../../../app/http/schemas/prelude.ts";
import { type Api, freshNumber, JSON_TYPE, type Reply } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { body, headers, segment, wrongBody } from "../request/random-requests.ts";

const key = testKey();
const TOML = `
[compat]
prelude = true
[apps.shop]
keys = [${line(key, ["admin"], ", client_ip = true, known_session = true")}]
`;
const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": TOML });
const inside = (): Api => withHeaders(ramz.api, key.headers);

const START = "/compat/prelude/v2/verification";
const CHECK = `${START}/check`;

/** Prelude's fields, each with any value, and others. */
const member = (...names: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 })), fc.jsonValue(), {
    maxKeys: 4,
    noNullPrototype: true,
  });
const phone = fc.record({ type: fc.constant("phone_number"), value: fc.constant(freshNumber()) });
const target = fc.oneof(phone, member("type", "value"));
const START_BODY = fc.record(
  {
    target,
    options: member("locale", "code_size", "custom_code", "method", "preferred_channel", "sender_id"),
    signals: member("ip", "device_id", "is_trusted_user"),
    metadata: member("correlation_id"),
    dispatch_id: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const CHECK_BODY = fc.record({ target, code: fc.oneof(fc.string(), fc.jsonValue()) }, { requiredKeys: [] });

const ROUTES = [
  { path: START, bodies: START_BODY, reply: PreludeStartReply },
  { path: CHECK, bodies: CHECK_BODY, reply: PreludeCheckReply },
] as const;

function expectWords(reply: Reply, good: TSchema): void {
  expect([reply.text, reply.status < 500]).toEqual([reply.text, true]);
  expect([reply.text, Value.Check(reply.status < 300 ? good : PreludeErrorReply, reply.body)]).toEqual([
    reply.text,
    true,
  ]);
  expect(reply.headers.get("ramz-ignored") ?? "").toMatch(/^[\x20-\x7e]{0,2100}$/);
}

/** Whether the reply says that something was done: a send, or a comparison. */
const wasDone = (reply: Reply) => ["success", "retry", "failure"].includes(String(Object(reply.body).status));

describe.each(ROUTES)("$path", ({ path, bodies, reply: good }) => {
  test("with any body is done, or refused and changes nothing", async () => {
    const texts = fc.oneof(
      body,
      bodies.map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const before = ramz.folder.storeHash();
        const reply = await inside().request(path, { method: "POST", headers: JSON_TYPE, body: text });
        expectWords(reply, good);
        if (!wasDone(reply)) expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 150, seed: 20_261_128 },
    );
  }, 90_000);

  test("with any headers is 401 without the right key, and refuses a body that is no JSON", async () => {
    const right = JSON.stringify({ target: { type: "phone_number", value: freshNumber() }, code: "123456" });
    await fc.assert(
      fc.asyncProperty(headers, wrongBody, async (given, bytes) => {
        const before = ramz.folder.storeHash();
        const post = (api: Api, further: object, text: string | Uint8Array<ArrayBuffer>) =>
          api.request(path, { method: "POST", headers: { ...given, ...further }, body: text });
        const stranger = await post(ramz.api, JSON_TYPE, right);
        expect(stranger.status).toBe(401);
        expectWords(stranger, good);
        const { status, ...rest } = await post(inside(), {}, bytes);
        expect(status).toBeOneOf([400, 413, 415]);
        expectWords({ status, ...rest }, good);
        expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 100, seed: 3 },
    );
  }, 90_000);
});

test("any path and method below a vendor's prefix is no failure, in the vendor's words, and changes nothing", async () => {
  const method = fc.constantFrom("GET", "DELETE", "PUT", "PATCH", "OPTIONS", "POST");
  const start = fc.constantFrom("/compat/prelude/", "/compat/prelude/v2/", `${START}/`, `${CHECK}/`);
  await fc.assert(
    fc.asyncProperty(method, start, segment, async (verb, before, last) => {
      const hash = ramz.folder.storeHash();
      const reply = await inside().request(before + last, { method: verb });
      expect([before + last, reply.status < 500]).toEqual([before + last, true]);
      // Dots lead out of the prefix.
      const { pathname } = new URL(before + last, ramz.api.url);
      if (pathname.startsWith("/compat/prelude/")) expectWords(reply, PreludeErrorReply);
      expect(ramz.folder.storeHash()).toBe(hash);
    }),
    { numRuns: 150, seed: 42 },
  );
}, 90_000);
