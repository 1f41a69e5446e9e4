/**
 * How log-in servers sign what they send: HMAC-SHA256 over raw bytes, compared in constant time. Each function says whether one of the
 * secrets was used; what is wrong with a signature is not said.
 */
import type { HmacAuth, HookAuth } from "../../config/hook-settings.ts";
import type { Proofs } from "../../service/opened-hook.ts";
import type { SignedRequest } from "./protocol.ts";

/** A signature that was kept back and sent again later is none. The same at all servers that sign a time. */
const MAX_AGE_S = 300;
/** Servers sign once for each of a few secrets. Each further signature would cost a caller nothing and Ramz a hash. */
const SIGNATURES_MAX = 8;

/**
 * Standard Webhooks, as Supabase signs: over `id.timestamp.body`, `v1,` and base64. Signatures of several secrets stand behind each other
 * with spaces between them, and from Supabase with a comma, too. A secret is base64 behind `v1,whsec_`.
 */
export function isStandardWebhook({ headers, body, now, secrets }: SignedRequest, proofs: Proofs): boolean {
  const [id, time] = [headers.get("webhook-id"), headers.get("webhook-timestamp")];
  if (id === null || time === null || !proofs.isFresh(time, now, MAX_AGE_S)) return false;
  const signatures = (headers.get("webhook-signature") ?? "")
    .split(/\s+/)
    .filter((one) => one.startsWith("v1,"))
    .map((one) => one.slice("v1,".length).replace(/,$/, ""));
  const over = behind(`${id}.${time}.`, body);
  const keys = secrets.map((secret) => Buffer.from(secret.replace(/^(?:v1,)?whsec_/, ""), "base64"));
  return anyHolds(signatures, keys, { over, encoding: "base64" }, proofs);
}

/** A header such as `t=1795831701,v1=…`, whose signature is over `time.body`. While a key is replaced there are several. */
export interface TimedSignature {
  readonly header: string;
  readonly version: "v1" | "v2";
  readonly encoding: "hex" | "base64";
}

export function isTimedSignature(
  { headers, body, now, secrets }: SignedRequest,
  { header, version, encoding }: TimedSignature,
  proofs: Proofs,
): boolean {
  const parts = (headers.get(header) ?? "").split(",").map((part) => part.trim());
  const valuesOf = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const [time] = valuesOf("t");
  if (time === undefined || !proofs.isFresh(time, now, MAX_AGE_S)) return false;
  // 32 bytes in base64 end with one sign that fills them up. Authsignal leaves it out.
  const written = (one: string) => (encoding === "hex" ? one : one.replace(/=?$/, "="));
  return anyHolds(
    valuesOf(version).map(written),
    secrets,
    { over: behind(`${time}.`, body), encoding },
    proofs,
  );
}

/** A signature of the body alone, as Authgear's. It names no time, so it is good for ever. */
export function isSignedBody(
  { headers, body, secrets }: SignedRequest,
  { header, encoding, prefix }: HmacAuth,
  proofs: Proofs,
): boolean {
  const given = headers.get(header) ?? "";
  if (!given.startsWith(prefix)) return false;
  return anyHolds([given.slice(prefix.length)], secrets, { over: body, encoding }, proofs);
}

/**
 * How a server proves itself that may be configured to do it in several ways. Unless one is configured, a secret in Authorization does,
 * in either form, and the server's own signature, if it has one.
 */
export function provenBy(
  auth: HookAuth | null,
  proofs: Proofs,
  signature: TimedSignature | null = null,
): (request: SignedRequest) => boolean {
  switch (auth?.kind) {
    case "bearer":
      return (request) => hasBearer(request, proofs);
    case "basic":
      return (request) => hasPassword(request, proofs);
    case "hmac":
      return (request) => isSignedBody(request, auth, proofs);
    case undefined:
      return (request) =>
        hasBearer(request, proofs) ||
        hasPassword(request, proofs) ||
        (signature !== null && isTimedSignature(request, signature, proofs));
  }
}

/** The header Authorization with a secret in it: behind `Bearer`, or alone. */
export function hasBearer({ headers, secrets }: SignedRequest, { sameText }: Proofs): boolean {
  const given = (headers.get("authorization") ?? "").replace(/^Bearer +/i, "");
  return secrets.some((secret) => sameText(given, secret));
}

/** Basic authentication with a secret as the password. The name is free. */
export function hasPassword({ headers, secrets }: SignedRequest, { sameText }: Proofs): boolean {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (encoded === undefined) return false;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const password = pair.slice(pair.indexOf(":") + 1);
  return pair.includes(":") && secrets.some((secret) => sameText(password, secret));
}

function anyHolds(
  signatures: readonly string[],
  keys: readonly (string | Buffer)[],
  signed: { readonly over: Uint8Array; readonly encoding: "hex" | "base64" },
  { hmacHolds }: Proofs,
): boolean {
  if (signatures.length > SIGNATURES_MAX) return false;
  return keys.some((key) =>
    signatures.some((signature) => hmacHolds({ ...signed, hash: "sha256", key, signature })),
  );
}

function behind(prefix: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(prefix), body]);
}
