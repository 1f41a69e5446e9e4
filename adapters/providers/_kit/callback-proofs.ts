/** How vendors prove that a call is theirs. Each function answers whether the proof holds; comparisons take the same time for any text. */
import { createHmac, createHash, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { jwtVerify } from "jose";
import type { Callback } from "../../../domain/delivery/receipt.ts";
import { SECOND_MS } from "../../../domain/time.ts";

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether a time of the vendor, in seconds since 1970, is at most so old. A call kept back and sent again later is refused. */
export function isFresh(seconds: string | undefined, at: number, maxAgeSeconds: number): boolean {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(at - Number(seconds) * SECOND_MS) <= maxAgeSeconds * SECOND_MS;
}

export interface HmacProof {
  readonly hash: "sha1" | "sha256" | "sha512";
  readonly key: string | Buffer;
  /** What is signed. */
  readonly over: string | Uint8Array;
  readonly encoding: "hex" | "base64";
  readonly signature: string | undefined;
}

export function hmacHolds({ hash, key, over, encoding, signature = "" }: HmacProof): boolean {
  const expected = createHmac(hash, key).update(over).digest(encoding);
  // Hexadecimal digits are written in either case.
  return sameText(expected, encoding === "hex" ? signature.toLowerCase() : signature);
}

/** Twilio: the address with every field of the form behind it, name and value, in the order of the names. */
export function twilioHolds({ url, headers, body }: Callback, authToken: string): boolean {
  if (url === null) return false;
  const signature = headers["x-twilio-signature"];
  return hmacHolds({
    hash: "sha1",
    key: authToken,
    over: url + sortedFields(body),
    encoding: "base64",
    signature,
  });
}

/** Plivo, version 3 of its signature: as Twilio's, with a question mark and a nonce. The header may name several signatures. */
export function plivoHolds({ url, headers, body }: Callback, authToken: string): boolean {
  const nonce = headers["x-plivo-signature-v3-nonce"];
  if (url === null || nonce === undefined) return false;
  const fields = sortedFields(body);
  const address = url.includes("?")
    ? `${url}${fields === "" ? "" : "."}`
    : `${url}${fields === "" ? "" : "?"}`;
  const over = `${address}${fields}.${nonce}`;
  const signatures = (headers["x-plivo-signature-v3"] ?? "").split(",").map((one) => one.trim());
  return signatures.some((signature) =>
    hmacHolds({ hash: "sha256", key: authToken, over, encoding: "base64", signature }),
  );
}

/**
 * Vonage's SMS API, signed with SHA-256: every field but `sig`, as `&name=value` in the order of the names. Within a value, `&` and `=` are
 * underscores. `fields` are those that are read of the call, so that nothing unsigned is.
 */
export function vonageHolds(fields: unknown, secret: string): boolean {
  if (typeof fields !== "object" || fields === null) return false;
  const all: readonly (readonly [string, unknown])[] = Object.entries(fields);
  const signature = all.find(([name]) => name === "sig")?.[1];
  if (typeof signature !== "string") return false;
  const over = all
    .filter(([name]) => name !== "sig")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `&${name}=${String(value).replaceAll(/[&=]/g, "_")}`)
    .join("");
  return hmacHolds({ hash: "sha256", key: secret, over, encoding: "hex", signature });
}

function sortedFields(body: string): string {
  const fields = [...new URLSearchParams(body)].map(([name, value]) => ({ name, value }));
  // By code unit, whatever the locale.
  fields.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return fields.map(({ name, value }) => name + value).join("");
}

/** `publicKey` is the vendor's key of 32 bytes, in base64. */
export function ed25519Holds(publicKey: string, over: string, signature: string | undefined): boolean {
  const raw = Buffer.from(publicKey, "base64");
  if (raw.length !== 32 || signature === undefined) return false;
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") },
    format: "jwk",
  });
  return verify(null, Buffer.from(over), key, Buffer.from(signature, "base64"));
}

const JWT_MAX_AGE = "5 minutes";

/** A token signed with HS256 whose claim `payload_hash` is the SHA-256 of the body. */
export async function jwtHolds(
  token: string | undefined,
  key: string,
  { body, at }: Pick<Callback, "body" | "at">,
): Promise<boolean> {
  if (token === undefined) return false;
  try {
    const { payload } = await jwtVerify(token, Buffer.from(key), {
      algorithms: ["HS256"],
      currentDate: new Date(at),
      maxTokenAge: JWT_MAX_AGE,
    });
    const hash = createHash("sha256").update(body).digest("hex");
    const claimed = payload["payload_hash"];
    return typeof claimed === "string" && sameText(claimed.toLowerCase(), hash);
  } catch {
    return false;
  }
}
