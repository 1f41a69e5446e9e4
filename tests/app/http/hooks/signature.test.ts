import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { hmacHolds, isFresh, sameText } from "../../../../adapters/providers/_kit/callback-proofs.ts";
import type { SignedRequest } from "../../../../app/http/hooks/protocol.ts";
import {
  hasBearer,
  hasPassword,
  isSignedBody,
  isStandardWebhook,
  isTimedSignature,
} from "../../../../app/http/hooks/signature.ts";

const proofs = { hmacHolds, isFresh, sameText };
const BODY = `{"user":{"phone":"989121234567"},"sms":{"otp":"123456"}}`;
const AT_S = 1_795_831_701;

function request(further: Partial<Omit<SignedRequest, "headers">> & { headers: Record<string, string> }) {
  return {
    body: Buffer.from(BODY),
    now: AT_S * 1_000,
    secrets: [],
    ...further,
    headers: new Headers(further.headers),
  };
}

function hmac(key: string | Buffer, over: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(over).digest(encoding);
}

describe("Standard Webhooks", () => {
  // The vector that the npm package standardwebhooks 1.1.1 makes.
  const secret = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const id = "11111111-1111-4111-8111-111111111111";
  const signature = "v1,Va83PUJohlmjP7Ig82qF669EiRP/9NFzq5+PMwEd/Uc=";
  const headers = { "webhook-id": id, "webhook-timestamp": String(AT_S), "webhook-signature": signature };
  const holds = (further: Partial<Parameters<typeof request>[0]> = {}) =>
    isStandardWebhook(
      request({ secrets: [secret], ...further, headers: { ...headers, ...further.headers } }),
      proofs,
    );
  const signed = (value: string) => holds({ headers: { "webhook-signature": value } });

  test("the vector holds, with the secret in each of its forms", () => {
    expect(holds()).toBe(true);
    expect(holds({ secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] })).toBe(true);
    expect(holds({ secrets: ["v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", secret] })).toBe(true);
  });

  test("several signatures, with spaces or Supabase's commas between them", () => {
    const other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for (const value of [`${other}, ${signature}`, `${signature}, ${other}`, `${other} ${signature}`])
      expect(signed(value)).toBe(true);
    expect(signed(`${other} ${other}`)).toBe(false);
    expect(signed(`v1a,x ${signature}`)).toBe(true);
    expect(signed(`${`${other} `.repeat(8)}${signature}`)).toBe(false);
  });

  test("five minutes off hold, and no second more", () => {
    for (const [off, isGood] of [
      [300, true],
      [-300, true],
      [301, false],
      [-301, false],
    ] as const)
      expect([off, holds({ now: (AT_S + off) * 1_000 })]).toEqual([off, isGood]);
  });

  test("a changed byte, another secret or id, a missing header", () => {
    expect(holds({ body: Buffer.from(BODY.replace("123456", "123457")) })).toBe(false);
    expect(holds({ secrets: ["v1,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] })).toBe(false);
    expect(holds({ secrets: [] })).toBe(false);
    expect(holds({ headers: { "webhook-id": "2" } })).toBe(false);
    for (const value of ["", "v1,", signature.slice(3), signature.replace("v1", "v2")])
      expect(signed(value)).toBe(false);
    for (const name of Object.keys(headers)) {
      const { headers: all, ...rest } = request({ secrets: [secret], headers });
      all.delete(name);
      expect(isStandardWebhook({ ...rest, headers: all }, proofs)).toBe(false);
    }
  });

  test("bytes that are no text are signed as they are", () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    const over = Buffer.concat([Buffer.from(`${id}.${AT_S}.`), body]);
    const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const value = `v1,${createHmac("sha256", key).update(over).digest("base64")}`;
    expect(holds({ body, headers: { "webhook-signature": value } })).toBe(true);
    expect(holds({ body: Buffer.from(body.toString()), headers: { "webhook-signature": value } })).toBe(
      false,
    );
  });
});

describe("a signature with its time", () => {
  const key = "a-signing-key-of-zitadel";
  const zitadel = { header: "zitadel-signature", version: "v1", encoding: "hex" } as const;
  const good = hmac(key, `${AT_S}.${BODY}`, "hex");
  const holds = (value: string, now = AT_S * 1_000) =>
    isTimedSignature(
      request({ secrets: [key], now, headers: { "zitadel-signature": value } }),
      zitadel,
      proofs,
    );

  test("one of several, in either case", () => {
    const other = hmac("another", `${AT_S}.${BODY}`, "hex");
    for (const value of [`t=${AT_S},v1=${good}`, `t=${AT_S}, v1=${other}, v1=${good.toUpperCase()}`])
      expect(holds(value)).toBe(true);
    expect(holds(`t=${AT_S},v1=${other}`)).toBe(false);
  });

  test("another time than the one signed, an old one, or none", () => {
    expect(holds(`t=${AT_S + 1},v1=${good}`)).toBe(false);
    expect(holds(`t=${AT_S},v1=${good}`, (AT_S + 301) * 1_000)).toBe(false);
    for (const value of ["", `v1=${good}`, `t=,v1=${good}`, `t=${AT_S}`, `t=${AT_S},v0=${good}`])
      expect(holds(value)).toBe(false);
  });

  test("base64 without the sign that fills it up, as Authsignal's own package computes it", () => {
    const authsignal = { header: "x-signature-v2", version: "v2", encoding: "base64" } as const;
    const signature = hmac(key, `${AT_S}.${BODY}`, "base64");
    for (const value of [signature, signature.replace("=", "")]) {
      const headers = { "x-signature-v2": `t=${AT_S},v2=${value}` };
      expect(isTimedSignature(request({ secrets: [key], headers }), authsignal, proofs)).toBe(true);
      expect(isTimedSignature(request({ secrets: [key], headers }), zitadel, proofs)).toBe(false);
    }
  });
});

test("a signed body: hexadecimal or base64, with what stands before it", () => {
  const key = "a-webhook-secret";
  const holds = (value: string, encoding: "hex" | "base64", prefix = "") =>
    isSignedBody(
      request({ secrets: ["another-secret", key], headers: { "x-signature": value } }),
      { header: "x-signature", encoding, prefix },
      proofs,
    );
  expect(holds(hmac(key, BODY, "hex"), "hex")).toBe(true);
  expect(holds(hmac(key, BODY, "base64"), "base64")).toBe(true);
  expect(holds(`sha256=${hmac(key, BODY, "hex")}`, "hex", "sha256=")).toBe(true);
  expect(holds(hmac(key, BODY, "hex"), "hex", "sha256=")).toBe(false);
  expect(holds(`sha512=${hmac(key, BODY, "hex")}`, "hex", "sha256=")).toBe(false);
  expect(holds(hmac(key, `${BODY} `, "hex"), "hex")).toBe(false);
  expect(holds("", "hex")).toBe(false);
});

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

test("a secret in Authorization", () => {
  const secret = "a-secret-of-16-c";
  const holds = (has: typeof hasBearer, authorization: string) =>
    has(request({ secrets: ["another-secret-x", secret], headers: { authorization } }), proofs);
  for (const value of [`Bearer ${secret}`, `bearer  ${secret}`, secret])
    expect(holds(hasBearer, value)).toBe(true);
  for (const value of ["", "Bearer", "Bearer ", `Bearer ${secret}x`, basic(`x:${secret}`)])
    expect(holds(hasBearer, value)).toBe(false);
  for (const value of [basic(`x:${secret}`), basic(`:${secret}`)])
    expect(holds(hasPassword, value)).toBe(true);
  for (const value of [
    "",
    "Basic",
    basic(secret),
    basic(`${secret}:x`),
    basic(`x:y:${secret}`),
    `Bearer ${secret}`,
  ])
    expect(holds(hasPassword, value)).toBe(false);
});
