/** Requests made by chance at the routes for Twilio's clients: never a 5xx, always in Twilio's words, and a refusal changes nothing. */
import type { TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  TwilioCheck,
  TwilioErrorReply,
  TwilioService,
  TwilioVerification,
} from "../../../../../app/http/schemas/twilio.ts";
import { freshNumber, type Reply } from "../../../../support/http.ts";
import { sharedServing } from "../../../../support/serving.ts";
import { basic, FORM_TYPE, SERVICE_PATH } from "../../../../support/twilio.ts";
import { headers, segment } from "../../request/random-requests.ts";
import { TOML, trusted } from "./account.ts";

const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": TOML });
const inside = basic(trusted.key);
const SID = `VE${"a".repeat(32)}`;

/** These fields with any value, and others; some come twice. */
const form = (...names: readonly string[]) => {
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  );
  const value = fc.oneof(
    fc.constantFrom("sms", "call", "auto", "canceled", "approved", SID, "fa", "203.0.113.9", "493817"),
    fc.constant(freshNumber()),
    fc.json(),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  return fc
    .array(fc.tuple(name, value), { maxLength: 6 })
    .map((pairs) =>
      new URLSearchParams(pairs.map(([one, other]): [string, string] => [one, other])).toString(),
    );
};

const ROUTES = [
  {
    path: `${SERVICE_PATH}/Verifications`,
    bodies: form("To", "Channel", "CustomCode", "RateLimits", "DeviceIp", "Tags", "Locale", "Amount"),
    good: TwilioVerification,
  },
  { path: `${SERVICE_PATH}/Verifications/${SID}`, bodies: form("Status"), good: TwilioVerification },
  {
    path: `${SERVICE_PATH}/VerificationCheck`,
    bodies: form("To", "Code", "VerificationSid", "Amount"),
    good: TwilioCheck,
  },
] as const;

function expectWords(reply: Reply, good: TSchema): void {
  expect([reply.text, reply.status < 500]).toEqual([reply.text, true]);
  const isWell = Value.Check(reply.status < 300 ? good : TwilioErrorReply, reply.body);
  expect([reply.text, isWell]).toEqual([reply.text, true]);
  expect(reply.text).not.toMatch(/\d\.\d{3}Z"/);
  expect(reply.headers.get("ramz-ignored") ?? "").toMatch(/^[\x20-\x7e]{0,2100}$/);
}

describe.each(ROUTES)("$path", ({ path, bodies, good }) => {
  const post = (body: string, given: object) =>
    ramz.api.request(path, { method: "POST", headers: { ...given }, body });

  test("with any form is done, or refused and changes nothing", async () => {
    const texts = fc.oneof({ weight: 4, arbitrary: bodies }, fc.string({ unit: "binary", maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const before = ramz.folder.storeHash();
        const reply = await post(text, { ...FORM_TYPE, ...inside });
        expectWords(reply, good);
        if (reply.status >= 300) expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 150, seed: 20_261_128 },
    );
  }, 90_000);

  test("with any headers is 401 without the right key, and refuses what is no form", async () => {
    await fc.assert(
      fc.asyncProperty(headers, async (given) => {
        const before = ramz.folder.storeHash();
        const right = new URLSearchParams({ To: freshNumber(), Channel: "sms", Code: "123456" }).toString();
        const stranger = await post(right, { ...given, ...FORM_TYPE });
        expect(stranger.status).toBe(401);
        expectWords(stranger, good);
        const noForm = await post(right, { ...given, ...inside });
        expect(noForm.status).toBe(415);
        expectWords(noForm, good);
        expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 80, seed: 3 },
    );
  }, 90_000);
});

test("any path and method below the prefix is no failure, in Twilio's words, and changes nothing", async () => {
  const method = fc.constantFrom("GET", "DELETE", "PUT", "PATCH", "OPTIONS", "POST");
  const start = fc.constantFrom(
    "/compat/twilio/",
    "/compat/twilio/v2/Services/",
    `${SERVICE_PATH}/`,
    `${SERVICE_PATH}/Verifications/`,
  );
  await fc.assert(
    fc.asyncProperty(method, start, segment, async (verb, before, last) => {
      const hash = ramz.folder.storeHash();
      const reply = await ramz.api.request(before + last, { method: verb, headers: inside });
      expect([before + last, reply.status < 500]).toEqual([before + last, true]);
      // Dots lead out of the prefix.
      const { pathname } = new URL(before + last, ramz.api.url);
      if (pathname.startsWith("/compat/twilio/")) expectWords(reply, TwilioService);
      expect(ramz.folder.storeHash()).toBe(hash);
    }),
    { numRuns: 150, seed: 42 },
  );
}, 90_000);
